/** What the house tells claims: money asked for and arrived, goods that left, people who waited, who left. */
import { type CommandHandler, move } from '@tiantou/platform'
import { Claim } from '../contract.ts'
import { payoutOf } from '../rules.ts'
import type { ClaimSettings } from '../settings.ts'
import { claimOfRefund, findClaim, forgetWords, markTold, waitingLong } from '../store/claims.ts'
import { changeLot, count, forgetClaimant, lookAfterLot } from '../store/standings.ts'
import type { ClaimTables } from '../tables.ts'
import { at, dayOf, HISTORY } from './open.ts'

type Commands = typeof Claim.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], ClaimTables, ClaimSettings>

export const markPaying: Handler<'markPaying'> = async ({ claimId, refundId }, context) => {
  const row = await findClaim(context.tx, claimId)
  if (row === undefined) return context.refuse('no_such_claim')
  const { fen, farmFen } = payoutOf(row)
  const set = { refund_id: refundId, paid_fen: row.paid_fen + fen, farm_fen: row.farm_fen + farmFen }
  return (await move(context, HISTORY, { ...at, transition: 'pay', id: claimId, set }))
    ? {}
    : context.refuse('wrong_state', { state: row.state })
}

export const markPaid: Handler<'markPaid'> = async ({ refundId }, context) => {
  const { tx, now, emit } = context
  const row = await claimOfRefund(tx, refundId)
  if (row === undefined) return {}
  const { id, order_id: orderId, user_id: userId, paid_fen: paidFen } = row
  if (await move(context, HISTORY, { ...at, transition: 'finish', id, set: { paid_at: now } }))
    emit(Claim.events.paid, { claimId: id, orderId, userId, paidFen })
  return {}
}

export const noteSent: Handler<'noteSent'> = async ({ userId, lots }, { tx, now }) => {
  for (const lot of lots.toSorted((a, b) => (a.lotId < b.lotId ? -1 : 1)))
    await changeLot(tx, lot, { sent: lot.pieces, bad: 0, claims: 0 })
  await count(tx, userId, dayOf(now), { orders: 1, claims: 0 })
  return {}
}

export const endAlarm: Handler<'endAlarm'> = async ({ lotId }, { tx, now, refuse }) =>
  (await lookAfterLot(tx, lotId, now)) ? {} : refuse('no_such_lot')

const mostAtOnce = 200

export const tellWaiting: Handler<'tellWaiting'> = async (_input, { tx, now, emit }) => {
  const rows = await waitingLong(tx, now, mostAtOnce)
  for (const { id: claimId, order_id: orderId, user_id: userId } of rows) {
    if (await markTold(tx, claimId, now)) emit(Claim.events.waiting_long, { claimId, orderId, userId })
  }
  return { claims: rows.length }
}

export const eraseUser: Handler<'eraseUser'> = async ({ userId }, { tx }) => {
  await forgetWords(tx, userId)
  await forgetClaimant(tx, userId)
  return {}
}
