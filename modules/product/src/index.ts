/** Module product: its contract, and the code behind every word of it. */
import { defineModule } from '@tiantou/platform'
import { product } from '../migrations/0001-product.ts'
import { changes as changeNumbers } from '../migrations/0002-changes.ts'
import { changeSku } from './commands/change-sku.ts'
import { change } from './commands/change.ts'
import { create } from './commands/create.ts'
import { putOnSale } from './commands/put-on-sale.ts'
import { takeOffSale } from './commands/take-off-sale.ts'
import { Products } from './contract.ts'
import { cards, changes, get, skus } from './queries.ts'
import type { ProductTables } from './tables.ts'

/** Produce as it is sold. */
export const productModule = defineModule<ProductTables>()(Products, {
  commands: { create, change, changeSku, putOnSale, takeOffSale },
  queries: { cards, changes, get, skus },
  effects: {},
  migrations: [product, changeNumbers],
  settings: {},
})
