/** Writes down which lots an order gets. What is still missing is looked for again later. */
import type { CommandHandler } from '@tiantou/platform'
import type { Fulfilment } from '../contract.ts'
import { lackingOf } from '../rules.ts'
import { isOpen, settle } from '../standing.ts'
import { shortagesOf } from '../store/shortages.ts'
import { addPart, linesOf, partsOf, setLookAt, takeTask } from '../store/tasks.ts'
import type { FulfilmentTables } from '../tables.ts'

/** Lots are looked for again after so long. */
const again_ms = 5 * 60_000

export const recordAllocation: CommandHandler<
  typeof Fulfilment.commands.recordAllocation,
  FulfilmentTables
> = async ({ orderId, parts }, context) => {
  const { tx, now } = context
  const task = await takeTask(tx, orderId)
  if (task === undefined || !isOpen(task)) return {}
  const lines = await linesOf(tx, orderId)
  const known = await partsOf(tx, orderId)
  const shortages = await shortagesOf(tx, orderId)
  const missing = new Map(lines.map((line) => [line.id, lackingOf(line, known, shortages)]))
  for (const { skuId, lotId, lotNo, location, useBy, pieces } of parts) {
    let left = pieces
    for (const line of lines.filter((one) => one.sku_id === skuId)) {
      const part = Math.min(left, missing.get(line.id) ?? 0)
      if (part <= 0) continue
      await addPart(tx, {
        line_id: line.id,
        lot_id: lotId,
        location,
        order_id: orderId,
        lot_no: lotNo,
        use_by: useBy,
        pieces: part,
        got_pieces: 0,
        got_g: 0,
      })
      missing.set(line.id, (missing.get(line.id) ?? 0) - part)
      left -= part
    }
  }
  await setLookAt(tx, orderId, now + again_ms)
  await settle(context, task)
  return {}
}
