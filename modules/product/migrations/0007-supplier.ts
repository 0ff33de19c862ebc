/** Whose product it is: null for the platform's own. */
import type { Migration } from '@tiantou/platform'

export const supplier: Migration = {
  name: '0007-supplier',
  up: async ({ column, types, index }) => {
    await column('product_product', 'supplier_id', types.id)
    await index('product_product_supplier', 'product_product', ['supplier_id', 'id'])
  },
}
