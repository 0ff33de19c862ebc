/** The tree of categories, with the eight roots that products name since the beginning. */
import type { Migration } from '@tiantou/platform'

type Root = readonly [
  code: string,
  name: string,
  storage: string,
  keeps_d: number,
  claim_h: number,
  papers: string,
]

const ROOTS: readonly Root[] = [
  ['fruit', '水果', 'ambient', 10, 48, 'commitment'],
  ['vegetable', '蔬菜', 'chilled', 5, 24, 'commitment'],
  ['mushroom', '菌菇', 'chilled', 7, 24, 'commitment'],
  ['grain', '粮油', 'ambient', 365, 48, 'inspection'],
  ['egg', '禽蛋', 'ambient', 30, 48, 'commitment'],
  ['meat', '肉类', 'chilled', 7, 24, 'quarantine,inspection'],
  ['seafood', '水产', 'frozen', 180, 24, 'commitment,inspection'],
  ['tea', '茶', 'ambient', 365, 48, 'inspection'],
]

export const categories: Migration = {
  name: '0003-categories',
  up: async ({ db, table, types, index }) => {
    await table('product_category')
      .addColumn('code', types.code(20), (column) => column.primaryKey().notNull())
      .addColumn('name', types.text(20), (column) => column.notNull())
      .addColumn('parent', types.code(20))
      .addColumn('position', types.int, (column) => column.notNull())
      .addColumn('depth', types.int, (column) => column.notNull())
      .addColumn('path', types.code(120), (column) => column.notNull())
      .addColumn('state', types.code(12), (column) => column.notNull())
      .addColumn('version', types.int, (column) => column.notNull())
      .addColumn('own_storage_class', types.code(12))
      .addColumn('own_shelf_life_d', types.int)
      .addColumn('own_claim_window_h', types.int)
      .addColumn('own_documents', types.code(200))
      .addColumn('storage_class', types.code(12), (column) => column.notNull())
      .addColumn('shelf_life_d', types.int, (column) => column.notNull())
      .addColumn('claim_window_h', types.int, (column) => column.notNull())
      .addColumn('documents', types.code(200), (column) => column.notNull())
      .addColumn('due', types.int, (column) => column.notNull())
      .addColumn('named', types.int, (column) => column.notNull())
      .execute()
    await index('product_product_category', 'product_product', ['category', 'id'])
    await table('product_tree')
      .addColumn('id', types.code(8), (column) => column.primaryKey().notNull())
      .addColumn('version', types.int, (column) => column.notNull())
      .execute()
    const trees = await db.selectFrom('product_tree').select('id').execute()
    if (trees.length === 0) await db.insertInto('product_tree').values({ id: 'tree', version: 1 }).execute()
    const there = await db.selectFrom('product_category').select('code').execute()
    const taken = new Set(there.map((row) => row['code']))
    for (const [position, [code, name, storage, keeps_d, claim_h, papers]] of ROOTS.entries()) {
      if (taken.has(code)) continue
      const place = { parent: null, position, depth: 1, path: `/${code}/`, state: 'live', version: 1 }
      const own = { own_storage_class: storage, own_shelf_life_d: keeps_d }
      const others = { own_claim_window_h: claim_h, own_documents: papers }
      const rules = { storage_class: storage, shelf_life_d: keeps_d }
      const rest = { claim_window_h: claim_h, documents: papers, due: 0, named: 0 }
      const row = { code, name, ...place, ...own, ...others, ...rules, ...rest }
      await db.insertInto('product_category').values(row).execute()
    }
  },
}
