/** How a person or a test moves profit sharing at the provider; nothing here is part of the protocol. */
import { type SharePlan, type TwinReceiver, type TwinSharing } from './sharing-book.ts'
import { settleShares } from './sharing-ends.ts'
import type { TwinState } from './twin-state.ts'

export interface SharingControl {
  receivers(): readonly TwinReceiver[]
  /** What was shared, taken back and set free of an order. */
  of(outTradeNo: string): TwinSharing
  /** How the next share or return ends; each call adds one to the queue. */
  plan(plan: SharePlan): void
  /** Ends what is pending of a sharing order, or a return, by the merchant's number. */
  end(no: string, plan: Exclude<SharePlan, 'PENDING'>): boolean
  /** Of an order at most this is shared from now on, basis points. */
  allow(most_bp: number): void
  /** From a payment to the first share, milliseconds. */
  waitFor(wait_ms: number): void
}

export const controlSharing = (twin: TwinState): SharingControl => ({
  receivers: () => [...twin.sharing.receivers.values()],
  of: (no) => twin.book.orders.get(no)?.sharing ?? { rounds: [], returns: [] },
  plan: (plan) => void twin.sharing.plans.push(plan),
  end: (no, plan) => settleShares(twin, no, plan),
  allow: (most_bp) => void (twin.sharing.most_bp = most_bp),
  waitFor: (wait_ms) => void (twin.sharing.wait_ms = wait_ms),
})
