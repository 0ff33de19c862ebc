/** What module order hears. */
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'
import { on, send } from '@tiantou/platform'

export const orderReactions = [
  // A payment that lost the race against cancelling is refunded by order.cancelled → payment.close.
  on(
    Payment.events.paid,
    'order.mark-paid',
    ({ orderId, paidAt }) => send(Order.commands.markPaid, { orderId, paidAt }),
    ['order.wrong_state'],
  ),
  // Late money returns for an order that never counted as paid.
  on(
    Payment.events.refunded,
    'order.mark-refunded',
    ({ orderId, all }) => (all ? send(Order.commands.markRefunded, { orderId }) : null),
    ['order.wrong_state'],
  ),
]
