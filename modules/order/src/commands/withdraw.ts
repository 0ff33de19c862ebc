/**
 * The undo of placing: an order whose checkout could not be finished is called off like one that was never
 * paid.
 */
import type { CommandHandler } from '@tiantou/platform'
import type { Order } from '../contract.ts'
import { findOrder } from '../store.ts'
import type { OrderTables } from '../tables.ts'
import { callOff } from './call-off.ts'

export const withdraw: CommandHandler<typeof Order.commands.withdraw, OrderTables> = async (
  { orderId },
  context,
) => {
  const order = await findOrder(context.tx, orderId)
  if (order !== undefined && order.state === 'open' && order.payment === 'unpaid') {
    await callOff(context, order, 'other')
  }
  return {}
}
