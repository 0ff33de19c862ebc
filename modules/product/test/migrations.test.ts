/** The later migrations on tables that are filled: what is sold keeps selling as it did. */
import { DATABASES, migrate, scratchDatabase } from '@tiantou/platform/testing'
import { expect, test } from 'vitest'
import { productModule } from '../src/index.ts'

const [first, ...later] = productModule.migrations

const OLD_PRODUCT = {
  title: '老桃',
  subtitle: '',
  category: 'fruit',
  variety: '白凤',
  origin_province: '江苏',
  origin_county: '惠山区',
  grower: '王大伯',
  season_mask: 64,
  storage_class: 'chilled',
  claim_window_h: 12,
  story: '单果 < 3 斤',
  image: 'peach',
  state: 'on_sale',
  version: 7,
  created_at: 1,
}
const OLD_SKU = {
  position: 0,
  spec: '5斤装',
  sell_unit: 'box',
  price_mode: 'piece',
  price_fen: 5_980,
  nominal_g: 2_500,
  tolerance_minus_g: 50,
  tolerance_plus_g: 200,
  max_per_order: 10,
}

test.each(DATABASES)('Filled tables take them, and take them twice, on %s', async (name) => {
  const { database, remove } = await scratchDatabase(name)
  try {
    if (first === undefined) throw new Error('There is no first migration.')
    await migrate(database, 'product', [first], 1)
    const db = database.owner()
    const ids = Array.from({ length: 230 }, (_, i) => String(i).padStart(3, '0'))
    for (const id of ids) {
      await db
        .insertInto('product_product')
        .values({ id: `prd_${id}`, ...OLD_PRODUCT })
        .execute()
      const sku = { id: `sku_${id}`, product_id: `prd_${id}`, ...OLD_SKU }
      await db.insertInto('product_sku').values(sku).execute()
    }
    await migrate(database, 'product', [first, ...later], 2)
    await db.deleteFrom('product_migration').where('name', '<>', first.name).execute()
    await migrate(database, 'product', [first, ...later], 3)
    const products = await db.selectFrom('product_product').selectAll().execute()
    expect(products).toHaveLength(ids.length)
    for (const product of products) {
      expect(product).toMatchObject({
        ...OLD_PRODUCT,
        own_storage_class: 'chilled',
        own_claim_window_h: 12,
        shelf_life_d: 10,
        documents: 'commitment',
        more_images: '[]',
        details: null,
        gi_name: '',
        extra: null,
      })
    }
    const sku = await db.selectFrom('product_sku').selectAll().where('id', '=', 'sku_007').executeTakeFirst()
    expect(sku).toMatchObject({ ...OLD_SKU, least_per_order: 1, step: 1, grade: '', size: '', pack: '' })
    const versions = await db.selectFrom('product_version').selectAll().execute()
    expect(versions).toHaveLength(ids.length)
    const snapshot = JSON.parse(String(versions[0]?.['snapshot'])) as { product: object; skus: object[] }
    expect(snapshot).toMatchObject({ product: OLD_PRODUCT, skus: [OLD_SKU] })
    const roots = await db.selectFrom('product_category').select('code').execute()
    expect(roots).toHaveLength(8)
  } finally {
    await database.close()
    await remove()
  }
})
