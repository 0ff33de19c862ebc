/**
 * Several refunds of one payment: how much of it is claimed by refunds, under which key each was asked for,
 * and what the shopper reads. The index that allowed one refund per attempt goes.
 */
import type { Migration } from '@tiantou/platform'
import { sql } from 'kysely'

export const refunds: Migration = {
  name: '0003-refunds',
  up: async ({ db, column, index, dropIndex, types }) => {
    await column('payment_payment', 'claimed_fen', types.int)
    await column('payment_refund', 'biz_key', types.code(80))
    await column('payment_refund', 'words', types.text(80))
    // Doubled money was counted as a refund of the payment that it doubled.
    await sql`UPDATE payment_payment SET
      claimed_fen = COALESCE((SELECT SUM(refund_fen) FROM payment_refund
        WHERE payment_refund.payment_id = payment_payment.id AND reason <> 'duplicate'), 0),
      refunded_fen = COALESCE((SELECT SUM(refund_fen) FROM payment_refund
        WHERE payment_refund.payment_id = payment_payment.id AND reason <> 'duplicate'
          AND state = 'succeeded'), 0)
      WHERE claimed_fen IS NULL`.execute(db)
    await sql`UPDATE payment_refund SET biz_key = id WHERE biz_key IS NULL`.execute(db)
    await index('payment_refund_key', 'payment_refund', ['payment_id', 'biz_key'], true)
    await dropIndex('payment_refund_attempt', 'payment_refund')
  },
}
