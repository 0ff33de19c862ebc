/** Reviews, their photographs and lots, and what they come to by product. */
import type { Migration } from '@tiantou/platform'

type Tools = Parameters<Migration['up']>[0]

const reviews = async ({ table, types, index }: Tools): Promise<void> => {
  await table('review_review')
    .addColumn('id', types.id, (made) => made.primaryKey().notNull())
    .addColumn('kind', types.code(10), (made) => made.notNull())
    .addColumn('order_id', types.id, (made) => made.notNull())
    .addColumn('sku_id', types.id, (made) => made.notNull())
    .addColumn('product_id', types.id, (made) => made.notNull())
    .addColumn('supplier_id', types.id)
    .addColumn('user_id', types.id)
    .addColumn('title', types.text(60), (made) => made.notNull())
    .addColumn('spec', types.text(40), (made) => made.notNull())
    .addColumn('image', types.text(80), (made) => made.notNull())
    .addColumn('name', types.text(20), (made) => made.notNull())
    .addColumn('anonymous', types.int, (made) => made.notNull())
    .addColumn('goods', types.int, (made) => made.notNull())
    .addColumn('freshness', types.int, (made) => made.notNull())
    .addColumn('delivery', types.int, (made) => made.notNull())
    .addColumn('band', types.code(6), (made) => made.notNull())
    .addColumn('text', types.text(500), (made) => made.notNull())
    .addColumn('photos', types.int, (made) => made.notNull())
    .addColumn('weight', types.int, (made) => made.notNull())
    .addColumn('state', types.code(12), (made) => made.notNull())
    .addColumn('text_passed', types.int, (made) => made.notNull())
    .addColumn('labels', types.text(420), (made) => made.notNull())
    .addColumn('tries', types.int, (made) => made.notNull())
    .addColumn('check_at', types.int)
    .addColumn('reason', types.text(200), (made) => made.notNull())
    .addColumn('moderated_by', types.code(80), (made) => made.notNull())
    .addColumn('moderated_at', types.int)
    .addColumn('reply', types.text(300), (made) => made.notNull())
    .addColumn('replied_by', types.code(80), (made) => made.notNull())
    .addColumn('replied_at', types.int)
    .addColumn('submitted_at', types.int, (made) => made.notNull())
    .addColumn('published_at', types.int)
    .addColumn('version', types.int, (made) => made.notNull())
    .execute()
  await index('review_review_line', 'review_review', ['order_id', 'sku_id', 'kind'], true)
  await index('review_review_new', 'review_review', ['product_id', 'kind', 'state', 'id'])
  await index('review_review_best', 'review_review', ['product_id', 'kind', 'state', 'weight', 'id'])
  await index('review_review_band', 'review_review', ['product_id', 'kind', 'state', 'band', 'id'])
  await index('review_review_seller', 'review_review', ['supplier_id', 'kind', 'state', 'id'])
  await index('review_review_user', 'review_review', ['user_id', 'id'])
  await index('review_review_state', 'review_review', ['state', 'id'])
  await index('review_review_due', 'review_review', ['state', 'check_at'])
}

const parts = async ({ table, types, index }: Tools): Promise<void> => {
  await table('review_photo')
    .addColumn('review_id', types.id, (made) => made.notNull())
    .addColumn('no', types.int, (made) => made.notNull())
    .addColumn('name', types.code(48), (made) => made.notNull())
    .addPrimaryKeyConstraint('review_photo_pk', ['review_id', 'no'])
    .execute()
  await table('review_lot')
    .addColumn('review_id', types.id, (made) => made.notNull())
    .addColumn('lot_id', types.id, (made) => made.notNull())
    .addColumn('lot_no', types.text(40), (made) => made.notNull())
    .addColumn('harvested_at', types.int)
    .addPrimaryKeyConstraint('review_lot_pk', ['review_id', 'lot_id'])
    .execute()
  await index('review_lot_of', 'review_lot', ['lot_id', 'review_id'])
}

const summaries = async ({ table, types }: Tools): Promise<void> => {
  await table('review_summary')
    .addColumn('product_id', types.id, (made) => made.primaryKey().notNull())
    .addColumn('reviews', types.int, (made) => made.notNull())
    .addColumn('goods_sum', types.int, (made) => made.notNull())
    .addColumn('freshness_sum', types.int, (made) => made.notNull())
    .addColumn('delivery_sum', types.int, (made) => made.notNull())
    .addColumn('one', types.int, (made) => made.notNull())
    .addColumn('two', types.int, (made) => made.notNull())
    .addColumn('three', types.int, (made) => made.notNull())
    .addColumn('four', types.int, (made) => made.notNull())
    .addColumn('five', types.int, (made) => made.notNull())
    .addColumn('fresh', types.int, (made) => made.notNull())
    .addColumn('pictured', types.int, (made) => made.notNull())
    .execute()
}

export const review: Migration = {
  name: '0001-review',
  up: async (tools) => {
    for (const part of [reviews, parts, summaries]) await part(tools)
    await tools.history('review_history')
  },
}
