/** A second person accepts or rejects a difference that was too large for one (四眼). */
import { actorKey } from '@tiantou/kernel'
import { type CommandHandler, move } from '@tiantou/platform'
import type { Inventory } from '../contract.ts'
import { applyDifference } from '../counting.ts'
import type { inventorySettings } from '../settings.ts'
import { countState } from '../states.ts'
import { findCount } from '../store/counts.ts'
import { findLot } from '../store/lots.ts'
import type { InventoryTables } from '../tables.ts'

/** Refuses no_such_count, decided, same_person, and what forbids the difference by now. */
export const decideCount: CommandHandler<
  typeof Inventory.commands.decideCount,
  InventoryTables,
  typeof inventorySettings
> = async ({ countId, accept }, context) => {
  const { tx, refuse } = context
  const counted = await findCount(tx, countId)
  if (counted === undefined) return refuse('no_such_count')
  if (counted.counted_by === actorKey(context.actor)) return refuse('same_person')
  const moved = await move(context, 'inventory_history', {
    machine: countState,
    transition: accept ? 'accept' : 'reject',
    table: 'inventory_count',
    column: 'state',
    id: countId,
  })
  if (!moved) return refuse('decided')
  if (!accept) return {}
  const lot = await findLot(tx, counted.lot_id)
  if (lot === undefined) throw new Error(`Count ${countId} is of no lot.`)
  const no = await applyDifference(context, lot, counted)
  if (no?.code === 'not_so_much') return refuse('not_so_much', no.data)
  if (no?.code === 'allocated') return refuse('allocated', no.data)
  if (no?.code === 'promised') return refuse('promised', no.data)
  return {}
}
