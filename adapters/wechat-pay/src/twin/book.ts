/**
 * The provider's books, as the twin keeps them: orders, their prepay ids, refunds, and the rules about
 * them. No signatures, no HTTP, no notices. Rules: WeChat Pay APIv3 (one number, one set of facts; ≤ 50
 * refunds; their sum ≤ the order).
 */
import { Refusal } from './gate.ts'
import { frozenOf, type TwinSharing } from './sharing-book.ts'

export type TradeState = 'NOTPAY' | 'SUCCESS' | 'CLOSED' | 'REFUND'
export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'

export interface TwinRefund {
  readonly outRefundNo: string
  readonly refundId: string
  readonly refundFen: number
  readonly reason: string
  readonly notifyUrl: string | undefined
  readonly createdAt: number
  status: RefundStatus
  finishedAt?: number
  /** Where it was sent instead of the way that the money came by. */
  receiver?: string
}

export interface TwinOrder {
  readonly outTradeNo: string
  readonly scene: 'jsapi' | 'h5' | 'native'
  readonly appId: string
  readonly mchId: string
  readonly description: string
  readonly totalFen: number
  readonly notifyUrl: string
  readonly openId: string | undefined
  /** Milliseconds UTC; seven days after creation when the merchant named none. */
  readonly expiresAt: number
  readonly createdAt: number
  /** Everything the merchant said, to tell a repeated start from a contradiction. */
  readonly saidBefore: string
  /** Started with profit sharing: frozen until it is set free, or thirty days are over. */
  readonly isShared: boolean
  sharing?: TwinSharing
  /** Newest last. */
  readonly prepays: { readonly id: string; readonly codeUrl: string; readonly at: number }[]
  readonly refunds: TwinRefund[]
  isClosed: boolean
  transactionId?: string
  paidAt?: number
  payerId?: string
  declined: number
}

export type TwinTransferState = 'WAIT_USER_CONFIRM' | 'SUCCESS' | 'FAIL' | 'CANCELLED'

export interface TwinTransfer {
  readonly outBillNo: string
  readonly transferBillNo: string
  readonly openId: string
  readonly amountFen: number
  readonly remark: string
  readonly notifyUrl: string | undefined
  readonly packageInfo: string
  readonly createdAt: number
  /** Everything the merchant said, to tell a repeated request from a contradiction. */
  readonly saidBefore: string
  state: TwinTransferState
  updatedAt: number
  failReason?: string
}

interface BookDeps {
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** Called after every change, for who keeps a copy. */
  readonly changed: () => void
}

export interface Book extends BookDeps {
  readonly orders: Map<string, TwinOrder>
  /** Prepay id or code URL → its order. */
  readonly tickets: Map<string, { readonly order: TwinOrder; readonly at: number }>
  readonly refunds: Map<string, { readonly order: TwinOrder; readonly refund: TwinRefund }>
}

const DAY_MS = 86_400_000
const PREPAY_LIFE_MS = 2 * 3_600_000
const REFUNDS_MOST = 50

/** Opens the books, with what an earlier twin had written in them. */
export function createBook(deps: BookDeps, saved: readonly TwinOrder[] = []): Book {
  const book: Book = { ...deps, orders: new Map(), tickets: new Map(), refunds: new Map() }
  for (const order of saved) {
    book.orders.set(order.outTradeNo, order)
    for (const prepay of order.prepays) indexPrepay(book, order, prepay)
    for (const refund of order.refunds) book.refunds.set(refund.outRefundNo, { order, refund })
  }
  return book
}

function indexPrepay(book: Book, order: TwinOrder, prepay: TwinOrder['prepays'][number]): void {
  book.tickets.set(prepay.id, { order, at: prepay.at })
  book.tickets.set(prepay.codeUrl, { order, at: prepay.at })
}

export function tradeState(order: TwinOrder): TradeState {
  if (order.transactionId === undefined) return order.isClosed ? 'CLOSED' : 'NOTPAY'
  return order.refunds.some((refund) => refund.status !== 'CLOSED') ? 'REFUND' : 'SUCCESS'
}

/** The order with what time did to it. @throws Refusal 404 ORDER_NOT_EXIST */
export function findOrder(book: Book, outTradeNo: string): TwinOrder {
  const order = book.orders.get(outTradeNo)
  if (order === undefined) throw new Refusal(404, 'ORDER_NOT_EXIST', '订单不存在')
  if (tradeState(order) === 'NOTPAY' && book.now() >= order.expiresAt) {
    order.isClosed = true
    book.changed()
  }
  return order
}

/** The order a live prepay id or code URL leads to. */
export function findByTicket(book: Book, ticket: string): TwinOrder | undefined {
  const found = book.tickets.get(ticket)
  if (found === undefined || book.now() - found.at > PREPAY_LIFE_MS) return undefined
  return findOrder(book, found.order.outTradeNo)
}

export type NewOrder = Pick<
  TwinOrder,
  | 'outTradeNo'
  | 'scene'
  | 'appId'
  | 'mchId'
  | 'description'
  | 'totalFen'
  | 'notifyUrl'
  | 'openId'
  | 'isShared'
  | 'saidBefore'
> & { readonly expiresAt: number | undefined }

/**
 * Opens an order, or gives a fresh prepay id for the very same one.
 * @throws Refusal INVALID_REQUEST (other facts), ORDERPAID, ORDER_CLOSED, PARAM_ERROR (already expired)
 */
export function openOrder(
  book: Book,
  wanted: NewOrder,
): { order: TwinOrder; prepayId: string; codeUrl: string } {
  const now = book.now()
  if (book.orders.has(wanted.outTradeNo)) {
    const known = findOrder(book, wanted.outTradeNo)
    if (known.saidBefore !== wanted.saidBefore)
      throw new Refusal(400, 'INVALID_REQUEST', '商户订单号重复或参数不一致')
    if (known.transactionId !== undefined) throw new Refusal(400, 'ORDERPAID', '该订单已支付')
    if (known.isClosed) throw new Refusal(400, 'ORDER_CLOSED', '该订单已关闭')
    return { order: known, ...addPrepay(book, known) }
  }
  const expiresAt = wanted.expiresAt ?? now + 7 * DAY_MS
  if (expiresAt <= now) throw new Refusal(400, 'PARAM_ERROR', 'time_expire 已过')
  const order: TwinOrder = {
    ...wanted,
    expiresAt,
    createdAt: now,
    prepays: [],
    refunds: [],
    isClosed: false,
    declined: 0,
  }
  book.orders.set(order.outTradeNo, order)
  return { order, ...addPrepay(book, order) }
}

function addPrepay(book: Book, order: TwinOrder): { prepayId: string; codeUrl: string } {
  const prepayId = `wx${digits(book, 16)}${book.random(9).toString('hex')}`
  const codeUrl = `weixin://wxpay/bizpayurl?pr=${book.random(6).toString('hex')}`
  const prepay = { id: prepayId, codeUrl, at: book.now() }
  order.prepays.push(prepay)
  indexPrepay(book, order, prepay)
  book.changed()
  return { prepayId, codeUrl }
}

/** @throws Refusal ORDERPAID; closing twice is fine */
export function closeOrder(book: Book, outTradeNo: string): TwinOrder {
  const order = findOrder(book, outTradeNo)
  if (order.transactionId !== undefined) throw new Refusal(400, 'ORDERPAID', '该订单已支付')
  order.isClosed = true
  book.changed()
  return order
}

/** The payer pays at the cashier. @throws Refusal ORDERPAID, ORDER_CLOSED */
export function payOrder(book: Book, outTradeNo: string, payerId?: string): TwinOrder {
  const order = findOrder(book, outTradeNo)
  if (order.transactionId !== undefined) throw new Refusal(400, 'ORDERPAID', '该订单已支付')
  if (order.isClosed) throw new Refusal(400, 'ORDER_CLOSED', '该订单已关闭')
  order.transactionId = `42000${digits(book, 23)}`
  order.paidAt = book.now()
  order.payerId = order.openId ?? payerId ?? `o${book.random(14).toString('base64url').slice(0, 18)}sandbox`
  book.changed()
  return order
}

export type NewRefund = Pick<TwinRefund, 'outRefundNo' | 'refundFen' | 'reason' | 'notifyUrl'> & {
  readonly totalFen: number
}

/**
 * Books a refund; the same number with the same amount repeats its answer.
 * @throws Refusal INVALID_REQUEST, ORDER_NOT_EXIST
 */
export function openRefund(
  book: Book,
  outTradeNo: string,
  wanted: NewRefund,
): { refund: TwinRefund; isNew: boolean } {
  const order = findOrder(book, outTradeNo)
  const known = book.refunds.get(wanted.outRefundNo)
  if (known !== undefined) {
    const isSame = known.order === order && known.refund.refundFen === wanted.refundFen
    if (!isSame) throw new Refusal(400, 'INVALID_REQUEST', '同一退款单号的参数不一致')
    return { refund: known.refund, isNew: false }
  }
  const live = order.refunds.filter((refund) => refund.status !== 'CLOSED')
  const refundedFen = live.reduce((sum, refund) => sum + refund.refundFen, 0)
  const no = (message: string): Refusal => new Refusal(400, 'INVALID_REQUEST', message)
  if (order.paidAt === undefined) throw no('订单未支付')
  if (book.now() - order.paidAt > 365 * DAY_MS) throw no('订单已超过可退款的最大期限')
  if (wanted.totalFen !== order.totalFen) throw no('订单金额与原订单不一致')
  if (order.refunds.length >= REFUNDS_MOST) throw no('部分退款次数超限')
  if (refundedFen + wanted.refundFen > order.totalFen) throw no('申请退款金额大于订单可退金额')
  if (wanted.refundFen > (frozenOf(book.now(), order) ?? wanted.refundFen)) throw no('请先解冻剩余资金再退款')
  const { outRefundNo, refundFen, reason, notifyUrl } = wanted
  const refundId = `50300${digits(book, 24)}`
  const createdAt = book.now()
  const refund: TwinRefund = {
    outRefundNo,
    refundFen,
    reason,
    notifyUrl,
    refundId,
    createdAt,
    status: 'PROCESSING',
  }
  order.refunds.push(refund)
  book.refunds.set(outRefundNo, { order, refund })
  book.changed()
  return { refund, isNew: true }
}

/** Ends a refund in flight; one that has ended stays as it is. */
export function endRefund(
  book: Book,
  refund: TwinRefund,
  status: Exclude<RefundStatus, 'PROCESSING'>,
): boolean {
  if (refund.status === 'SUCCESS' || refund.status === 'CLOSED') return false
  refund.status = status
  if (status === 'SUCCESS') refund.finishedAt = book.now()
  book.changed()
  return true
}

/** So many decimal digits. */
export function digits(book: Book, count: number): string {
  return BigInt(`0x${book.random(count).toString('hex')}`)
    .toString()
    .padStart(count, '7')
    .slice(-count)
}
