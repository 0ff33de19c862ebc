/** Timers of module cart. */
import type { Job } from '@tiantou/platform'
import { Cart } from './contract.ts'

const HOUR_S = 3_600

/** Guests come and go; what they left behind goes too. */
export const sweep: Job = {
  name: 'cart.sweep-guests',
  every_s: HOUR_S,
  run: ({ now, run }) => run(Cart.commands.sweepGuests, {}, `sweep:${now}`),
}
