/**
 * When the money of an attempt came, for whoever compares a day with the channel's bill; indexes by which a
 * day is read. Of money that came too late or twice the moment was not kept: it is asked back at once, so
 * that moment stands for it.
 */
import type { Migration } from '@tiantou/platform'
import { sql } from 'kysely'

export const trades: Migration = {
  name: '0006-trades',
  up: async ({ db, column, index, types }) => {
    await column('payment_attempt', 'paid_at', types.int)
    await sql`UPDATE payment_attempt SET paid_at = COALESCE(
      (SELECT MIN(requested_at) FROM payment_refund WHERE payment_refund.attempt_id = payment_attempt.id
        AND payment_refund.reason IN ('late', 'duplicate')),
      (SELECT paid_at FROM payment_payment WHERE payment_payment.id = payment_attempt.payment_id),
      began_at) WHERE state = 'paid' AND paid_at IS NULL`.execute(db)
    await index('payment_attempt_paid', 'payment_attempt', ['channel', 'paid_at', 'id'])
    await index('payment_refund_finished', 'payment_refund', ['finished_at', 'id'])
  },
}
