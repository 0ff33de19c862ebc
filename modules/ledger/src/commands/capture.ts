/** Uses what was set aside: the withdrawal is booked, and what it does not need is free again. */
import type { CommandHandler } from '@tiantou/platform'
import type { Ledger } from '../contract.ts'
import { entriesOf, postingOf } from '../postings.ts'
import { endHold, holdById, setFree } from '../store/holds.ts'
import type { LedgerTables } from '../tables.ts'
import { book } from './record.ts'

/** Captures. Refuses no_such_hold, hold_over, above_hold and contradiction. */
export const capture: CommandHandler<typeof Ledger.commands.capture, LedgerTables> = async (
  { holdId, about, fen, occurredAt },
  context,
) => {
  const { tx, now, refuse } = context
  const ended = await endHold(tx, holdId, 'capture', fen)
  const held = await holdById(tx, holdId)
  if (held === undefined) return refuse('no_such_hold')
  if (!ended || held.expires_at <= now) return refuse('hold_over')
  if (fen > held.amount_fen) return refuse('above_hold')
  await setFree(tx, held.account, held.amount_fen)
  const { owner: seller } = postingOf(held)
  const postings = entriesOf({ kind: 'withdrawal', about, seller, fen })
  const booked = await book(context, { kind: 'withdrawal', about, occurred_at: occurredAt }, postings)
  if (booked.is === 'insufficient') throw new Error(`${held.account} has not what was held of it.`)
  return booked.is === 'booked' ? { journalId: booked.journalId } : refuse('contradiction')
}
