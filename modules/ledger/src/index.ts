/** Module ledger: its contract tied to its code. */
import { defineModule } from '@tiantou/platform'
import { ledger } from '../migrations/0001-ledger.ts'
import { takes } from '../migrations/0002-takes.ts'
import { occurrence } from '../migrations/0003-occurrence.ts'
import { capture } from './commands/capture.ts'
import { correct } from './commands/correct.ts'
import { hold } from './commands/hold.ts'
import { link } from './commands/link.ts'
import { raiseAlarm } from './commands/raise-alarm.ts'
import { record } from './commands/record.ts'
import { expireHolds, release } from './commands/release.ts'
import { reverse } from './commands/reverse.ts'
import { Ledger } from './contract.ts'
import { ledgerJobs } from './jobs.ts'
import {
  available,
  booked,
  counts,
  hasUnlinked,
  invariants,
  journals,
  movements,
  statement,
  trialBalance,
} from './queries.ts'
import type { LedgerTables } from './tables.ts'

export const ledgerModule = defineModule<LedgerTables>()(Ledger, {
  commands: { record, reverse, correct, hold, capture, release, expireHolds, link, raiseAlarm },
  queries: {
    invariants,
    trialBalance,
    statement,
    journals,
    booked,
    counts,
    movements,
    available,
    hasUnlinked,
  },
  effects: {},
  migrations: [ledger, takes, occurrence],
  settings: {},
  jobs: ledgerJobs,
  appendOnly: ['ledger_journal', 'ledger_entry', 'ledger_link'],
})
