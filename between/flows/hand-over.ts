/** Goods fetched at a pick-up point: the order is delivered, and its code serves another, in one commit. */
import { Logistics } from '@tiantou/logistics/contract'
import { Order } from '@tiantou/order/contract'
import { flow } from '@tiantou/platform'
import { HandOver } from './hand-over.contract.ts'

export const handOver = flow(HandOver, async ({ pointCode, code }, { ask, step, refuse }) => {
  const found = await ask(Logistics.queries.orderAtPoint, { pointCode, code })
  if (found === null) return refuse('no_such_code')
  const { orderId } = found
  await step('deliver', Order.commands.deliver, { orderId })
  await step('close-booking', Logistics.commands.closeBooking, { orderId })
  return { orderId }
})
