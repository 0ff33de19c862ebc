/** Says that an invariant does not hold, once for each look that found it so. */
import type { CommandHandler } from '@tiantou/platform'
import { Ledger } from '../contract.ts'
import type { LedgerTables } from '../tables.ts'

/** Raises. */
export const raiseAlarm: CommandHandler<typeof Ledger.commands.raiseAlarm, LedgerTables> = (
  broken,
  { emit },
) => {
  emit(Ledger.events.broken, broken)
  return Promise.resolve({})
}
