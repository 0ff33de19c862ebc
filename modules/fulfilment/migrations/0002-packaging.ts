/** What a parcel's box weighs: carriers charge for it. Boxes from before weighed nothing that is known. */
import type { Migration } from '@tiantou/platform'

export const packaging: Migration = {
  name: '0002-packaging',
  up: async ({ db, column, types }) => {
    await column('fulfilment_parcel', 'packaging_g', types.int)
    await db
      .updateTable('fulfilment_parcel')
      .set({ packaging_g: 0 })
      .where('packaging_g', 'is', null)
      .execute()
  },
}
