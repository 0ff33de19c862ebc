/**
 * How a person or a test moves the outside world: pay, cancel, let time pass, and every misbehaviour. Plain
 * functions; the same stand as JSON routes below `/_twin`. Nothing here is part of the provider's protocol.
 */
import { settle } from './api.ts'
import { BILL_SEEDS, type BillSeed } from './bill-seeds.ts'
import {
  findByTicket,
  findOrder,
  payOrder,
  tradeState,
  type RefundStatus,
  type TradeState,
  type TwinOrder,
  type TwinTransfer,
} from './book.ts'
import { endFapiao } from './fapiao.ts'
import type { FapiaoPlan, TwinFapiao } from './fapiao-book.ts'
import { FAULT_KINDS, type Fault } from './faults.ts'
import { forgeNotice, type ForgeKind } from './forge.ts'
import { Refusal } from './gate.ts'
import type { TwinKey } from './keys.ts'
import { announce, sendOnce, type Notice, type NoticePlan, type Notifier } from './notifier.ts'
import { orderObject } from './render.ts'
import { controlSharing, type SharingControl } from './sharing-control.ts'
import { endTransfer } from './transfers.ts'
import type { TwinState } from './twin-state.ts'

/** One order as a page or a test wants to see it. Amounts in fen, times in milliseconds UTC. */
export interface TwinOrderView {
  readonly outTradeNo: string
  readonly state: TradeState
  readonly scene: TwinOrder['scene']
  readonly description: string
  readonly totalFen: number
  readonly createdAt: number
  readonly expiresAt: number
  readonly declined: number
  readonly prepayId: string
  readonly codeUrl: string
  readonly transactionId?: string
  readonly paidAt?: number
  readonly refunds: readonly {
    readonly outRefundNo: string
    readonly refundFen: number
    readonly status: RefundStatus
    readonly reason: string
  }[]
  readonly notices: readonly Pick<Notice, 'id' | 'event' | 'state' | 'attempts'>[]
}

export interface WechatPayTwinControl {
  /** Newest first. */
  orders(limit?: number): TwinOrderView[]
  order(outTradeNo: string): TwinOrderView | undefined
  /** By prepay id or code URL; undefined once it is over two hours old. */
  byTicket(ticket: string): TwinOrderView | undefined
  /** @throws Refusal ORDER_NOT_EXIST, ORDERPAID, ORDER_CLOSED */
  pay(outTradeNo: string, payerId?: string): TwinOrderView
  /** The bank says no: the order stays payable. */
  decline(outTradeNo: string): TwinOrderView
  /** The payer goes away: nothing changes at the provider. */
  cancel(outTradeNo: string): TwinOrderView
  /** Lets the time to pay pass. */
  expire(outTradeNo: string): TwinOrderView
  /** Sends the last notice of the order again; answers the merchant's HTTP status, 0 for none. */
  repeatNotice(outTradeNo: string): Promise<number>
  /**
   * Sends a notice that must not be believed (or believed again); answers the merchant's HTTP status, 0
   * for none.
   */
  forge(outTradeNo: string, kind: ForgeKind): Promise<number>
  /** What happens to the next notice; each call adds one to the queue. */
  planNotice(plan: NoticePlan): void
  signNoticesWith(mode: Notifier['signWith']): void
  /** Whether `/v3/certificates` hands any out. */
  offerCertificates(isOn: boolean): void
  /** From now on the provider signs with this platform certificate and hands it out. */
  useCertificate(key: TwinKey): void
  /** Spoils the next answers of the API. */
  failNext(fault: Fault): void
  /** How the next refund ends; PROCESSING leaves it open for `endRefund`. */
  planRefund(end: RefundStatus): void
  endRefund(outRefundNo: string, status: Exclude<RefundStatus, 'PROCESSING'>): boolean
  /** Newest first. */
  transfers(): readonly TwinTransfer[]
  /** The user taps «confirm»: false where there is nothing to confirm any more. */
  confirmTransfer(outBillNo: string): boolean
  failTransfer(outBillNo: string, reason: string): boolean
  /** What the merchant has left to transfer, fen. */
  setTransferFunds(fen: number): void
  /** The real name behind an openid. */
  setName(openId: string, name: string): void
  readonly sharing: SharingControl
  /** Electronic invoices, newest first. */
  fapiao(): readonly TwinFapiao[]
  /** How the next invoice, or the next red one, ends. */
  planFapiao(plan: FapiaoPlan): void
  /** Ends one that waits; false where none does. */
  endFapiao(applyId: string, plan: 'well' | 'badly'): boolean
  notices(): readonly Notice[]
  /** What the bill of a day, `yyyy-MM-dd` in China, says wrong; answers how to put it right. */
  seedBill(day: string, kind: BillSeed): () => void
  /** Pays out to the merchant's bank account; it stands in the fund flow. */
  payOut(fen: number): void
  /** Waits until no notice is on the wire (timers not counted). */
  idle(): Promise<void>
  /** Forgets planned misbehaviour. */
  behave(): void
}

export function createControl(twin: TwinState): WechatPayTwinControl {
  const view = (order: TwinOrder): TwinOrderView => viewOf(twin, order)
  return {
    orders: (limit = 100) =>
      [...twin.book.orders.keys()]
        .slice(-limit)
        .toReversed()
        .map((no) => view(findOrder(twin.book, no))),
    order: (no) => (twin.book.orders.has(no) ? view(findOrder(twin.book, no)) : undefined),
    byTicket: (ticket) => {
      const order = findByTicket(twin.book, ticket)
      return order === undefined ? undefined : view(order)
    },
    pay: (no, payerId) => view(pay(twin, no, payerId)),
    decline: (no) => view(change(twin, no, (order) => (order.declined += 1))),
    cancel: (no) => view(findOrder(twin.book, no)),
    expire: (no) => view(change(twin, no, (order) => (order.isClosed = true))),
    repeatNotice: (no) => sendOnce(twin.notifier, lastNotice(twin, no)),
    forge: (no, kind) => forgeNotice(twin, findOrder(twin.book, no), kind),
    planNotice: (plan) => void twin.notifier.plans.push(plan),
    signNoticesWith: (mode) => void (twin.notifier.signWith = mode),
    offerCertificates: (isOn) => void (twin.offersCertificates = isOn),
    useCertificate: (certificate) => {
      twin.keys = { ...twin.keys, certificate }
      twin.notifier.keys = twin.keys
    },
    failNext: (fault) => {
      if (!FAULT_KINDS.includes(fault.kind)) throw new Refusal(400, 'INVALID_REQUEST', '没有这种故障')
      twin.faults.push({ ...fault })
    },
    planRefund: (end) => void twin.refundPlans.push(end),
    endRefund: (no, status) => {
      const found = twin.book.refunds.get(no)
      return found === undefined ? false : settle(twin, found.order, no, status)
    },
    transfers: () => [...twin.transfers.values()].toReversed(),
    confirmTransfer: (no) => endTransfer(twin, no, 'SUCCESS'),
    failTransfer: (no, reason) => endTransfer(twin, no, 'FAIL', reason),
    setTransferFunds: (fen) => void (twin.transferFunds_fen = fen),
    setName: (openId, name) => void twin.names.set(openId, name),
    seedBill: (day, kind) => seedBill(twin, day, kind),
    payOut: (fen) => void twin.paidOut.push({ at: twin.book.now(), fen }),
    sharing: controlSharing(twin),
    fapiao: () => [...twin.fapiao.applications.values()].toReversed(),
    planFapiao: (plan) => void twin.fapiao.plans.push(plan),
    endFapiao: (applyId, plan) => endFapiao(twin, applyId, plan),
    notices: () => twin.notifier.notices,
    idle: async () => {
      while (twin.notifier.inFlight.size > 0) await Promise.allSettled(twin.notifier.inFlight)
    },
    behave: () => {
      for (const queue of [
        twin.faults,
        twin.notifier.plans,
        twin.refundPlans,
        twin.billSeeds,
        twin.sharing.plans,
        twin.fapiao.plans,
      ])
        queue.length = 0
      twin.notifier.signWith = 'publicKey'
      twin.offersCertificates = true
    },
  }
}

function pay(twin: TwinState, outTradeNo: string, payerId: string | undefined): TwinOrder {
  const order = payOrder(twin.book, outTradeNo, payerId)
  announce(twin.notifier, {
    type: 'TRANSACTION.SUCCESS',
    outTradeNo,
    url: order.notifyUrl,
    resource: orderObject(order),
  })
  return order
}

function change(twin: TwinState, outTradeNo: string, apply: (order: TwinOrder) => void): TwinOrder {
  const order = findOrder(twin.book, outTradeNo)
  if (tradeState(order) !== 'NOTPAY') throw new Refusal(400, 'INVALID_REQUEST', '订单不是待支付')
  apply(order)
  twin.book.changed()
  return order
}

function lastNotice(twin: TwinState, outTradeNo: string): Notice {
  const notice = twin.notifier.notices.findLast((each) => each.outTradeNo === outTradeNo)
  if (notice === undefined) throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '还没有发出过通知')
  return notice
}

function seedBill({ billSeeds }: TwinState, day: string, kind: BillSeed): () => void {
  if (!BILL_SEEDS.includes(kind)) throw new Refusal(400, 'INVALID_REQUEST', '没有这种差错')
  const seed = { day, kind }
  billSeeds.push(seed)
  return () => void billSeeds.splice(billSeeds.indexOf(seed), 1)
}

function viewOf(twin: TwinState, order: TwinOrder): TwinOrderView {
  const prepay = order.prepays.at(-1)
  return {
    outTradeNo: order.outTradeNo,
    state: tradeState(order),
    scene: order.scene,
    description: order.description,
    totalFen: order.totalFen,
    createdAt: order.createdAt,
    expiresAt: order.expiresAt,
    declined: order.declined,
    prepayId: prepay?.id ?? '',
    codeUrl: prepay?.codeUrl ?? '',
    ...(order.transactionId === undefined ? {} : { transactionId: order.transactionId }),
    ...(order.paidAt === undefined ? {} : { paidAt: order.paidAt }),
    refunds: order.refunds.map(({ outRefundNo, refundFen, status, reason }) => ({
      outRefundNo,
      refundFen,
      status,
      reason,
    })),
    notices: twin.notifier.notices
      .filter((notice) => notice.outTradeNo === order.outTradeNo)
      .map(({ id, event, state, attempts }) => ({ id, event, state, attempts })),
  }
}
