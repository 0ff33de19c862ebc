/** What one twin is made of: its identities, keys, books, notifier and what it was told to do wrong. */
import type { Notifier } from '@tiantou/adapter-kit/twin'
import type { Book, RefundEnd } from './book.ts'
import type { Fault } from './faults.ts'
import type { TwinCertificates, TwinKeys } from './keys.ts'

export interface TwinState {
  readonly merId: string
  readonly certId: string
  readonly keys: TwinKeys
  readonly certificates: TwinCertificates
  readonly book: Book
  readonly notifier: Notifier
  readonly faults: Fault[]
  /** How the coming refunds end; `made` when empty. */
  readonly refundPlans: RefundEnd[]
  /** The page where a payer meets this twin. */
  readonly cashierUrl: string
}
