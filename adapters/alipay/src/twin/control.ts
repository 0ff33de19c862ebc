/**
 * How a person or a test moves the outside world: pay, cancel, let time pass, and every misbehaviour. Plain
 * functions; nothing here is part of the provider's protocol.
 */
import {
  lastNotice,
  type Notice,
  type NoticePlan,
  noticesOf,
  quiet,
  sendOnce,
} from '@tiantou/adapter-kit/twin'
import { enterCashier, tell } from './api.ts'
import { billOf } from './bill.ts'
import { BILL_SEEDS, type BillSeed } from './bill-seeds.ts'
import { findOrder, payTrade, statusOf, type TradeStatus, type TwinRefund, type TwinTrade } from './book.ts'
import { type Fault, FAULT_KINDS } from './faults.ts'
import { forgeNotice, type ForgeKind } from './forge.ts'
import { admit, no, readForm } from './gate.ts'
import type { TwinState } from './twin-state.ts'

/** One trade as a page or a test wants to see it. Amounts in fen, times in milliseconds UTC. */
export interface TwinTradeView {
  readonly outTradeNo: string
  readonly tradeNo: string
  readonly state: TradeStatus
  readonly way: string
  readonly subject: string
  readonly totalFen: number
  readonly createdAt: number
  readonly expiresAt: number
  readonly declined: number
  readonly qrCode: string
  readonly returnUrl?: string
  readonly paidAt?: number
  readonly refunds: readonly TwinRefund[]
  readonly notices: readonly Pick<Notice, 'id' | 'event' | 'state' | 'attempts'>[]
}

export interface AlipayTwinControl {
  /** Newest first. */
  trades(limit?: number): TwinTradeView[]
  trade(outTradeNo: string): TwinTradeView | undefined
  /** Scans a code. */
  scan(qrCode: string): TwinTradeView | undefined
  /** Opens a signed link, or an app's order: its query. @throws Refusal where it is not rightly signed */
  enter(query: string): TwinTradeView
  /** @throws Refusal TRADE_NOT_EXIST, TRADE_HAS_SUCCESS, TRADE_HAS_CLOSE */
  pay(outTradeNo: string): TwinTradeView
  /** The bank says no: the trade stays payable. */
  decline(outTradeNo: string): TwinTradeView
  /** The payer goes away: nothing changes at the provider. */
  cancel(outTradeNo: string): TwinTradeView
  /** Lets the time to pay pass. */
  expire(outTradeNo: string): TwinTradeView
  /** The time for refunds is over. */
  finish(outTradeNo: string): TwinTradeView
  /** Sends the last notice of the trade again; answers the merchant's HTTP status, 0 for none. */
  repeatNotice(outTradeNo: string): Promise<number>
  /** Sends a notice that must not be believed (or believed again); answers the merchant's HTTP status. */
  forge(outTradeNo: string, kind: ForgeKind): Promise<number>
  /** What happens to the next notice; each call adds one to the queue. */
  planNotice(plan: NoticePlan): void
  /** Spoils the next answers of the gateway. */
  failNext(fault: Fault): void
  /** How the next refund ends; `silent` answers well and moves no money. */
  planRefund(end: 'made' | 'silent'): void
  notices(): readonly Notice[]
  /** The bill of one day as it would be fetched, `yyyy-MM-dd` in China. */
  bill(day: string): Buffer
  /** What the bill of a day, `yyyy-MM-dd` in China, says wrong; answers how to put it right. */
  seedBill(day: string, kind: BillSeed): () => void
  /** Pays out to the merchant's bank account; it stands among the account's movements. */
  payOut(fen: number): void
  /** Waits until no notice is on the wire (timers not counted). */
  idle(): Promise<void>
  /** Forgets planned misbehaviour. */
  behave(): void
}

export function createControl(twin: TwinState): AlipayTwinControl {
  const { book, notifier } = twin
  const view = (trade: TwinTrade): TwinTradeView => viewOf(twin, trade)
  return {
    trades: (limit = 100) =>
      [...book.trades.keys()]
        .slice(-limit)
        .toReversed()
        .map((number) => view(findOrder(book, number))),
    trade: (number) => (book.trades.has(number) ? view(findOrder(book, number)) : undefined),
    scan: (qrCode) => {
      const trade = [...book.trades.values()].find((each) => each.qrCode === qrCode)
      return trade === undefined ? undefined : view(change(twin, trade.outTradeNo, open))
    },
    enter: (query) => {
      const form = readForm(query)
      admit(form, {
        appId: twin.appId,
        key: twin.keys.merchant.publicKey,
        byCertificate: twin.byCertificate,
      })
      return view(enterCashier(twin, form))
    },
    pay: (number) => view(settle(twin, payTrade(book, number))),
    decline: (number) => view(change(twin, number, (trade) => (trade.declined += 1))),
    cancel: (number) => view(findOrder(book, number)),
    expire: (number) =>
      view(
        change(twin, number, (trade) => {
          trade.isClosed = true
          trade.closedAt = book.now()
        }),
      ),
    finish: (number) => view(finish(twin, number)),
    repeatNotice: async (number) => (await sendOnce(notifier, noticeOf(twin, number))).status,
    forge: async (number, kind) => (await forgeNotice(twin, findOrder(book, number), kind)).status,
    planNotice: (plan) => void notifier.plans.push(plan),
    failNext: (fault) => {
      if (!FAULT_KINDS.includes(fault.kind)) throw no('INVALID_PARAMETER', '没有这种故障')
      twin.faults.push({ ...fault })
    },
    planRefund: (end) => void twin.refundPlans.push(end),
    notices: () => notifier.notices,
    bill: (day) => billOf(twin, 'trade', day),
    seedBill: (day, kind) => seedBill(twin, day, kind),
    payOut: (fen) => void twin.paidOut.push({ at: book.now(), fen }),
    idle: () => quiet(notifier),
    behave: () => {
      for (const queue of [twin.faults, notifier.plans, twin.refundPlans, twin.billSeeds]) queue.length = 0
    },
  }
}

const open = (trade: TwinTrade): void => {
  trade.isOpened = true
}

function settle(twin: TwinState, trade: TwinTrade): TwinTrade {
  tell(twin, trade)
  return trade
}

function finish(twin: TwinState, outTradeNo: string): TwinTrade {
  const trade = findOrder(twin.book, outTradeNo)
  if (statusOf(trade) !== 'TRADE_SUCCESS') throw no('TRADE_STATUS_ERROR', '交易不是已支付')
  trade.isFinished = true
  twin.book.changed()
  return settle(twin, trade)
}

function change(twin: TwinState, outTradeNo: string, apply: (trade: TwinTrade) => void): TwinTrade {
  const trade = findOrder(twin.book, outTradeNo)
  if (statusOf(trade) !== 'WAIT_BUYER_PAY') throw no('TRADE_STATUS_ERROR', '交易不是待支付')
  apply(trade)
  twin.book.changed()
  return trade
}

function noticeOf(twin: TwinState, outTradeNo: string): Notice {
  const notice = lastNotice(twin.notifier, outTradeNo)
  if (notice === undefined) throw no('TRADE_NOT_EXIST', '还没有发出过通知')
  return notice
}

function seedBill({ billSeeds }: TwinState, day: string, kind: BillSeed): () => void {
  if (!BILL_SEEDS.includes(kind)) throw no('INVALID_PARAMETER', '没有这种差错')
  const seed = { day, kind }
  billSeeds.push(seed)
  return () => void billSeeds.splice(billSeeds.indexOf(seed), 1)
}

function viewOf(twin: TwinState, trade: TwinTrade): TwinTradeView {
  const { outTradeNo, tradeNo, way, subject, totalFen, createdAt, expiresAt, declined, qrCode } = trade
  return {
    outTradeNo,
    tradeNo,
    state: statusOf(trade),
    way,
    subject,
    totalFen,
    createdAt,
    expiresAt,
    declined,
    qrCode,
    ...(trade.returnUrl === undefined ? {} : { returnUrl: trade.returnUrl }),
    ...(trade.paidAt === undefined ? {} : { paidAt: trade.paidAt }),
    refunds: [...trade.refunds],
    notices: noticesOf(twin.notifier, outTradeNo),
  }
}
