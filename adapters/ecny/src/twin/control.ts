/**
 * How a person or a test moves the outside world: pay, let the wallet say no, let time pass, and every
 * misbehaviour. Plain functions; nothing here is part of the bank's protocol.
 */
import {
  lastNotice,
  type Notice,
  type NoticePlan,
  noticesOf,
  quiet,
  sendOnce,
} from '@tiantou/adapter-kit/twin'
import { tellPaid, watchRefund } from './api.ts'
import {
  findOrder,
  findRefund,
  mustBeOpen,
  type OrderState,
  type RefundEnd,
  refundState,
  stateOf,
  type TwinOrder,
} from './book.ts'
import { type Fault, FAULT_KINDS } from './faults.ts'
import { forgeNotice, type ForgeKind } from './forge.ts'
import { Refusal } from './gate.ts'
import type { TwinState } from './twin-state.ts'

/** One order as a page or a test wants to see it. Amounts in fen, times in milliseconds UTC. */
export interface TwinOrderView extends Omit<TwinOrder, 'refunds' | 'end' | 'notifyUrl'> {
  readonly state: OrderState
  readonly refunds: readonly {
    readonly outRefundNo: string
    readonly refundFen: number
    readonly reason: string
    /** P under way, S given back, F not. */
    readonly state: 'P' | 'S' | 'F'
  }[]
  readonly notices: readonly Pick<Notice, 'id' | 'event' | 'state' | 'attempts'>[]
}

export interface EcnyTwinControl {
  /** Newest first. */
  orders(limit?: number): TwinOrderView[]
  order(outTradeNo: string): TwinOrderView | undefined
  /** Scans a code, or opens a link. */
  byTicket(ticket: string): TwinOrderView | undefined
  /** @throws Refusal ORDER_PAID, ORDER_CLOSED, ORDERID_NOT_EXIST */
  pay(outTradeNo: string): TwinOrderView
  /** The wallet says no: the order stays payable. */
  decline(outTradeNo: string): TwinOrderView
  /** The payer goes away: nothing changes at the bank. */
  cancel(outTradeNo: string): TwinOrderView
  /** Lets the time to pay pass. */
  expire(outTradeNo: string): TwinOrderView
  /** A refund that hangs is made after all. */
  endRefund(outRefundNo: string): void
  /** Sends the last notice of the order again; answers the merchant's HTTP status, 0 for none. */
  repeatNotice(outTradeNo: string): Promise<number>
  /** Sends a notice that must not be believed (or believed again); answers the merchant's HTTP status. */
  forge(outTradeNo: string, kind: ForgeKind): Promise<number>
  /** What happens to the next notice; each call adds one to the queue. */
  planNotice(plan: NoticePlan): void
  /** Spoils the next answers of the gateway. */
  failNext(fault: Fault): void
  /** How the next refund ends. */
  planRefund(end: RefundEnd): void
  notices(): readonly Notice[]
  /** Waits until no notice is on the wire (timers not counted). */
  idle(): Promise<void>
  /** Forgets planned misbehaviour. */
  behave(): void
}

export function createControl(twin: TwinState): EcnyTwinControl {
  const { book, notifier } = twin
  const view = (order: TwinOrder): TwinOrderView => viewOf(twin, order)
  const change = (number: string, apply: (order: TwinOrder) => void): TwinOrderView => {
    const order = mustBeOpen(book, number)
    apply(order)
    book.changed()
    return view(order)
  }
  return {
    orders: (limit = 100) => [...book.orders.values()].slice(-limit).toReversed().map(view),
    order: (number) => (book.orders.has(number) ? view(findOrder(book, number)) : undefined),
    byTicket: (ticket) => {
      const order = [...book.orders.values()].find((each) => each.ticket === ticket)
      return order === undefined ? undefined : view(order)
    },
    pay: (number) =>
      change(number, (order) => {
        order.paidAt = book.now()
        tellPaid(twin, order)
      }),
    decline: (number) => change(number, (order) => void (order.declined += 1)),
    cancel: (number) => view(findOrder(book, number)),
    expire: (number) => change(number, (order) => void (order.end = 'expired')),
    endRefund: (outRefundNo) => endRefund(twin, outRefundNo),
    repeatNotice: async (number) => {
      const notice = lastNotice(notifier, number)
      if (notice === undefined) throw new Refusal('ORDERID_NOT_EXIST', '还没有发出过通知')
      return (await sendOnce(notifier, notice)).status
    },
    forge: async (number, kind) => (await forgeNotice(twin, findOrder(book, number), kind)).status,
    planNotice: (plan) => void notifier.plans.push(plan),
    failNext: (fault) => {
      if (!FAULT_KINDS.includes(fault.kind)) throw new Refusal('PARAM_ERROR', '没有这种故障')
      twin.faults.push({ ...fault })
    },
    planRefund: (end) => void twin.refundPlans.push(end),
    notices: () => notifier.notices,
    idle: () => quiet(notifier),
    behave: () => {
      for (const queue of [twin.faults, notifier.plans, twin.refundPlans]) queue.length = 0
    },
  }
}

function endRefund(twin: TwinState, outRefundNo: string): void {
  const found = findRefund(twin.book, outRefundNo)
  if (found?.refund.end !== 'hanging') throw new Refusal('ORDERID_NOT_EXIST', '没有这样的退款')
  found.refund.end = 'made'
  found.refund.endsAt = twin.book.now()
  twin.book.changed()
  watchRefund(twin, found.order, found.refund)
}

function viewOf({ book, notifier }: TwinState, order: TwinOrder): TwinOrderView {
  const { refunds, end: _end, notifyUrl: _url, ...rest } = order
  return {
    ...rest,
    state: stateOf(book, order),
    refunds: refunds.map((refund) => ({
      outRefundNo: refund.outRefundNo,
      refundFen: refund.refundFen,
      reason: refund.reason,
      state: refundState(book, refund),
    })),
    notices: noticesOf(notifier, order.outTradeNo),
  }
}
