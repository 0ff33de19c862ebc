/** Timers of module inventory; each firing is one keyed command. */
import type { Job } from '@tiantou/platform'
import { Inventory } from './contract.ts'

const every_s = 60
/** The order's own timer has this long after the expiry to release a hold itself. */
const grace_ms = 15 * 60_000

/** Frees holds that the order's timer has missed. */
const expireHolds: Job = {
  name: 'inventory.expire-holds',
  every_s,
  run: async ({ now, run }) => {
    const period = Math.floor(now / (every_s * 1_000))
    await run(Inventory.commands.expireHolds, { before: now - grace_ms }, `inventory.expire-holds:${period}`)
  },
}

/** Takes out of stock what is past its use-by date. */
const expireLots: Job = {
  name: 'inventory.expire-lots',
  every_s,
  run: ({ now, run }) =>
    run(Inventory.commands.expireLots, {}, `inventory.expire-lots:${Math.floor(now / (every_s * 1_000))}`),
}

export const inventoryJobs: readonly Job[] = [expireHolds, expireLots]
