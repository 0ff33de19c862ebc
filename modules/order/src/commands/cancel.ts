/**
 * The shopper calls the order off before anything has left. Money already paid is on its way back from here
 * on.
 */
import type { CommandHandler } from '@tiantou/platform'
import type { Order } from '../contract.ts'
import { mayCancel } from '../rules.ts'
import { findOrder } from '../store.ts'
import type { OrderTables } from '../tables.ts'
import { callOff, standing } from './call-off.ts'

export const cancel: CommandHandler<typeof Order.commands.cancel, OrderTables> = async (
  { orderId, reason },
  context,
) => {
  const order = await findOrder(context.tx, orderId, context.actor.id)
  if (order === undefined) return context.refuse('no_such_order')
  if (!mayCancel(order)) return context.refuse('wrong_state', standing(order))
  if (!(await callOff(context, order, reason))) return context.refuse('wrong_state', standing(order))
  return {}
}
