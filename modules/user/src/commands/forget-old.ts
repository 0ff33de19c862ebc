/** Deletes what is over: a data minimum is also the smallest target. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { deleteCodes, deleteFailures, deleteKnown, deleteSessions, deleteVisits } from '../store/old.ts'
import type { UserTables } from '../tables.ts'

const day_ms = 86_400_000
/** Limits look back 24 hours; the second day is for whoever answers a complaint. */
const codes_ms = 2 * day_ms
const known_ms = 180 * day_ms
/** The late re-use of a token is told from an unknown one for a week after its expiry. */
const sessions_ms = 7 * day_ms

/** Forgets codes, failures, addresses known and expired sessions. */
export const forgetOld: CommandHandler<typeof User.commands.forgetOld, UserTables> = async (
  _input,
  { tx, now },
) => {
  await deleteCodes(tx, now - codes_ms)
  await deleteFailures(tx, now - codes_ms)
  await deleteVisits(tx, now - codes_ms)
  await deleteKnown(tx, now - known_ms)
  await deleteSessions(tx, now - sessions_ms)
  return {}
}
