/** When an order of an erased shopper is forgotten; null for everybody else's. */
import type { Migration } from '@tiantou/platform'

export const forgetting: Migration = {
  name: '0003-forgetting',
  up: async ({ column, index, types }) => {
    await column('order_order', 'forget_at', types.int)
    await index('order_order_forget', 'order_order', ['forget_at'])
  },
}
