/** Refunds that no channel brings back: what a person noted instead, and the list of those that wait. */
import type { Migration } from '@tiantou/platform'

export const refundsByHand: Migration = {
  name: '0004-refunds-by-hand',
  up: async ({ column, index, types }) => {
    await column('payment_refund', 'voucher', types.code(64))
    await column('payment_refund', 'proposed_by', types.id)
    await index('payment_refund_state', 'payment_refund', ['state', 'id'])
    await index('payment_refund_voucher', 'payment_refund', ['voucher'], true)
  },
}
