/** Where an order goes by region, and what its freight was reckoned by; unknown of orders from before. */
import type { Migration } from '@tiantou/platform'

export const road: Migration = {
  name: '0007-road',
  up: async ({ column, types }) => {
    await column('order_order', 'road', types.text(900))
  },
}
