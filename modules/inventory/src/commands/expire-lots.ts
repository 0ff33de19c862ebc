/**
 * Takes out of stock what is past its use-by date. Pieces that orders wait for stay until somebody decides:
 * what is promised leaves first, so these are the fewest.
 */
import type { CommandHandler } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { movement } from '../movements.ts'
import { weightOf } from '../rules.ts'
import type { inventorySettings } from '../settings.ts'
import { expiredPlaces } from '../store/lots.ts'
import { levelsOf } from '../store/stock.ts'
import { leaveIn, withdraw } from '../take-away.ts'
import type { InventoryTables, PlaceRow } from '../tables.ts'

/** Places emptied by one firing; the next firing takes the rest. */
const most = 200

/** Expires what nobody waits for; says how many pieces it was. */
export const expireLots: CommandHandler<
  typeof Inventory.commands.expireLots,
  InventoryTables,
  typeof inventorySettings
> = async (_input, context) => {
  let gone = 0
  let places = 0
  let page = await expiredPlaces(context.tx, context.now, most)
  while (page.length > 0 && places < most) {
    for (const place of page) {
      const pieces = await expire(context, place)
      gone += pieces
      if (pieces > 0) places += 1
    }
    page = await expiredPlaces(context.tx, context.now, most, page.at(-1))
  }
  return { pieces: gone }
}

type Context = Parameters<typeof expireLots>[1]

const sellable = async ({ tx }: Context, skuId: string): Promise<number> =>
  (await levelsOf(tx, [skuId])).get(skuId)?.available ?? 0

const expire = async (context: Context, place: PlaceRow): Promise<number> => {
  const free = place.pieces - place.allocated
  const pieces = place.held === 1 ? free : Math.min(free, await sellable(context, place.sku_id))
  if (pieces <= 0) return 0
  if (place.held === 0 && (await withdraw(context, place.sku_id, pieces)) !== null) return 0
  const grams = weightOf(place, pieces)
  const left = { pieces: place.pieces - pieces, grams: place.weight_g - grams }
  const what = { kind: 'expired', pieces: -pieces, weight_g: -grams } as const
  await leaveIn(context, place, left, movement(context, place, what))
  return pieces
}
