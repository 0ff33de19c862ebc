/**
 * Gives the stock of one order back. Shared by release and expireHolds; touches no other order's lines.
 */
import { letGoOfAll } from './allocating.ts'
import { type Announcing, announceLevels } from './levels.ts'
import { giveBackLine, linesOf, moveLines } from './store/stock.ts'

/**
 * Releases what the order holds or, unless it only expired, has bought; says how many lines it were. All
 * lines of an order are in one state.
 */
export const giveBack = async (
  context: Announcing,
  orderId: string,
  transition: 'release' | 'expire',
): Promise<number> => {
  const { tx } = context
  const lines = await moveLines(tx, orderId, transition)
  if (lines === 0) return 0
  for (let lineNo = 1; lineNo <= lines; lineNo += 1) await giveBackLine(tx, { orderId, lineNo })
  const rows = await linesOf(tx, orderId)
  const stopped = await letGoOfAll(tx, orderId)
  await announceLevels(
    context,
    rows.map((row) => ({ skuId: row.sku_id, pieces: row.pieces - (stopped.get(row.sku_id) ?? 0) })),
  )
  return lines
}
