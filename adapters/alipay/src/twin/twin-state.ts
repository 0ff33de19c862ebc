/** What one twin is made of: its identities, keys, books, notifier and what it was told to do wrong. */
import type { Notifier } from '@tiantou/adapter-kit/twin'
import type { BillSeed } from './bill-seeds.ts'
import type { Book } from './book.ts'
import type { Fault } from './faults.ts'
import type { TwinKeys } from './keys.ts'

export interface TwinState {
  readonly appId: string
  readonly sellerId: string
  readonly keys: TwinKeys
  readonly byCertificate: boolean
  readonly book: Book
  readonly notifier: Notifier
  readonly faults: Fault[]
  /** How the coming refunds end; `made` when empty. `silent` answers well and moves no money. */
  readonly refundPlans: ('made' | 'silent')[]
  /** The page where a payer meets this twin. */
  readonly cashierUrl: string
  /** Day of each bill that may be fetched just now, by its token, and when that ends. */
  readonly billTokens: Map<
    string,
    { readonly kind: 'trade' | 'signcustomer'; readonly day: string; readonly until: number }
  >
  /** What the bill of a day says wrong. */
  readonly billSeeds: { readonly day: string; readonly kind: BillSeed }[]
  /** What was paid out to the merchant's bank account, for the account's movements. */
  readonly paidOut: { readonly at: number; readonly fen: number }[]
  /** Where this twin listens. */
  url: string
}
