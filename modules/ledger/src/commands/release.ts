/** Gives back what was set aside, on demand or when its time is over. */
import type { CommandHandler } from '@tiantou/platform'
import type { Ledger } from '../contract.ts'
import { dueHolds, endHold, holdById, setFree } from '../store/holds.ts'
import type { LedgerTables } from '../tables.ts'

/** Releases. Refuses no_such_hold and hold_over. */
export const release: CommandHandler<typeof Ledger.commands.release, LedgerTables> = async (
  { holdId },
  { tx, refuse },
) => {
  const ended = await endHold(tx, holdId, 'release')
  const held = await holdById(tx, holdId)
  if (held === undefined) return refuse('no_such_hold')
  if (!ended) return refuse('hold_over')
  await setFree(tx, held.account, held.amount_fen)
  return {}
}

/** So many a firing; the rest waits for the next. */
const MOST = 200

/** Gives back every hold whose time is over. */
export const expireHolds: CommandHandler<typeof Ledger.commands.expireHolds, LedgerTables> = async (
  _input,
  { tx, now },
) => {
  for (const held of await dueHolds(tx, now, MOST))
    if (await endHold(tx, held.id, 'expire')) await setFree(tx, held.account, held.amount_fen)
  return {}
}
