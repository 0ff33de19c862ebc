/**
 * Timers of module order: unpaid orders are cancelled in time, shipped ones completed, and orders of erased
 * shoppers are forgotten when the law lets go of them.
 */
import type { Job } from '@tiantou/platform'
import { Order } from './contract.ts'

const forget_s = 3_600

export const jobs: readonly Job[] = [
  {
    name: 'order.time-out',
    every_s: 5,
    run: async ({ ask, run }) => {
      const { orderIds } = await ask(Order.queries.overdue, { limit: 200 })
      for (const orderId of orderIds)
        await run(Order.commands.timeOut, { orderId }, `order.time-out:${orderId}`)
    },
  },
  {
    name: 'order.auto-confirm',
    every_s: 60,
    run: async ({ ask, run }) => {
      const { orderIds } = await ask(Order.queries.unconfirmed, { limit: 200 })
      for (const orderId of orderIds)
        await run(Order.commands.autoConfirm, { orderId }, `order.auto-confirm:${orderId}`)
    },
  },
  {
    name: 'order.forget-expired',
    every_s: forget_s,
    run: ({ now, run }) =>
      run(Order.commands.forgetExpired, {}, `order.forget-expired:${Math.floor(now / (forget_s * 1_000))}`),
  },
]
