/** Orders that send goods again, of another order and for no money; what was bought sends nothing again. */
import type { Migration } from '@tiantou/platform'

export const resends: Migration = {
  name: '0008-resends',
  up: async ({ column, index, types }) => {
    await column('order_order', 'resends', types.id)
    await index('order_order_resends', 'order_order', ['resends', 'id'])
  },
}
