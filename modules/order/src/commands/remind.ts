/** The shopper asks where a paid order stays; the warehouse sees it. Not more often than a setting allows. */
import type { CommandHandler } from '@tiantou/platform'
import { Order } from '../contract.ts'
import { mayShip, remindedBefore } from '../rules.ts'
import type { orderSettings } from '../settings.ts'
import { findOrder, noteReminder } from '../store.ts'
import type { OrderTables } from '../tables.ts'
import { standing } from './call-off.ts'

export const remind: CommandHandler<typeof Order.commands.remind, OrderTables, typeof orderSettings> = async (
  { orderId },
  { tx, actor, now, settings, refuse, emit },
) => {
  const before = remindedBefore(now, settings)
  const userId = actor.id
  if (await noteReminder(tx, { orderId, userId }, now, before)) {
    emit(Order.events.reminded, { orderId, userId })
    return {}
  }
  const order = await findOrder(tx, orderId, userId)
  if (order === undefined) return refuse('no_such_order')
  if (!mayShip(order)) return refuse('wrong_state', standing(order))
  return refuse('too_soon', { retryAt: (order.reminded_at ?? now) + (now - before) })
}
