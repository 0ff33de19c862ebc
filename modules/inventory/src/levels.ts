/**
 * Tells the house when what is left of a SKU goes from plenty to few to none or back, and when it has become
 * low.
 */
import type { EventType, PayloadOf } from '@tiantou/kernel'
import type { Tx } from '@tiantou/platform'
import { Inventory } from './contract.ts'
import { becameLow, type Line, newBand } from './rules.ts'
import { levelsOf } from './store/stock.ts'
import type { InventoryTables } from './tables.ts'

/** What a command needs to tell of levels. */
export interface Announcing {
  readonly tx: Tx<InventoryTables>
  readonly settings: { readonly fewAtMost: number; readonly lowAt: number }
  emit<E extends EventType>(event: E, payload: PayloadOf<E>): void
}

/**
 * Announces the levels that changed. Called after the stock was changed: the rows are locked by this commit,
 * so what is read is what will be.
 * @param changes pieces put into stock, negative where they were taken
 */
export const announceLevels = async (
  { tx, settings, emit }: Announcing,
  changes: readonly Line[],
): Promise<void> => {
  const levels = await levelsOf(
    tx,
    changes.map((change) => change.skuId),
  )
  for (const { skuId, pieces } of changes) {
    const { available, lowAt } = levels.get(skuId) ?? { available: 0, lowAt: null }
    const before = available - pieces
    const band = newBand(before, available, settings.fewAtMost)
    if (band !== null) emit(Inventory.events.band_changed, { skuId, band })
    const mark = lowAt ?? settings.lowAt
    if (becameLow(before, available, mark)) {
      emit(Inventory.events.low_stock, { skuId, available, lowAt: mark })
    }
  }
}
