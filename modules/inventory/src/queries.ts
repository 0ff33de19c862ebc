/** What can be asked of module inventory. */
import type { QueryHandler } from '@tiantou/platform'
import type { Inventory } from './contract.ts'
import { bandOf, nextLot } from './rules.ts'
import type { inventorySettings } from './settings.ts'
import { availableOf, lotsLeft } from './store.ts'
import type { InventoryTables } from './tables.ts'

/** What is left of every SKU that is asked for, and the lot that the next order would get. */
export const availability: QueryHandler<
  typeof Inventory.queries.availability,
  InventoryTables,
  typeof inventorySettings
> = async ({ skuIds }, { db, settings }) => {
  const stock = await availableOf(db, skuIds)
  const lots = Map.groupBy(await lotsLeft(db, skuIds), (lot) => lot.sku_id)
  return {
    items: skuIds.map((skuId) => {
      const available = stock.get(skuId) ?? 0
      const lot = nextLot(lots.get(skuId) ?? [], available)
      return {
        skuId,
        available,
        band: bandOf(available, settings.fewAtMost),
        harvestedAt: lot?.harvested_at ?? null,
        lotNo: lot?.lot_no ?? null,
      }
    }),
  }
}
