/** Timer of module claim; each firing is one keyed command. */
import type { Job } from '@tiantou/platform'
import { Claim } from './contract.ts'

const every_s = 300

export const claimJobs: readonly Job[] = [
  {
    name: 'claim.tell-waiting',
    every_s,
    run: ({ now, run }) =>
      run(Claim.commands.tellWaiting, {}, `claim.tell-waiting:${Math.floor(now / (every_s * 1_000))}`),
  },
]
