/**
 * The provider's books, as the twin keeps them: orders, refunds, and the rules about them. No signatures, no
 * HTTP, no notices. An order that nobody paid is not yet known to whoever asks.
 */
import { Refusal } from './gate.ts'

export type OrderState = 'open' | 'paid' | 'expired'
export type RefundEnd = 'made' | 'failed' | 'hanging'

export interface TwinRefund {
  /** Our number of the refund, as it came: `orderId`. */
  readonly outRefundNo: string
  readonly txnTime: string
  readonly queryId: string
  readonly refundFen: number
  readonly notifyUrl: string
  readonly at: number
  /** How it ends, and when; never where it hangs. */
  end: RefundEnd
  endsAt: number
}

export interface TwinOrder {
  readonly outTradeNo: string
  readonly txnTime: string
  /** By which way it came: front (a browser's form) or app. */
  readonly way: string
  readonly description: string
  readonly totalFen: number
  readonly notifyUrl: string
  readonly returnUrl: string | undefined
  readonly expiresAt: number
  readonly createdAt: number
  readonly queryId: string
  /** What an app's SDK opens the cashier by. */
  readonly tn: string
  readonly refunds: TwinRefund[]
  paidAt?: number
  /** How often a bank said no. */
  declined: number
  isExpired: boolean
}

interface BookDeps {
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** Called after every change, for who keeps a copy. */
  readonly changed: () => void
  readonly refundDelay_ms: number
}

export interface Book extends BookDeps {
  readonly orders: Map<string, TwinOrder>
}

/** Opens the books, with what an earlier twin had written in them. */
export function createBook(deps: BookDeps, saved: readonly TwinOrder[] = []): Book {
  return { ...deps, orders: new Map(saved.map((order) => [order.outTradeNo, order])) }
}

export function stateOf({ now }: Pick<Book, 'now'>, order: TwinOrder): OrderState {
  if (order.paidAt !== undefined) return 'paid'
  return order.isExpired || now() >= order.expiresAt ? 'expired' : 'open'
}

/** Where a refund is now: `05` while the bank is at work. */
export function refundCode({ now }: Pick<Book, 'now'>, { end, endsAt }: TwinRefund): '00' | '05' | '36' {
  if (end === 'hanging' || now() < endsAt) return '05'
  return end === 'made' ? '00' : '36'
}

/** What counts against the amount paid: all but what failed. */
export function refundedFen(order: TwinOrder): number {
  return order.refunds.reduce((sum, { end, refundFen }) => (end === 'failed' ? sum : sum + refundFen), 0)
}

/** @throws Refusal 34 */
export function findOrder(book: Book, outTradeNo: string): TwinOrder {
  const order = book.orders.get(outTradeNo)
  if (order === undefined) throw new Refusal('34', '查无此交易')
  return order
}

export type NewOrder = Pick<
  TwinOrder,
  'outTradeNo' | 'txnTime' | 'way' | 'description' | 'totalFen' | 'notifyUrl' | 'returnUrl' | 'expiresAt'
>

/** Opens an order, or finds the very same one again. @throws Refusal 12 (used, or other facts), 38 */
export function openOrder(book: Book, wanted: NewOrder): TwinOrder {
  const known = book.orders.get(wanted.outTradeNo)
  if (known !== undefined) {
    const isSame = known.txnTime === wanted.txnTime && known.totalFen === wanted.totalFen
    if (!isSame || stateOf(book, known) === 'paid') throw new Refusal('12', '重复交易')
    if (stateOf(book, known) === 'expired') throw new Refusal('38', '订单已超时')
    return known
  }
  if (wanted.expiresAt <= book.now()) throw new Refusal('38', '订单已超时')
  const order: TwinOrder = {
    ...wanted,
    createdAt: book.now(),
    queryId: digits(book, 21),
    tn: digits(book, 21),
    refunds: [],
    declined: 0,
    isExpired: false,
  }
  book.orders.set(order.outTradeNo, order)
  book.changed()
  return order
}

/** The payer pays at the cashier. @throws Refusal 12, 34, 38 */
export function payOrder(book: Book, outTradeNo: string): TwinOrder {
  const order = mustBeOpen(book, outTradeNo)
  order.paidAt = book.now()
  book.changed()
  return order
}

/** An order that can still be paid. @throws Refusal 12, 34, 38 */
export function mustBeOpen(book: Book, outTradeNo: string): TwinOrder {
  const order = findOrder(book, outTradeNo)
  const state = stateOf(book, order)
  if (state === 'paid') throw new Refusal('12', '重复交易')
  if (state === 'expired') throw new Refusal('38', '订单已超时')
  return order
}

export type NewRefund = Pick<TwinRefund, 'outRefundNo' | 'txnTime' | 'refundFen' | 'notifyUrl' | 'end'>

/** Takes a refund on. @throws Refusal 12 (the number is used), 34, 36 (more than is left) */
export function refundOrder(book: Book, queryId: string, wanted: NewRefund): [TwinOrder, TwinRefund] {
  const orders = [...book.orders.values()]
  if (findRefund(book, wanted.outRefundNo) !== undefined || book.orders.has(wanted.outRefundNo))
    throw new Refusal('12', '重复交易')
  const order = orders.find((each) => each.queryId === queryId && each.paidAt !== undefined)
  if (order === undefined) throw new Refusal('34', '查无此交易')
  if (refundedFen(order) + wanted.refundFen > order.totalFen) throw new Refusal('36', '交易金额超限')
  const at = book.now()
  const refund = { ...wanted, queryId: digits(book, 21), at, endsAt: at + book.refundDelay_ms }
  order.refunds.push(refund)
  book.changed()
  return [order, refund]
}

export function findRefund(book: Book, outRefundNo: string): TwinRefund | undefined {
  for (const { refunds } of book.orders.values()) {
    const found = refunds.find((each) => each.outRefundNo === outRefundNo)
    if (found !== undefined) return found
  }
  return undefined
}

function digits(book: Book, count: number): string {
  return BigInt(`0x${book.random(count).toString('hex')}`)
    .toString()
    .padStart(count, '7')
    .slice(-count)
}
