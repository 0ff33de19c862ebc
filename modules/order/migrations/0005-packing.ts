/**
 * What packing has to know of a line, how the order is to arrive, what was weighed, and which money went back
 * for which line. Lines from before are sold as they were: no tolerance, and what is missing is refunded.
 */
import type { Migration } from '@tiantou/platform'

export const packing: Migration = {
  name: '0005-packing',
  up: async ({ table, column, types }) => {
    await column('order_order', 'arrival', types.text(600))
    for (const name of [
      'price_fen',
      'tolerance_minus_g',
      'tolerance_plus_g',
      'shelf_life_d',
      'claim_window_h',
      'got_pieces',
      'weighed_g',
    ]) {
      await column('order_line', name, types.int)
    }
    await column('order_line', 'if_short', types.code(10))
    await table('order_return')
      .addColumn('order_id', types.id, (made) => made.notNull())
      .addColumn('biz_key', types.code(80), (made) => made.notNull())
      .addColumn('line_no', types.int, (made) => made.notNull())
      .addColumn('fen', types.int, (made) => made.notNull())
      .addColumn('before_fen', types.int, (made) => made.notNull())
      .addPrimaryKeyConstraint('order_return_pk', ['order_id', 'biz_key', 'line_no'])
      .execute()
  },
}
