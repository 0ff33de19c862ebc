/** The three axes of an order as transition tables: the deal, the money, the goods. They move separately. */
import { machine } from '@tiantou/kernel'

/** The deal. */
export const orderState = machine('order', {
  initial: 'open',
  final: ['completed', 'cancelled'],
  transitions: {
    cancel: { from: ['open'], to: 'cancelled' },
    complete: { from: ['open'], to: 'completed' },
  },
})

/** The money, as far as the order knows of it; module payment is the truth. */
export const orderPayment = machine('order-payment', {
  initial: 'unpaid',
  final: ['refunded'],
  transitions: {
    pay: { from: ['unpaid'], to: 'paid' },
    startRefund: { from: ['paid'], to: 'refunding' },
    finishRefund: { from: ['refunding'], to: 'refunded' },
  },
})

/** The goods. */
export const orderFulfilment = machine('order-fulfilment', {
  initial: 'waiting',
  final: ['delivered'],
  transitions: {
    pack: { from: ['waiting'], to: 'packed' },
    ship: { from: ['waiting', 'packed'], to: 'shipped' },
    deliver: { from: ['shipped'], to: 'delivered' },
  },
})
