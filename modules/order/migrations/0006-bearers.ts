/** Of each refund that names its lines, what the platform bears of it; of those before it bore nothing. */
import type { Migration } from '@tiantou/platform'

export const bearers: Migration = {
  name: '0006-bearers',
  up: async ({ db, column, types }) => {
    await column('order_return', 'house_fen', types.int)
    await db.updateTable('order_return').set({ house_fen: 0 }).where('house_fen', 'is', null).execute()
  },
}
