/** Row types of accounts, privacy and partners, which tables.ts takes in. */
import type { OneConsent } from './consents.ts'
import type { PartnerState } from './states.ts'

export interface ProfileRow {
  user_id: string
  nickname_sealed: string
}

/** What somebody said to one document; rows are added, never changed, and the newest of a kind holds. */
export interface ConsentRow {
  id: string
  user_id: string
  kind: OneConsent
  version: string
  /** 1 yes, 0 taken back */
  given: number
  at: number
  /** The device in coarse words; empty where it is not known. */
  device: string
}

/** The owner of the phone was there: one session may export or erase until it expires. */
export interface ConfirmationRow {
  id: string
  user_id: string
  session_id: string
  expires_at: number
}

/** Who asked to be erased. What is left of them is this row, `user_user` without a phone, and consents. */
export interface ErasureRow {
  user_id: string
  at: number
}

export interface PartnerRow {
  id: string
  name: string
  state: PartnerState
  /** JSON list of permission codes. */
  scopes: string
  created_at: number
}

export interface PartnerSecretRow {
  id: string
  partner_id: string
  secret_hash: string
  created_at: number
  /** Null: until it is replaced. */
  expires_at: number | null
}
