/** Reads of module payment: the shopper's own payments, and what the timers must look after. */
import { pageOf, type QueryHandler } from '@tiantou/platform'
import type { Payment } from './contract.ts'
import { cameBack } from './rules.ts'
import {
  attemptsOf,
  dueRefunds,
  findPayment,
  findRefund,
  payingAttempt,
  paymentOfOrder,
  refundsAfter,
  refundsIn,
  silentAttempts,
  takenAfter,
} from './store.ts'
import { shipmentsDue, shipmentsStuck } from './store-shipments.ts'
import type { PaymentTables } from './tables.ts'

type Queries = typeof Payment.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], PaymentTables>

export const get: Handler<'get'> = async ({ paymentId }, { db, actor, refuse }) => {
  const payment = await findPayment(db, paymentId)
  if (payment === undefined || payment.user_id !== actor.id) return refuse('no_such_payment')
  const attempts = await attemptsOf(db, paymentId)
  const asking =
    payment.state === 'pending' && attempts.some((one) => one.state === 'starting' || one.state === 'started')
  return {
    paymentId,
    orderId: payment.order_id,
    amountFen: payment.amount_fen,
    state: payment.state,
    expiresAt: payment.expires_at,
    asking,
    channel: attempts.at(-1)?.channel ?? null,
  }
}

export const ofOrder: Handler<'ofOrder'> = async ({ orderId }, { db, actor, refuse }) => {
  const payment = await paymentOfOrder(db, orderId)
  if (payment === undefined || payment.user_id !== actor.id) return refuse('no_such_payment')
  return {
    paymentId: payment.id,
    state: payment.state,
    expiresAt: payment.expires_at,
    refundedFen: payment.refunded_fen,
  }
}

export const shareable: Handler<'shareable'> = async ({ orderId }, { db }) => {
  const payment = await paymentOfOrder(db, orderId)
  if (payment?.is_shared !== 1) return { payment: null }
  const attempt = await payingAttempt(db, payment.id)
  if (attempt === undefined || attempt.transaction_id === null) return { payment: null }
  const { channel, transaction_id: transactionId } = attempt
  return { payment: { channel, transactionId, paidAt: payment.paid_at ?? 0 } }
}

export const refundOfShared: Handler<'refundOfShared'> = async ({ refundId }, { db }) => {
  const row = await findRefund(db, refundId)
  if (row?.state !== 'requested' || row.reason === 'late' || row.reason === 'duplicate')
    return { refund: null }
  const payment = await findPayment(db, row.payment_id)
  if (payment?.is_shared !== 1) return { refund: null }
  return { refund: { orderId: payment.order_id, requestedAt: row.requested_at } }
}

export const givenBack: Handler<'givenBack'> = async ({ orderId }, { db }) => ({
  beforeFen: (await paymentOfOrder(db, orderId))?.claimed_fen ?? 0,
})

export const silent: Handler<'silent'> = async ({ limit }, { db, now }) => {
  const rows = await silentAttempts(db, now, limit)
  return {
    items: rows.map((row) => ({
      attemptId: row.id,
      wanted: row.payment_state === 'pending' ? ('ask' as const) : ('close' as const),
      asks: row.asks,
    })),
  }
}

export const openAttempts: Handler<'openAttempts'> = async ({ orderId }, { db }) => {
  const payment = await paymentOfOrder(db, orderId)
  const attempts = payment === undefined ? [] : await attemptsOf(db, payment.id)
  const open = attempts.filter((attempt) => attempt.state === 'starting' || attempt.state === 'started')
  return { attemptIds: open.map((attempt) => attempt.id) }
}

export const pendingRefunds: Handler<'pendingRefunds'> = async ({ limit }, { db, now }) => {
  const rows = await dueRefunds(db, now, limit)
  return { items: rows.map((row) => ({ refundId: row.id, asks: row.asks })) }
}

export const taken: Handler<'taken'> = async ({ after, limit }, { db }) => ({
  items: (await takenAfter(db, after, limit)).map((row) => ({
    paymentId: row.id,
    amountFen: row.amount_fen,
    paidAt: row.paid_at ?? 0,
  })),
})

export const refunds: Handler<'refunds'> = async ({ after, limit }, { db }) => ({
  items: (await refundsAfter(db, after, limit)).map((row) => ({
    refundId: row.id,
    attemptId: row.attempt_id,
    refundFen: row.refund_fen,
    reason: row.reason,
    requestedAt: row.requested_at,
    finishedAt: row.finished_at,
    byHand: (row.voucher ?? null) !== null,
    cameBackAt: cameBack(row) ? (row.left_at ?? null) : null,
  })),
})

const DEFAULT_LIMIT = 20

export const failedRefunds: Handler<'failedRefunds'> = async (
  { state, limit = DEFAULT_LIMIT, cursor: before },
  { db },
) => {
  const rows = await refundsIn(db, state, { before, limit: limit + 1 })
  const { shown, next } = pageOf(rows, limit, (row) => row.id)
  const items = shown.map((row) => ({
    refundId: row.id,
    paymentId: row.payment_id,
    channel: row.channel,
    refundFen: row.refund_fen,
    reason: row.reason,
    code: row.code ?? '',
    requestedAt: row.requested_at,
  }))
  return { items, next }
}

export const dueShipments: Handler<'dueShipments'> = async ({ limit }, { db, now }) => ({
  items: (await shipmentsDue(db, now, limit)).map((row) => ({ paymentId: row.id, asks: row.asks })),
})

export const stuckShipments: Handler<'stuckShipments'> = async (
  { limit = DEFAULT_LIMIT, cursor },
  { db },
) => {
  const { shown, next } = pageOf(await shipmentsStuck(db, cursor, limit + 1), limit, (row) => row.id)
  const items = shown.map((row) => ({
    paymentId: row.id,
    carrier: row.carrier,
    trackingNo: row.tracking_no,
    code: row.code ?? '',
    shippedAt: row.shipped_at,
  }))
  return { items, next }
}
