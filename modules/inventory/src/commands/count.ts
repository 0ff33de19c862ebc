/**
 * Says how much of a lot truly lies in one place (盘点). A small difference takes effect at once; a large one
 * waits for a second person.
 */
import { actorKey } from '@tiantou/kernel'
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { applyDifference } from '../counting.ts'
import type { inventorySettings } from '../settings.ts'
import { countState } from '../states.ts'
import { insertCount } from '../store/counts.ts'
import { findLot, findPlace, isLocation } from '../store/lots.ts'
import type { InventoryTables } from '../tables.ts'

/** Refuses no_such_lot, no_such_location, and allocated or promised where orders wait for what is missing. */
export const count: CommandHandler<
  typeof Inventory.commands.count,
  InventoryTables,
  typeof inventorySettings
> = async ({ lotId, location, pieces, note = '', ...said }, context) => {
  const { tx, refuse, settings } = context
  const grams = pieces === 0 ? 0 : said.grams
  const lot = await findLot(tx, lotId)
  if (lot === undefined) return refuse('no_such_lot')
  if (!(await isLocation(tx, location))) return refuse('no_such_location')
  const place = await findPlace(tx, lotId, location)
  const difference = pieces - (place?.pieces ?? 0)
  const difference_g = grams - (place?.weight_g ?? 0)
  if (difference === 0 && difference_g === 0) return { difference, countId: null }
  const counted = { lot_id: lotId, location, difference, difference_g, note }
  if (Math.abs(difference) > settings.countAlone) {
    const row = { id: context.id('cnt'), ...counted, state: countState.initial, version: 1 }
    await insertCount(tx, { ...row, counted_by: actorKey(context.actor), at: context.now })
    return { difference, countId: row.id }
  }
  const no = await applyDifference(context, lot, counted)
  if (no === null) return { difference, countId: null }
  if (no.code === 'allocated') return refuse('allocated', no.data)
  if (no.code === 'promised') return refuse('promised', no.data)
  throw new Error(`The count of ${lotId} found less than nothing.`)
}
