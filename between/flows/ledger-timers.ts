/** The nightly look that no module can take alone: the books against payments and refunds. */
import { Ledger } from '@tiantou/ledger/contract'
import type { CrossJob } from '@tiantou/platform'
import { compareBooks } from '../pages/audit.ts'

const DAY_S = 86_400

/** Fails where anything differs, which is an error in the log and in the metrics. */
export const auditBooks: CrossJob = {
  name: 'ledger.audit',
  every_s: DAY_S,
  run: async ({ now, ask, run }) => {
    const { length: violations } = (await compareBooks({ now, ask })).findings
    if (violations === 0) return
    const day = Math.floor(now / (DAY_S * 1_000))
    await run(Ledger.commands.raiseAlarm, { name: 'I6 I8', violations }, `ledger.audit:${day}`)
    throw new Error(`The books differ from payments and refunds: ${violations} times.`)
  },
}
