/** What a channel is told about shipping: noted once, told till it hears, stuck where it will not. */
import { type CommandHandler, move } from '@tiantou/platform'
import { Payment } from '../contract.ts'
import { nextTellAt, tellsMost } from '../rules.ts'
import { shipmentState } from '../states.ts'
import { payingAttempt, paymentOfOrder } from '../store.ts'
import { findShipment, insertShipment, setShipmentAsk } from '../store-shipments.ts'
import type { PaymentTables } from '../tables.ts'

type Commands = typeof Payment.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], PaymentTables>

const at = (id: string) =>
  ({ machine: shipmentState, table: 'payment_shipment', column: 'state', id }) as const

/**
 * Only WeChat wants to know, and of payments made inside it; whether in a mini program, the adapter knows.
 */
export const noteShipment: Handler<'noteShipment'> = async ({ orderId, carrier, trackingNo }, context) => {
  const { tx, now } = context
  const payment = await paymentOfOrder(tx, orderId)
  const attempt = payment === undefined ? undefined : await payingAttempt(tx, payment.id)
  if (payment === undefined || attempt?.channel !== 'wechat-pay' || attempt.scene !== 'jsapi') return {}
  await insertShipment(tx, {
    id: payment.id,
    carrier,
    tracking_no: trackingNo,
    state: shipmentState.initial,
    code: null,
    shipped_at: now,
    asks: 0,
    next_ask_at: Math.max(now, nextTellAt(payment.paid_at ?? now, 0)),
    version: 1,
  })
  return {}
}

/** Records the channel's word. */
export const recordShipment: Handler<'recordShipment'> = async ({ paymentId, word, code }, context) => {
  const { tx, now, emit } = context
  const shipment = await findShipment(tx, paymentId)
  if (shipment === undefined) throw new Error(`Nothing of ${paymentId} was shipped.`)
  const set = { code: code ?? null }
  if (word === 'told' || word === 'needless') {
    const transition = word === 'told' ? 'tell' : 'dismiss'
    await move(context, 'payment_history', { ...at(paymentId), transition, set })
    return { state: word }
  }
  const asks = shipment.asks + 1
  if (word !== 'refused' && asks < tellsMost) {
    await setShipmentAsk(tx, paymentId, asks, nextTellAt(now, asks))
    return { state: shipment.state }
  }
  const reason = code ?? word
  const moved = await move(context, 'payment_history', {
    ...at(paymentId),
    transition: 'give_up',
    set: { ...set, asks },
    note: reason,
  })
  if (moved) emit(Payment.events.shipment_stuck, { paymentId, code: reason })
  return { state: 'stuck' }
}

/** Tells it again. Refuses not_stuck. */
export const retryShipment: Handler<'retryShipment'> = async ({ paymentId }, context) => {
  const { tx, now, refuse } = context
  const moved = await move(context, 'payment_history', { ...at(paymentId), transition: 'retry' })
  const shipment = await findShipment(tx, paymentId)
  if (!moved || shipment === undefined) return refuse('not_stuck')
  // One telling more than before: each has its own key.
  await setShipmentAsk(tx, paymentId, shipment.asks + 1, now)
  return {}
}
