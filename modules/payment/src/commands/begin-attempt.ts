/**
 * Notes the intent to ask a channel, before anybody asks it (R9). An open attempt of the same kind is used
 * again.
 */
import type { OutputOf } from '@tiantou/kernel'
import type { CommandHandler } from '@tiantou/platform'
import type { Payment } from '../contract.ts'
import { freshAttempt, ticketIsFresh } from '../rules.ts'
import { attemptsOf, findPayment, insertAttempt } from '../store.ts'
import type { AttemptRow, PaymentTables } from '../tables.ts'

const MAX_ATTEMPTS = 20

type Ticket = OutputOf<typeof Payment.commands.beginAttempt>['ticket']

export const beginAttempt: CommandHandler<typeof Payment.commands.beginAttempt, PaymentTables> = async (
  { paymentId, userId, channel, scene, openId = null, clientIp },
  { tx, now, id, refuse },
) => {
  const payment = await findPayment(tx, paymentId)
  if (payment === undefined || payment.user_id !== userId) return refuse('no_such_payment')
  if (payment.state !== 'pending' || now >= payment.expires_at) {
    return refuse('not_payable', { state: payment.state })
  }
  const attempts = await attemptsOf(tx, paymentId)
  const sameKind = (attempt: AttemptRow) =>
    attempt.channel === channel && attempt.scene === scene && attempt.open_id === openId
  const alive = attempts.find((one) => sameKind(one) && (one.state === 'starting' || one.state === 'started'))
  if (alive !== undefined) {
    const ticket = ticketIsFresh(alive, now) ? (JSON.parse(alive.ticket as string) as Ticket) : null
    return { attemptId: alive.id, ticket }
  }
  if (attempts.length >= MAX_ATTEMPTS) return refuse('too_many_attempts')
  const attemptId = id('att')
  const way = { channel, scene, clientIp, ...(openId === null ? {} : { openId }) }
  await insertAttempt(tx, [freshAttempt(attemptId, paymentId, way, now)])
  return { attemptId, ticket: null }
}
