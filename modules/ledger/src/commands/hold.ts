/** Sets money of a supplier aside, so that nothing else can take it. */
import type { CommandHandler } from '@tiantou/platform'
import type { Ledger } from '../contract.ts'
import { holdState } from '../states.ts'
import { insertHold, setAside } from '../store/holds.ts'
import type { LedgerTables } from '../tables.ts'

/** Holds. Refuses hold_taken and insufficient. */
export const hold: CommandHandler<typeof Ledger.commands.hold, LedgerTables> = async (
  { holdId, seller, fen, expiresAt },
  { tx, refuse },
) => {
  const account = `2003/${seller}`
  const state = holdState.initial
  const row = {
    id: holdId,
    account,
    amount_fen: fen,
    captured_fen: 0,
    state,
    expires_at: expiresAt,
    version: 1,
  }
  if (!(await insertHold(tx, row))) return refuse('hold_taken')
  return (await setAside(tx, account, fen)) ? {} : refuse('insufficient')
}
