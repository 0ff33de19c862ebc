/**
 * Gives the stock of one order back. Shared by release and expireHolds; touches no other order's lines.
 */
import type { PayloadOf } from '@tiantou/kernel'
import type { Tx } from '@tiantou/platform'
import { announceBands } from './bands.ts'
import type { Inventory } from './contract.ts'
import { giveBackLine, linesOf, moveLines } from './store.ts'
import type { InventoryTables } from './tables.ts'

type BandChanged = typeof Inventory.events.band_changed

interface GivingBack {
  readonly tx: Tx<InventoryTables>
  readonly settings: { readonly fewAtMost: number }
  emit(event: BandChanged, payload: PayloadOf<BandChanged>): void
}

/**
 * Releases what the order holds or, unless it only expired, has bought; says how many lines it were. All
 * lines of an order are in one state.
 */
export const giveBack = async (
  context: GivingBack,
  orderId: string,
  transition: 'release' | 'expire',
): Promise<number> => {
  const { tx } = context
  const lines = await moveLines(tx, orderId, transition)
  if (lines === 0) return 0
  for (let lineNo = 1; lineNo <= lines; lineNo += 1) await giveBackLine(tx, { orderId, lineNo })
  const rows = await linesOf(tx, orderId)
  await announceBands(
    context,
    rows.map((row) => ({ skuId: row.sku_id, pieces: row.pieces })),
  )
  return lines
}
