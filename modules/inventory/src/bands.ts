/** Tells the house when what is left of a SKU goes from plenty to few to none, or back. */
import type { PayloadOf } from '@tiantou/kernel'
import { Inventory } from './contract.ts'
import { type Line, newBand } from './rules.ts'
import { availableOf } from './store.ts'
import type { InventoryTables } from './tables.ts'
import type { Tx } from '@tiantou/platform'

type BandChanged = typeof Inventory.events.band_changed

interface Announcing {
  readonly tx: Tx<InventoryTables>
  readonly settings: { readonly fewAtMost: number }
  emit(event: BandChanged, payload: PayloadOf<BandChanged>): void
}

/**
 * Announces the bands that changed. Called after the stock was changed: the rows are locked by this commit,
 * so what is read is what will be.
 * @param changes pieces put into stock, negative where they were taken
 */
export const announceBands = async (
  { tx, settings, emit }: Announcing,
  changes: readonly Line[],
): Promise<void> => {
  const available = await availableOf(
    tx,
    changes.map((change) => change.skuId),
  )
  for (const { skuId, pieces } of changes) {
    const after = available.get(skuId) ?? 0
    const band = newBand(after - pieces, after, settings.fewAtMost)
    if (band !== null) emit(Inventory.events.band_changed, { skuId, band })
  }
}
