/** What module order hears. */
import { Fulfilment } from '@tiantou/fulfilment/contract'
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
  // Where it left or arrived by another door, the order knows already.
  on(
    Fulfilment.events.shipped,
    'order.ship',
    ({ orderId, carrier, trackingNo }) => send(Order.commands.ship, { orderId, carrier, trackingNo }),
    ['order.wrong_state'],
  ),
  // Heard before `shipped` is: it is heard again.
  on(
    Fulfilment.events.delivered,
    'order.deliver',
    ({ orderId }) => send(Order.commands.deliver, { orderId }),
    ['order.wrong_state'],
  ),
  on(
    Fulfilment.events.nothing_left,
    'order.call-off',
    ({ orderId }) => send(Order.commands.callOffShort, { orderId }),
    ['order.wrong_state'],
  ),
]
