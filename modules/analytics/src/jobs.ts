/** Timers of module analytics. */
import type { Job } from '@tiantou/platform'
import { Analytics } from './contract.ts'

const BITES = 20

/** Old events go, some thousands at each firing. */
export const sweepOld: Job = {
  name: 'analytics.sweep',
  every_s: 600,
  run: async ({ now, run }) => {
    for (let bite = 0; bite < BITES; bite += 1)
      await run(Analytics.commands.sweep, {}, `sweep:${now}:${bite}`)
  },
}
