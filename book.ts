/**
 * Alipay's books, as the twin keeps them: offers (a link or code that somebody may open), trades, refunds, and
 * the rules about them. No signatures, no HTTP, no notices.
 */
import { no } from './gate.ts'

export type TradeStatus = 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_FINISHED' | 'TRADE_CLOSED'
export type Way = 'page' | 'wap' | 'app' | 'create' | 'precreate'

export interface TwinRefund {
  readonly outRequestNo: string
  readonly refundFen: number
  readonly reason: string
  readonly createdAt: number
  /** Absent while the money is on its way. */
  finishedAt?: number
}

export interface TwinTrade {
  readonly outTradeNo: string
  readonly way: Way
  readonly subject: string
  readonly totalFen: number
  readonly notifyUrl: string
  readonly returnUrl: string
  readonly buyerId: string
  /** Milliseconds UTC; fifteen days after the offer when the merchant named none. */
  readonly expiresAt: number
  readonly offeredAt: number
  /** Everything the merchant said, to tell a repeated start from a contradiction. */
  readonly saidBefore: string
  /** Leads a payer's browser to the cashier. */
  readonly ticket: string
  readonly codeUrl: string
  readonly tradeNo: string
  readonly refunds: TwinRefund[]
  /** Set when the payer opens the cashier: before that, Alipay knows of no trade. */
  createdAt?: number
  paidAt?: number
  payerId?: string
  closedAt?: number
  isFinished: boolean
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
  /** Ticket, code URL or trade number → its trade. */
  readonly tickets: Map<string, TwinTrade>
}

const DAY_MS = 86_400_000

/** Opens the books, with what an earlier twin had written in them. */
export function createBook(deps: BookDeps, saved: readonly TwinTrade[] = []): Book {
  const book: Book = { ...deps, trades: new Map(), tickets: new Map() }
  for (const trade of saved) index(book, trade)
  return book
}

function index(book: Book, trade: TwinTrade): void {
  book.trades.set(trade.outTradeNo, trade)
  for (const ticket of [trade.ticket, trade.codeUrl, trade.tradeNo]) book.tickets.set(ticket, trade)
}

/** What the trade has given back, or is giving back. */
export function refundedFen(trade: TwinTrade, onlyDone = false): number {
  return trade.refunds
    .filter((refund) => !onlyDone || refund.finishedAt !== undefined)
    .reduce((sum, refund) => sum + refund.refundFen, 0)
}

export function tradeStatus(trade: TwinTrade): TradeStatus {
  if (trade.paidAt === undefined) return trade.closedAt === undefined ? 'WAIT_BUYER_PAY' : 'TRADE_CLOSED'
  if (refundedFen(trade, true) >= trade.totalFen) return 'TRADE_CLOSED'
  return trade.isFinished ? 'TRADE_FINISHED' : 'TRADE_SUCCESS'
}

/** The offer or trade with what time did to it; undefined where nothing was ever offered. */
export function findOffer(book: Book, outTradeNo: string): TwinTrade | undefined {
  const trade = book.trades.get(outTradeNo)
  if (trade !== undefined && tradeStatus(trade) === 'WAIT_BUYER_PAY' && book.now() >= trade.expiresAt) {
    trade.closedAt = trade.expiresAt
    book.changed()
  }
  return trade
}

/** The trade as the API sees it. @throws Refusal ACQ.TRADE_NOT_EXIST */
export function findTrade(book: Book, outTradeNo: string): TwinTrade {
  const trade = findOffer(book, outTradeNo)
  if (trade?.createdAt === undefined) throw no('ACQ.TRADE_NOT_EXIST', '交易不存在')
  return trade
}

export type Offer = Pick<
  TwinTrade,
  'outTradeNo' | 'way' | 'subject' | 'totalFen' | 'notifyUrl' | 'returnUrl' | 'buyerId' | 'saidBefore'
> & { readonly expiresAt: number | undefined }

/**
 * Notes an offer, or finds the very same one.
 * @throws Refusal ACQ.CONTEXT_INCONSISTENT (other facts), TRADE_HAS_SUCCESS, TRADE_HAS_CLOSE, INVALID_PARAMETER
 */
export function offer(book: Book, wanted: Offer): TwinTrade {
  const known = findOffer(book, wanted.outTradeNo)
  if (known !== undefined) {
    if (known.paidAt !== undefined) throw no('ACQ.TRADE_HAS_SUCCESS', '交易已被支付')
    if (known.closedAt !== undefined) throw no('ACQ.TRADE_HAS_CLOSE', '交易已经关闭')
    if (known.saidBefore !== wanted.saidBefore) throw no('ACQ.CONTEXT_INCONSISTENT', '交易信息被篡改')
    return known
  }
  const now = book.now()
  const expiresAt = wanted.expiresAt ?? now + 15 * DAY_MS
  if (expiresAt <= now) throw no('ACQ.INVALID_PARAMETER', 'time_expire 已过')
  const trade: TwinTrade = {
    ...wanted,
    expiresAt,
    offeredAt: now,
    ticket: book.random(16).toString('hex'),
    codeUrl: `https://qr.alipay.com/bax${book.random(12).toString('hex')}`,
    tradeNo: `2026${digits(book, 24)}`,
    refunds: [],
    isFinished: false,
    declined: 0,
  }
  index(book, trade)
  book.changed()
  return trade
}

/** The payer has come to the cashier: now there is a trade. */
export function appear(book: Book, trade: TwinTrade): TwinTrade {
  if (trade.createdAt === undefined && tradeStatus(trade) === 'WAIT_BUYER_PAY') {
    trade.createdAt = book.now()
    book.changed()
  }
  return trade
}

/** @throws Refusal ACQ.TRADE_NOT_EXIST, ACQ.TRADE_STATUS_ERROR where it does not wait for payment */
export function closeTrade(book: Book, outTradeNo: string): TwinTrade {
  const trade = findTrade(book, outTradeNo)
  if (tradeStatus(trade) !== 'WAIT_BUYER_PAY') throw no('ACQ.TRADE_STATUS_ERROR', '交易状态不合法')
  trade.closedAt = book.now()
  book.changed()
  return trade
}

/** The payer pays at the cashier. @throws Refusal ACQ.TRADE_HAS_SUCCESS, ACQ.TRADE_HAS_CLOSE */
export function payTrade(book: Book, trade: TwinTrade, payerId?: string): TwinTrade {
  findOffer(book, trade.outTradeNo)
  if (trade.paidAt !== undefined) throw no('ACQ.TRADE_HAS_SUCCESS', '交易已被支付')
  if (trade.closedAt !== undefined) throw no('ACQ.TRADE_HAS_CLOSE', '交易已经关闭')
  appear(book, trade)
  trade.paidAt = book.now()
  trade.payerId = payerId ?? (trade.buyerId === '' ? `2088${digits(book, 12)}` : trade.buyerId)
  book.changed()
  return trade
}

export type NewRefund = Pick<TwinRefund, 'outRequestNo' | 'refundFen' | 'reason'>

/**
 * Books a refund; the same number with the same amount repeats its answer.
 * @throws Refusal ACQ.TRADE_NOT_EXIST, TRADE_STATUS_ERROR, TRADE_HAS_FINISHED, REASON_TRADE_REFUND_FEE_ERR, …
 */
export function openRefund(
  book: Book,
  outTradeNo: string,
  wanted: NewRefund,
): { trade: TwinTrade; refund: TwinRefund; isNew: boolean } {
  const trade = findTrade(book, outTradeNo)
  const known = trade.refunds.find((refund) => refund.outRequestNo === wanted.outRequestNo)
  if (known !== undefined) {
    if (known.refundFen !== wanted.refundFen) throw no('ACQ.DISCORDANT_REPEAT_REQUEST', '请求信息不一致')
    return { trade, refund: known, isNew: false }
  }
  if (trade.paidAt === undefined) throw no('ACQ.TRADE_STATUS_ERROR', '交易状态不合法')
  if (trade.isFinished) throw no('ACQ.TRADE_HAS_FINISHED', '交易已经完结')
  if (refundedFen(trade) + wanted.refundFen > trade.totalFen)
    throw no('ACQ.REASON_TRADE_REFUND_FEE_ERR', '退款金额无效')
  const refund: TwinRefund = { ...wanted, createdAt: book.now() }
  trade.refunds.push(refund)
  book.changed()
  return { trade, refund, isNew: true }
}

function digits(book: Book, count: number): string {
  return BigInt(`0x${book.random(count).toString('hex')}`)
    .toString()
    .padStart(count, '7')
    .slice(-count)
}
