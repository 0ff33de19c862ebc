/** The house calls a paid order off that has not left, and all its money goes back. */
import type { CommandHandler } from '@tiantou/platform'
import type { Order } from '../contract.ts'
import { mayCancel, mayShip } from '../rules.ts'
import { findOrder } from '../store.ts'
import type { OrderRow, OrderTables } from '../tables.ts'
import { callOff, standing } from './call-off.ts'

type Commands = typeof Order.commands
type Handler = CommandHandler<Commands['callOffShort'], OrderTables> &
  CommandHandler<Commands['callOffRecalled'], OrderTables>

const callOffWhere =
  (may: (order: OrderRow) => boolean, reason: Parameters<typeof callOff>[2]): Handler =>
  async ({ orderId }, context) => {
    const order = await findOrder(context.tx, orderId)
    if (order === undefined) return context.refuse('no_such_order')
    if (!may(order) || !(await callOff(context, order, reason)))
      return context.refuse('wrong_state', standing(order))
    return {}
  }

/** Nothing of it is to be had. */
export const callOffShort: Handler = callOffWhere(mayCancel, 'out_of_stock')

/** What was packed must not leave. */
export const callOffRecalled: Handler = callOffWhere(
  (order) => mayShip(order) && order.fulfilment === 'packed',
  'recalled',
)
