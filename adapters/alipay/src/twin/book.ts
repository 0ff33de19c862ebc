/**
 * The provider's books, as the twin keeps them: trades, refunds, and the rules about them. No signatures, no
 * HTTP, no notices. A link or a code is only an order in waiting: the trade is there once somebody opened it.
 */
import { no, Refusal } from './gate.ts'

export type TradeStatus = 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_FINISHED' | 'TRADE_CLOSED'

export interface TwinRefund {
  /** Our number: `out_request_no`. */
  readonly outRefundNo: string
  readonly refundFen: number
  readonly reason: string
  readonly at: number
}

export interface TwinTrade {
  readonly outTradeNo: string
  readonly tradeNo: string
  /** By which way it came: wap, page, app, precreate or create. */
  readonly way: string
  readonly subject: string
  readonly totalFen: number
  readonly notifyUrl: string | undefined
  readonly returnUrl: string | undefined
  /** Milliseconds UTC; fifteen days after creation when the merchant named none. */
  readonly expiresAt: number
  readonly createdAt: number
  /** Everything the merchant said, to tell a repeated start from a contradiction. */
  readonly saidBefore: string
  /** What its QR code holds. */
  readonly qrCode: string
  readonly refunds: TwinRefund[]
  /** Somebody has opened link or code: from now on the trade is known. */
  isOpened: boolean
  isClosed: boolean
  isFinished: boolean
  closedAt?: number
  paidAt?: number
  buyerId?: string
  declined: number
}

interface BookDeps {
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** Called after every change, for who keeps a copy. */
  readonly changed: () => void
}

export interface Book extends BookDeps {
  readonly trades: Map<string, TwinTrade>
}

const DAY_MS = 86_400_000

/** Opens the books, with what an earlier twin had written in them. */
export function createBook(deps: BookDeps, saved: readonly TwinTrade[] = []): Book {
  return { ...deps, trades: new Map(saved.map((trade) => [trade.outTradeNo, trade])) }
}

export function statusOf(trade: TwinTrade): TradeStatus {
  if (trade.isClosed) return 'TRADE_CLOSED'
  if (trade.paidAt === undefined) return 'WAIT_BUYER_PAY'
  return trade.isFinished ? 'TRADE_FINISHED' : 'TRADE_SUCCESS'
}

export function refundedFen(trade: TwinTrade): number {
  return trade.refunds.reduce((sum, refund) => sum + refund.refundFen, 0)
}

/** The order with what time did to it, opened or not. @throws Refusal TRADE_NOT_EXIST */
export function findOrder(book: Book, outTradeNo: string): TwinTrade {
  const trade = book.trades.get(outTradeNo)
  if (trade === undefined) throw no('TRADE_NOT_EXIST', '交易不存在')
  if (statusOf(trade) === 'WAIT_BUYER_PAY' && book.now() >= trade.expiresAt) shut(book, trade)
  return trade
}

/** The trade, as far as the provider knows of one. @throws Refusal TRADE_NOT_EXIST */
export function findTrade(book: Book, outTradeNo: string): TwinTrade {
  const trade = findOrder(book, outTradeNo)
  if (!trade.isOpened) throw no('TRADE_NOT_EXIST', '交易不存在')
  return trade
}

function shut(book: Book, trade: TwinTrade): void {
  trade.isClosed = true
  trade.closedAt = book.now()
  book.changed()
}

export type NewTrade = Pick<
  TwinTrade,
  'outTradeNo' | 'way' | 'subject' | 'totalFen' | 'notifyUrl' | 'returnUrl' | 'saidBefore' | 'isOpened'
> & { readonly expiresAt: number | undefined }

/**
 * Opens an order, or finds the very same one again.
 * @throws Refusal CONTEXT_INCONSISTENT (other facts), TRADE_HAS_SUCCESS, TRADE_HAS_CLOSE
 */
export function openTrade(book: Book, wanted: NewTrade): TwinTrade {
  const now = book.now()
  if (book.trades.has(wanted.outTradeNo)) {
    const known = findOrder(book, wanted.outTradeNo)
    if (known.saidBefore !== wanted.saidBefore) throw no('CONTEXT_INCONSISTENT', '交易信息被篡改')
    if (known.paidAt !== undefined) throw no('TRADE_HAS_SUCCESS', '交易已被支付')
    if (known.isClosed) throw no('TRADE_HAS_CLOSE', '交易已经关闭')
    known.isOpened ||= wanted.isOpened
    book.changed()
    return known
  }
  const expiresAt = wanted.expiresAt ?? now + 15 * DAY_MS
  if (expiresAt <= now) throw new Refusal('40004', 'ACQ.INVALID_PARAMETER', 'time_expire 已过')
  const trade: TwinTrade = {
    ...wanted,
    expiresAt,
    createdAt: now,
    tradeNo: `${dayOf(now)}2200${digits(book, 16)}`,
    qrCode: `https://qr.alipay.com/bax${book.random(10).toString('hex')}`,
    refunds: [],
    isClosed: false,
    isFinished: false,
    declined: 0,
  }
  book.trades.set(trade.outTradeNo, trade)
  book.changed()
  return trade
}

/** @throws Refusal TRADE_NOT_EXIST, REASON_TRADE_STATUS_INVALID */
export function closeTrade(book: Book, outTradeNo: string): TwinTrade {
  const trade = findTrade(book, outTradeNo)
  if (statusOf(trade) !== 'WAIT_BUYER_PAY') throw no('REASON_TRADE_STATUS_INVALID', '交易状态不合法')
  shut(book, trade)
  return trade
}

/** The payer pays at the cashier. @throws Refusal TRADE_HAS_SUCCESS, TRADE_HAS_CLOSE */
export function payTrade(book: Book, outTradeNo: string): TwinTrade {
  const trade = findOrder(book, outTradeNo)
  if (trade.paidAt !== undefined) throw no('TRADE_HAS_SUCCESS', '交易已被支付')
  if (trade.isClosed) throw no('TRADE_HAS_CLOSE', '交易已经关闭')
  trade.isOpened = true
  trade.paidAt = book.now()
  trade.buyerId = `2088${digits(book, 12)}`
  book.changed()
  return trade
}

export type NewRefund = Pick<TwinRefund, 'outRefundNo' | 'refundFen' | 'reason'>

/**
 * Books a refund; the same number with the same amount moves nothing and says so.
 * @throws Refusal TRADE_NOT_EXIST, TRADE_STATUS_ERROR, TRADE_HAS_FINISHED, DISCORDANT_REPEAT_REQUEST,
 * REASON_TRADE_REFUND_FEE_ERR
 */
export function refundTrade(
  book: Book,
  outTradeNo: string,
  wanted: NewRefund,
): { readonly trade: TwinTrade; readonly isNew: boolean } {
  const trade = findTrade(book, outTradeNo)
  const known = trade.refunds.find((each) => each.outRefundNo === wanted.outRefundNo)
  if (known !== undefined) {
    if (known.refundFen !== wanted.refundFen) throw no('DISCORDANT_REPEAT_REQUEST', '同一退款号的金额不一致')
    return { trade, isNew: false }
  }
  if (trade.paidAt === undefined) throw no('TRADE_STATUS_ERROR', '交易状态不合法')
  if (trade.isFinished) throw no('TRADE_HAS_FINISHED', '交易已完结')
  if (refundedFen(trade) + wanted.refundFen > trade.totalFen)
    throw no('REASON_TRADE_REFUND_FEE_ERR', '退款金额无效')
  trade.refunds.push({ ...wanted, at: book.now() })
  if (refundedFen(trade) === trade.totalFen) trade.isClosed = true
  book.changed()
  return { trade, isNew: true }
}

function dayOf(at: number): string {
  const day = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('+08:00').toPlainDate()
  return day.toString().replaceAll('-', '')
}

function digits(book: Book, count: number): string {
  return BigInt(`0x${book.random(count).toString('hex')}`)
    .toString()
    .padStart(count, '7')
    .slice(-count)
}
