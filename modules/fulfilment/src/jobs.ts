/** Timers of module fulfilment; each firing is one keyed command. */
import type { Job } from '@tiantou/platform'
import { Fulfilment } from './contract.ts'

const every_s = 60
const periodOf = (now: number): number => Math.floor(now / (every_s * 1_000))

const { lookAfterWaiting, planWaves, finishWaves, timeOutAsks } = Fulfilment.commands

export const fulfilmentJobs: readonly Job[] = [
  {
    name: 'fulfilment.look-after-waiting',
    every_s,
    run: ({ now, run }) => run(lookAfterWaiting, {}, `fulfilment.look-after-waiting:${periodOf(now)}`),
  },
  {
    name: 'fulfilment.time-out-asks',
    every_s,
    run: ({ now, run }) => run(timeOutAsks, {}, `fulfilment.time-out-asks:${periodOf(now)}`),
  },
  {
    name: 'fulfilment.waves',
    every_s,
    run: async ({ now, run }) => {
      await run(planWaves, {}, `fulfilment.plan-waves:${periodOf(now)}`)
      await run(finishWaves, {}, `fulfilment.finish-waves:${periodOf(now)}`)
    },
  },
]
