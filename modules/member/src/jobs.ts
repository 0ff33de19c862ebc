/** Timers of module member. */
import type { Job } from '@tiantou/platform'
import { Member } from './contract.ts'

/** Histories are kept for a while, not for ever. */
export const sweep: Job = {
  name: 'member.sweep-history',
  every_s: 600,
  run: ({ now, run }) => run(Member.commands.sweepHistory, {}, `sweep:${now}`),
}
