/** Says whose product it is. */
import type { CommandHandler } from '@tiantou/platform'
import type { Products } from '../contract.ts'
import { setSupplier } from '../store/suppliers.ts'
import type { ProductTables } from '../tables.ts'

/** Orders placed before keep what they were placed on. Refuses no_such_product. */
export const assignSupplier: CommandHandler<typeof Products.commands.assignSupplier, ProductTables> = async (
  { productId, supplierId },
  { tx, refuse },
) => ((await setSupplier(tx, productId, supplierId)) ? {} : refuse('no_such_product'))
