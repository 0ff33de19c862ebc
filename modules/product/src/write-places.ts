/** Writes what followed for categories from a change of the tree: places and effective rules. */
import type { Tx } from '@tiantou/platform'
import { updateCategory } from './store/categories.ts'
import type { CategoryRow, ProductTables } from './tables.ts'

/** Writes depth, path, effective rules and `due` of these rows; nothing that people typed. */
export const writePlaces = async (tx: Tx<ProductTables>, rows: readonly CategoryRow[]): Promise<void> => {
  for (const { code, depth, path, storage_class, shelf_life_d, claim_window_h, documents, due } of rows) {
    const rules = { storage_class, shelf_life_d, claim_window_h, documents }
    await updateCategory(tx, code, { depth, path, ...rules, due })
  }
}
