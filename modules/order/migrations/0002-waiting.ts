/** When an order counts as received by itself, and when its shopper last asked for it. */
import type { Migration } from '@tiantou/platform'

const afterShipped_ms = 15 * 86_400_000

export const waiting: Migration = {
  name: '0002-waiting',
  up: async ({ db, column, types, index }) => {
    await column('order_order', 'confirm_by', types.int)
    await column('order_order', 'reminded_at', types.int)
    await db
      .updateTable('order_order')
      .set((row) => ({ confirm_by: row('shipped_at', '+', afterShipped_ms) }))
      .where('state', '=', 'open')
      .where('shipped_at', 'is not', null)
      .where('confirm_by', 'is', null)
      .execute()
    await index('order_order_confirm', 'order_order', ['state', 'confirm_by'])
  },
}
