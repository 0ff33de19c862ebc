/** What one twin is made of: its identities, keys, books, notifier and what it was told to do wrong. */
import type { BillSeed } from './bill-seeds.ts'
import type { Book, RefundStatus, TwinTransfer } from './book.ts'
import type { Fault } from './faults.ts'
import type { FapiaoBook } from './fapiao-book.ts'
import type { SharingRules } from './sharing-book.ts'
import type { TwinKeys } from './keys.ts'
import type { Notifier } from './notifier.ts'

export interface TwinState {
  readonly appId: string
  readonly mchId: string
  keys: TwinKeys
  /** Whether certificates are handed out; merchants with a public key alone have none. */
  offersCertificates: boolean
  readonly book: Book
  readonly notifier: Notifier
  /** By the merchant's number. */
  readonly transfers: Map<string, TwinTransfer>
  /** What the merchant has to transfer. */
  transferFunds_fen: number
  /** Real names of users, by openid, where one is known. */
  readonly names: Map<string, string>
  readonly transfersChanged: () => void
  readonly sharing: SharingRules
  readonly fapiao: FapiaoBook
  readonly faults: Fault[]
  /** How the coming refunds end; SUCCESS when empty. PROCESSING = stays so until told. */
  readonly refundPlans: RefundStatus[]
  /** Wait from the booking of a refund to its end. */
  readonly refundDelay_ms: number
  /** The page where a payer meets this twin: h5_url leads here. */
  readonly cashierUrl: string
  /** What the bill of a day says wrong. */
  readonly billSeeds: { readonly day: string; readonly kind: BillSeed }[]
  /** What was paid out to the merchant's bank account, for the fund flow. */
  readonly paidOut: { readonly at: number; readonly fen: number }[]
  /** Which bill each link leads to. */
  readonly billTokens: Map<
    string,
    { readonly kind: 'trade' | 'fund'; readonly day: string; readonly packed: boolean }
  >
  /** Where this twin listens. */
  url: string
}
