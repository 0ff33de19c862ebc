/** Who sold each line, as of its purchase; null is the platform, as for every line before. */
import type { Migration } from '@tiantou/platform'

export const sellers: Migration = {
  name: '0004-sellers',
  up: async ({ column, types }) => {
    await column('order_line', 'supplier_id', types.id)
  },
}
