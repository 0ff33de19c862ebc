/**
 * Refunds that a channel could not bring home and sends elsewhere: where to, and when the money of a refund
 * left the channel, whoever received it. That moment is what the channel's bill knows; the index by which a
 * day was read moves to it.
 */
import type { Migration } from '@tiantou/platform'
import { sql } from 'kysely'

export const redirectedRefunds: Migration = {
  name: '0007-redirected-refunds',
  up: async ({ db, column, index, dropIndex, types }) => {
    await column('payment_refund', 'redirected_to', types.code(10))
    await column('payment_refund', 'left_at', types.int)
    await sql`UPDATE payment_refund SET left_at = finished_at
      WHERE finished_at IS NOT NULL AND voucher IS NULL AND left_at IS NULL`.execute(db)
    await index('payment_refund_left', 'payment_refund', ['left_at', 'id'])
    await dropIndex('payment_refund_finished', 'payment_refund')
  },
}
