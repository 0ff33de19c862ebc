/**
 * Row types of the user_* tables. `…_sealed` columns are encrypted for their place, `…_blind` ones are keyed
 * digests for exact look-up, `…_hash` ones are one-way. No phone, name, code, password or token stands here
 * in the clear.
 */
import type {
  ConsentRow,
  ConfirmationRow,
  ErasureRow,
  PartnerRow,
  PartnerSecretRow,
} from './account-tables.ts'
import type { ProfileRow } from './account-tables.ts'
import type { SessionState, TokenPairState } from './states.ts'
import type { WechatTables } from './wechat-tables.ts'

export interface UserRow {
  id: string
  phone_sealed: string
  phone_blind: string
  /** Commands on the user's addresses take turns here. */
  turns: number
  joined_at: number
}

export interface CodeRow {
  id: string
  phone_sealed: string
  phone_blind: string
  /** The network address that asked, as far as limits tell addresses apart. */
  address_blind: string
  code_hash: string
  /** For sending; gone once the provider has answered. */
  code_sealed: string | null
  attempts_left: number
  created_at: number
  expires_at: number
  used_at: number | null
  send_state: 'waiting' | 'sent' | 'refused' | 'unknown'
  provider_code: string
}

/** A wrong code or password that nothing has made good since. */
export interface FailureRow {
  id: string
  kind: 'code' | 'password'
  /** Digest of the phone or the staff account. */
  subject_blind: string
  /** Empty for passwords. */
  address_blind: string
  /** The request whose code was guessed; empty for passwords. */
  request_id: string
  at: number
}

/** This phone has signed in from this address before. */
export interface KnownRow {
  phone_blind: string
  address_blind: string
  seen_at: number
}

/** Commands that judge limits take turns: two at once would both see the last free place. */
export interface GateRow {
  name: string
  turns: number
}

export interface SessionRow {
  id: string
  owner_kind: 'user' | 'staff' | 'partner'
  owner_id: string
  state: SessionState
  opened_at: number
  ended_at: number | null
  ended_why:
    'signed_out' | 'token_reused' | 'new_password' | 'ended_elsewhere' | 'disabled' | 'new_secret' | null
  /** The device in coarse words; null where it is not known. */
  device?: string | null
  /** When tokens were last exchanged; null before the first time. */
  seen_at?: number | null
  /** JSON list of what the token was asked for; of partners only. */
  scopes?: string | null
}

export interface TokenRow {
  id: string
  session_id: string
  access_hash: string
  access_expires_at: number
  /** Null for staff: they sign in again. */
  refresh_hash: string | null
  refresh_expires_at: number
  state: TokenPairState
  rotated_at: number | null
  /** The pair that this one was exchanged for, to answer a parallel refresh with the same. */
  child_sealed: string | null
}

export interface StaffRow {
  id: string
  account: string
  name: string
  password_hash: string
  role: string
  created_at: number
}

export interface RoleRow {
  name: string
  /** JSON list of permission codes. */
  permissions: string
}

export interface PermissionRow {
  code: string
  meaning: string
  /** 1 where partners may be given it as a scope. */
  offered?: number | null
}

export interface AddressRow {
  id: string
  user_id: string
  /** JSON of name, phone and detail: they are only ever read together. */
  receiver_sealed: string
  region_code: string
  /** 0 or 1 */
  is_default: number
  created_at: number
}

export interface UserTables extends WechatTables {
  user_user: UserRow
  user_code: CodeRow
  user_failure: FailureRow
  user_known: KnownRow
  user_gate: GateRow
  user_session: SessionRow
  user_token: TokenRow
  user_staff: StaffRow
  user_role: RoleRow
  user_permission: PermissionRow
  user_address: AddressRow
  user_profile: ProfileRow
  user_consent: ConsentRow
  user_confirmation: ConfirmationRow
  user_erasure: ErasureRow
  user_partner: PartnerRow
  user_partner_secret: PartnerSecretRow
}
