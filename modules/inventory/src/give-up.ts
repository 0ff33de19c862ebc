/** An order gives up pieces that it bought, because it gets none or other ones instead. */
import { letGo, openPartsOf } from './allocating.ts'
import { type Announcing, announceLevels } from './levels.ts'
import type { Line } from './rules.ts'
import { putStock, shortenLine } from './store/stock.ts'

/**
 * Takes pieces off what is promised to the order; allocations that it then has too many of go, last to expire
 * first. False where so much was not promised.
 */
export const giveUp = async (
  context: Announcing,
  orderId: string,
  { skuId, pieces }: Line,
): Promise<boolean> => {
  const { tx } = context
  await putStock(tx, skuId, pieces)
  const left = await shortenLine(tx, orderId, skuId, pieces)
  if (left === null) return false
  const parts = (await openPartsOf(tx, orderId)).filter((part) => part.sku_id === skuId)
  let over = parts.reduce((sum, part) => sum + part.pieces, 0) - left
  let stopped = 0
  for (const part of parts.reverse()) {
    if (over <= 0) break
    const gone = Math.min(part.pieces, over)
    stopped += gone - (await letGo(tx, part, gone))
    over -= gone
  }
  await announceLevels(context, [{ skuId, pieces: pieces - stopped }])
  return true
}
