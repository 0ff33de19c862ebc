/** What one twin is made of: its identities, keys, books, notifier and what it was told to do wrong. */
import type { Notifier } from '@tiantou/adapter-kit/twin'
import type { Book, RefundEnd } from './book.ts'
import type { Fault } from './faults.ts'
import type { TwinKeys } from './keys.ts'

export interface TwinState {
  readonly merId: string
  readonly userId: string
  readonly appId: string
  readonly appSecret: string
  readonly keys: TwinKeys
  readonly book: Book
  readonly notifier: Notifier
  readonly faults: Fault[]
  /** How the coming refunds end; `made` when empty. */
  readonly refundPlans: RefundEnd[]
}
