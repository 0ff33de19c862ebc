/** Deletes what is over: a data minimum is also the smallest target. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { deleteCodes, deleteFailures, deleteKnown, deleteSessions, deleteVisits } from '../store/old.ts'
import { deleteSecrets } from '../store/partners.ts'
import { deleteConfirmations, deleteTombs } from '../store/privacy.ts'
import type { UserTables } from '../tables.ts'

const day_ms = 86_400_000
/** Limits look back 24 hours; the second day is for whoever answers a complaint. */
const codes_ms = 2 * day_ms
const known_ms = 180 * day_ms
/** The late re-use of a token is told from an unknown one for a week after its expiry. */
const sessions_ms = 7 * day_ms

/**
 * As long as the trade records of somebody erased are kept (电子商务法 §31), and as long as somebody may still
 * sue (民法典 §188): three years.
 */
const tombs_ms = 3 * 366 * day_ms

/**
 * Forgets codes, failures, addresses known, expired sessions and secrets, and whoever was erased long ago.
 */
export const forgetOld: CommandHandler<typeof User.commands.forgetOld, UserTables> = async (
  _input,
  { tx, now },
) => {
  await deleteCodes(tx, now - codes_ms)
  await deleteFailures(tx, now - codes_ms)
  await deleteVisits(tx, now - codes_ms)
  await deleteKnown(tx, now - known_ms)
  await deleteSessions(tx, now - sessions_ms)
  await deleteConfirmations(tx, now)
  await deleteSecrets(tx, now - codes_ms)
  await deleteTombs(tx, now - tombs_ms)
  return {}
}
