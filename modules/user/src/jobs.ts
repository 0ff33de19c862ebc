/** Timers of module user; each firing is one keyed command. */
import type { Job } from '@tiantou/platform'
import { User } from './contract.ts'

const every_s = 3_600

/** Forgets what is over, every hour. */
const forgetOld: Job = {
  name: 'user.forget-old',
  every_s,
  run: ({ now, run }) =>
    run(User.commands.forgetOld, {}, `user.forget-old:${Math.floor(now / (every_s * 1_000))}`),
}

export const userJobs: readonly Job[] = [forgetOld]
