/**
 * A lot is held or recalled: what lies of it can be sold no more, and what was meant for orders is meant for
 * them no more. They are promised their pieces still, so what can be sold may fall below zero.
 */
import { type CommandContext, type CommandHandler, move } from '@tiantou/platform'
import { Inventory } from '../contract.ts'
import { announceLevels } from '../levels.ts'
import type { inventorySettings } from '../settings.ts'
import { lotState } from '../states.ts'
import { loseLot, queueFor } from '../store/allocations.ts'
import { findLot, placesOfLot, setHeld } from '../store/lots.ts'
import { putStock } from '../store/stock.ts'
import type { InventoryTables, LotRow } from '../tables.ts'

type Settings = typeof inventorySettings
type Transition = keyof (typeof lotState)['transitions']
type Context = Pick<
  CommandContext<typeof Inventory.commands.holdLot, InventoryTables, Settings>,
  'tx' | 'now' | 'actor' | 'id' | 'emit' | 'settings'
>

const moveLot = (context: Context, lot: LotRow, transition: Transition, note: string) =>
  move(context, 'inventory_history', {
    machine: lotState,
    transition,
    table: 'inventory_lot',
    column: 'state',
    id: lot.id,
    note,
  })

/** Puts what lies of the lot into what can be sold, or takes it out; what is packed is neither. */
const shift = async (context: Context, { id: lotId, sku_id: skuId }: LotRow, held: boolean) => {
  const { tx } = context
  await queueFor(tx, [skuId])
  if (held) await loseLot(tx, lotId)
  // Changed before it is read: what another unit did to these places since the snapshot is seen then.
  await setHeld(tx, lotId, held)
  const places = await placesOfLot(tx, lotId)
  const lying = places.reduce((sum, place) => sum + place.pieces - place.allocated, 0)
  const pieces = held ? -lying : lying
  if (pieces === 0) return
  await putStock(tx, skuId, pieces)
  await announceLevels(context, [{ skuId, pieces }])
}

const stop = async (context: Context, lot: LotRow, transition: 'hold' | 'recall', reason: string) => {
  if (!(await moveLot(context, lot, transition, reason))) return false
  if (lot.state === lotState.initial) await shift(context, lot, true)
  const { id: lotId, sku_id: skuId } = lot
  context.emit(Inventory.events.lot_stopped, { lotId, skuId, recalled: transition === 'recall' })
  return true
}

/** Refuses no_such_lot and wrong_state. */
export const holdLot: CommandHandler<typeof Inventory.commands.holdLot, InventoryTables, Settings> = async (
  { lotId, reason },
  context,
) => {
  const lot = await findLot(context.tx, lotId)
  if (lot === undefined) return context.refuse('no_such_lot')
  return (await stop(context, lot, 'hold', reason)) ? {} : context.refuse('wrong_state', { state: lot.state })
}

/** Refuses no_such_lot and wrong_state. */
export const recallLot: CommandHandler<
  typeof Inventory.commands.recallLot,
  InventoryTables,
  Settings
> = async ({ lotId, reason }, context) => {
  const lot = await findLot(context.tx, lotId)
  if (lot === undefined) return context.refuse('no_such_lot')
  return (await stop(context, lot, 'recall', reason))
    ? {}
    : context.refuse('wrong_state', { state: lot.state })
}

/** Refuses no_such_lot and wrong_state. */
export const releaseLot: CommandHandler<
  typeof Inventory.commands.releaseLot,
  InventoryTables,
  Settings
> = async ({ lotId, reason }, context) => {
  const lot = await findLot(context.tx, lotId)
  if (lot === undefined) return context.refuse('no_such_lot')
  if (!(await moveLot(context, lot, 'release', reason)))
    return context.refuse('wrong_state', { state: lot.state })
  await shift(context, lot, false)
  context.emit(Inventory.events.lot_released, { lotId, skuId: lot.sku_id })
  return {}
}
