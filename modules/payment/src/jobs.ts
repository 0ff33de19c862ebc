/** Timers of module payment; each firing is one keyed command. */
import type { Job } from '@tiantou/platform'
import { Payment } from './contract.ts'

const every_s = 3_600

export const jobs: readonly Job[] = [
  {
    name: 'payment.forget-expired',
    every_s,
    run: ({ now, run }) =>
      run(
        Payment.commands.forgetExpired,
        {},
        `payment.forget-expired:${Math.floor(now / (every_s * 1_000))}`,
      ),
  },
]
