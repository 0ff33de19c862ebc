/** Module reconcile: its contract tied to its code. */
import { defineModule } from '@tiantou/platform'
import { reconcile } from '../migrations/0001-reconcile.ts'
import { confirm, propose, reject } from './commands/end-case.ts'
import { matchLate } from './commands/match-late.ts'
import { note } from './commands/note.ts'
import { noteLate } from './commands/note-late.ts'
import { record } from './commands/record.ts'
import { check, reopen, sign } from './commands/sign-day.ts'
import { Reconcile } from './contract.ts'
import { compareBills, lookAgain } from './effects.ts'
import type { ReconcilePorts } from './port.ts'
import { ages, cases, day, days, due, isCompared } from './queries.ts'
import { reconcileSettings } from './settings.ts'
import type { ReconcileTables } from './tables.ts'

/** Bills against books. */
export const reconcileModule = defineModule<ReconcileTables, ReconcilePorts>()(Reconcile, {
  commands: { record, note, noteLate, matchLate, propose, confirm, reject, check, reopen, sign },
  queries: { due, isCompared, days, day, cases, ages },
  effects: { compareBills, lookAgain },
  migrations: [reconcile],
  settings: reconcileSettings,
  ports: ['sources', 'files', 'books'],
})
