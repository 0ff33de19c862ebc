/** What can be asked of module inventory. */
import type { QueryHandler } from '@tiantou/platform'
import type { Inventory } from './contract.ts'
import { bandOf, nextPlace } from './rules.ts'
import type { inventorySettings } from './settings.ts'
import { placesOf } from './store/lots.ts'
import { levelsOf } from './store/stock.ts'
import type { InventoryTables } from './tables.ts'

/** What is left of every SKU that is asked for, and the lot that the next order would get. */
export const availability: QueryHandler<
  typeof Inventory.queries.availability,
  InventoryTables,
  typeof inventorySettings
> = async ({ skuIds }, { db, settings }) => {
  const stock = await levelsOf(db, skuIds)
  const sold = (await placesOf(db, skuIds)).filter((place) => place.held === 0)
  const places = Map.groupBy(sold, (place) => place.sku_id)
  return {
    items: skuIds.map((skuId) => {
      const available = stock.get(skuId)?.available ?? 0
      const lot = nextPlace(places.get(skuId) ?? [], available)
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
