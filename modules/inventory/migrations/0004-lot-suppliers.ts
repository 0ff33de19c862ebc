/** From whom a lot came. Of lots from before nobody wrote it down. */
import type { Migration } from '@tiantou/platform'

export const lotSuppliers: Migration = {
  name: '0004-lot-suppliers',
  up: async ({ column, index, types }) => {
    await column('inventory_lot', 'supplier_id', types.id)
    await index('inventory_lot_supplier', 'inventory_lot', ['supplier_id', 'id'])
  },
}
