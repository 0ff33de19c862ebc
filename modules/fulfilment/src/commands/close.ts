/**
 * Everything is weighed: the lines are packed, parcels are made by storage class, and what comes back is
 * said.
 */
import type { CommandHandler } from '@tiantou/platform'
import { Fulfilment } from '../contract.ts'
import { outcomeOf } from '../outcome.ts'
import { coolantFor, gotOf, gramsOf, isUndecided, mustWeigh } from '../rules.ts'
import type { FulfilmentSettings } from '../settings.ts'
import { endLines, moveTask } from '../standing.ts'
import { parcelState } from '../states.ts'
import { insertParcels } from '../store/parcels.ts'
import { shortagesOf } from '../store/shortages.ts'
import { linesOf, partsOf, takeTask } from '../store/tasks.ts'
import type { FulfilmentTables, LineRow, ParcelRow, PartRow } from '../tables.ts'

/** What the goods of one line weigh in the parcel: as weighed, or nominally. */
const weightOf = (line: LineRow, parts: readonly PartRow[]): number =>
  mustWeigh(line) ? gramsOf(parts) : gotOf(parts) * line.nominal_g

/** The goods that were packed, by class: a parcel each. */
const packedOf = (lines: readonly LineRow[], parts: readonly PartRow[]) => {
  const packed = lines.filter((line) => line.state === 'weighed')
  const classes = [...new Set(packed.map((line) => line.storage_class))].sort()
  return classes.map((storageClass) => {
    const own = packed
      .filter((line) => line.storage_class === storageClass)
      .map((line) => ({ line, parts: parts.filter((part) => part.line_id === line.id) }))
    return {
      storageClass,
      grams: own.reduce((sum, one) => sum + weightOf(one.line, one.parts), 0),
      pieces: own.reduce((sum, one) => sum + gotOf(one.parts), 0),
    }
  })
}

export const close: CommandHandler<
  typeof Fulfilment.commands.close,
  FulfilmentTables,
  FulfilmentSettings
> = async ({ orderId }, context) => {
  const { tx, now, id, refuse, emit, settings } = context
  const task = await takeTask(tx, orderId)
  if (task === undefined) return refuse('no_such_task')
  const [lines, parts] = [await linesOf(tx, orderId), await partsOf(tx, orderId)]
  const open = (await shortagesOf(tx, orderId)).filter(isUndecided)
  const lineNos = lines
    .filter(
      (line) =>
        (line.state !== 'weighed' && line.state !== 'dropped') || open.some((one) => one.line_id === line.id),
    )
    .map((line) => line.no)
  const isOpen = task.state === 'allocated' || task.state === 'picking'
  if (isOpen && lineNos.length > 0) return refuse('not_weighed', { lineNos })
  if (!(await moveTask(context, orderId, 'pack', { set: { packed_at: now } })))
    return task.state === 'waiting'
      ? refuse('not_weighed', { lineNos })
      : refuse('wrong_state', { state: task.state })
  await endLines(context, orderId, 'pack')
  const packed = packedOf(lines, parts)
  const parcels = packed.map(({ storageClass, grams }, at): ParcelRow => {
    const bps = storageClass === 'ambient' ? 0 : settings.coolantBps[storageClass]
    return {
      id: id('pcl'),
      order_id: orderId,
      no: at + 1,
      state: parcelState.initial,
      storage_class: storageClass,
      goods_g: grams,
      coolant_g: coolantFor(grams, bps, task.arrive_to - now),
      packaging_g: settings.packagingGrams[storageClass],
      carrier: null,
      tracking_no: null,
      packed_at: now,
      shipped_at: null,
      delivered_at: null,
      version: 1,
    }
  })
  await insertParcels(tx, parcels)
  const outcome = outcomeOf(lines, parts)
  const backFen = outcome.reduce((sum, line) => sum + line.backFen, 0)
  emit(Fulfilment.events.packed, { orderId, backFen })
  return {
    lines: outcome.map(({ skuId, pieces, weighedG }) => ({ skuId, pieces, weighedG })),
    backs: outcome.filter((line) => line.backFen > 0).map(({ skuId, backFen: fen }) => ({ skuId, fen })),
    backFen,
    parcelIds: parcels.map((parcel) => parcel.id),
    packed,
  }
}
