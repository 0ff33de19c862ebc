/** Timers of module logistics. */
import type { Job } from '@tiantou/platform'
import { Logistics } from './contract.ts'

const HOUR_S = 3_600

/** Every day has its slots long before it comes; hourly, so that a stopped house misses none. */
export const draw: Job = {
  name: 'logistics.draw-slots',
  every_s: HOUR_S,
  run: ({ now, run }) => run(Logistics.commands.drawSlots, {}, `draw:${now}`),
}
