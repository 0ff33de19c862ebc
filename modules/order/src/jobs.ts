/** Timers of module order: unpaid orders are cancelled in time, and shipped ones completed. */
import type { Job } from '@tiantou/platform'
import { Order } from './contract.ts'

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
]
