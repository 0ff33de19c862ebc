/** What module payment hears. */
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'
import { on, send } from '@tiantou/platform'
import { CloseAttempts, SendRefund } from '../flows/settle-payment.contract.ts'

export const paymentReactions = [
  on(Order.events.cancelled, 'payment.close', ({ orderId }) => send(Payment.commands.close, { orderId })),
  on(Order.events.shipped, 'payment.note-shipment', ({ orderId, carrier, trackingNo }) =>
    send(Payment.commands.noteShipment, { orderId, carrier, trackingNo }),
  ),
  on(Payment.events.closed, 'payment.close-attempts', ({ orderId }) => send(CloseAttempts, { orderId })),
  on(Payment.events.refund_requested, 'payment.send-refund', ({ refundId }) =>
    send(SendRefund, { refundId }),
  ),
]
