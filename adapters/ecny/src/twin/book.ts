/**
 * The bank's books, as the twin keeps them: orders, refunds, and the rules about them. No signatures, no
 * HTTP, no notices.
 */
import { Refusal } from './gate.ts'

/** Open, paid, closed by the merchant, or run out of time. */
export type OrderState = 'open' | 'paid' | 'closed' | 'expired'
export type RefundEnd = 'made' | 'failed' | 'hanging'

export interface TwinRefund {
  readonly outRefundNo: string
  readonly bankNo: string
  readonly refundFen: number
  readonly reason: string
  readonly notifyUrl: string
  end: RefundEnd
  endsAt: number
}

export interface TwinOrder {
  readonly outTradeNo: string
  readonly bankNo: string
  /** TT01 (a code) or TT04 (a link). */
  readonly way: string
  readonly description: string
  readonly totalFen: number
  readonly notifyUrl: string
  readonly createdAt: number
  readonly expiresAt: number
  /** What leads to the cashier: the code's contents, or the link. */
  readonly ticket: string
  readonly refunds: TwinRefund[]
  paidAt?: number
  declined: number
  end?: 'closed' | 'expired'
}

interface BookDeps {
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** Called after every change, for who keeps a copy. */
  readonly changed: () => void
  readonly refundDelay_ms: number
  /** The page where a payer meets this twin. */
  readonly cashierUrl: string
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
  return order.end ?? (now() >= order.expiresAt ? 'expired' : 'open')
}

/** Under way, given back, or not. */
export function refundState({ now }: Pick<Book, 'now'>, { end, endsAt }: TwinRefund): 'P' | 'S' | 'F' {
  if (end === 'hanging' || now() < endsAt) return 'P'
  return end === 'made' ? 'S' : 'F'
}

/** @throws Refusal ORDERID_NOT_EXIST */
export function findOrder(book: Book, outTradeNo: string): TwinOrder {
  const order = book.orders.get(outTradeNo)
  if (order === undefined) throw new Refusal('ORDERID_NOT_EXIST', '订单不存在')
  return order
}

export type NewOrder = Pick<
  TwinOrder,
  'outTradeNo' | 'way' | 'description' | 'totalFen' | 'notifyUrl' | 'expiresAt'
>

/** Opens an order, or finds the very same one again. @throws Refusal ORDERID_INVALID, PARAM_ERROR */
export function openOrder(book: Book, wanted: NewOrder): TwinOrder {
  const known = book.orders.get(wanted.outTradeNo)
  if (known !== undefined) {
    const isSame = known.totalFen === wanted.totalFen && known.way === wanted.way
    if (!isSame || stateOf(book, known) !== 'open') throw new Refusal('ORDERID_INVALID', '订单号已使用')
    return known
  }
  if (wanted.expiresAt <= book.now()) throw new Refusal('PARAM_ERROR', '订单失效时间已过')
  const ticket = new URL(book.cashierUrl)
  ticket.searchParams.set('out_trade_no', wanted.outTradeNo)
  const order: TwinOrder = {
    ...wanted,
    bankNo: bankNo(book),
    createdAt: book.now(),
    ticket: ticket.href,
    refunds: [],
    declined: 0,
  }
  book.orders.set(order.outTradeNo, order)
  book.changed()
  return order
}

/** An order that can still be paid. @throws Refusal ORDERID_NOT_EXIST, ORDER_PAID, ORDER_CLOSED */
export function mustBeOpen(book: Book, outTradeNo: string): TwinOrder {
  const order = findOrder(book, outTradeNo)
  const state = stateOf(book, order)
  if (state === 'paid') throw new Refusal('ORDER_PAID', '订单已支付')
  if (state !== 'open') throw new Refusal('ORDER_CLOSED', '订单已关闭')
  return order
}

export type NewRefund = Pick<TwinRefund, 'outRefundNo' | 'refundFen' | 'reason' | 'notifyUrl' | 'end'>

/** Takes a refund on. @throws Refusal ORDERID_INVALID (used), ORDER_NOT_PAID, REFUND_AMOUNT_EXCEED */
export function refundOrder(book: Book, outTradeNo: string, wanted: NewRefund): TwinRefund {
  const order = findOrder(book, outTradeNo)
  if (findRefund(book, wanted.outRefundNo) !== undefined)
    throw new Refusal('ORDERID_INVALID', '退款单号已使用')
  if (order.paidAt === undefined) throw new Refusal('ORDER_NOT_PAID', '订单未支付')
  const before = order.refunds.filter(({ end }) => end !== 'failed')
  const sum = before.reduce((total, { refundFen }) => total + refundFen, wanted.refundFen)
  if (sum > order.totalFen) throw new Refusal('REFUND_AMOUNT_EXCEED', '退款金额超限')
  const refund = { ...wanted, bankNo: bankNo(book), endsAt: book.now() + book.refundDelay_ms }
  order.refunds.push(refund)
  book.changed()
  return refund
}

export function findRefund(
  book: Book,
  outRefundNo: string,
): { readonly order: TwinOrder; readonly refund: TwinRefund } | undefined {
  for (const order of book.orders.values()) {
    const refund = order.refunds.find((each) => each.outRefundNo === outRefundNo)
    if (refund !== undefined) return { order, refund }
  }
  return undefined
}

const bankNo = (book: Book): string =>
  `1000${BigInt(`0x${book.random(12).toString('hex')}`)
    .toString()
    .padStart(28, '0')
    .slice(-28)}`
