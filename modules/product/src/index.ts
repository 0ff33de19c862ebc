/** Module product: its contract, and the code behind every word of it. */
import { defineModule } from '@tiantou/platform'
import { product } from '../migrations/0001-product.ts'
import { changes as changeNumbers } from '../migrations/0002-changes.ts'
import { categories as categoryTree } from '../migrations/0003-categories.ts'
import { produce } from '../migrations/0004-produce.ts'
import { versions } from '../migrations/0005-versions.ts'
import { shown } from '../migrations/0006-shown.ts'
import { supplier } from '../migrations/0007-supplier.ts'
import { addSku } from './commands/add-sku.ts'
import { applyRules } from './commands/apply-rules.ts'
import { assignSupplier } from './commands/assign-supplier.ts'
import { changeCategory } from './commands/change-category.ts'
import { changeMany } from './commands/change-many.ts'
import { changeSku } from './commands/change-sku.ts'
import { change } from './commands/change.ts'
import { createCategory } from './commands/create-category.ts'
import { create } from './commands/create.ts'
import { moveCategory } from './commands/move-category.ts'
import { putOnSale } from './commands/put-on-sale.ts'
import { retireCategory } from './commands/retire-category.ts'
import { takeOffSale } from './commands/take-off-sale.ts'
import { Products } from './contract.ts'
import { jobs } from './jobs.ts'
import {
  cards,
  categories,
  changes,
  get,
  known,
  priced,
  similar,
  rulesDue,
  skus,
  suppliers,
} from './queries.ts'
import { productSettings } from './settings.ts'
import { staffCategories, staffGet, staffList, version } from './staff-queries.ts'
import type { ProductTables } from './tables.ts'

/** Produce as it is sold. */
export const productModule = defineModule<ProductTables>()(Products, {
  commands: {
    create,
    change,
    addSku,
    changeSku,
    putOnSale,
    takeOffSale,
    changeMany,
    assignSupplier,
    createCategory,
    changeCategory,
    moveCategory,
    retireCategory,
    applyRules,
  },
  queries: {
    cards,
    changes,
    get,
    known,
    skus,
    priced,
    similar,
    rulesDue,
    suppliers,
    categories,
    staffCategories,
    staffList,
    staffGet,
    version,
  },
  effects: {},
  migrations: [product, changeNumbers, categoryTree, produce, versions, shown, supplier],
  settings: productSettings,
  jobs,
})
