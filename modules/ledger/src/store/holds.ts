/** SQL of what is set aside. */
import { from, to } from '@tiantou/kernel'
import { hotChange, unlessTaken } from '@tiantou/platform'
import { holdState } from '../states.ts'
import type { HoldRow } from '../tables.ts'
import type { LedgerDb, LedgerTx } from './books.ts'

interface Aside {
  readonly account: string
  readonly fen: number
}

const holdOf = hotChange((db: LedgerTx, hole: Aside) =>
  db
    .updateTable('ledger_balance')
    .set((row) => ({ held_fen: row('held_fen', '+', hole.fen) }))
    .where('account', '=', hole.account)
    .where((row) => row(row('held_fen', '+', hole.fen), '<=', row.ref('posted_fen'))),
)

/** Sets so much of an account aside; false where so much is not free. */
export const setAside = async (tx: LedgerTx, account: string, fen: number): Promise<boolean> =>
  (await holdOf(tx, { account, fen })) > 0

const freeOf = hotChange((db: LedgerTx, hole: Aside) =>
  db
    .updateTable('ledger_balance')
    .set((row) => ({ held_fen: row('held_fen', '-', hole.fen) }))
    .where('account', '=', hole.account)
    .where('held_fen', '>=', hole.fen),
)

/** Frees what was set aside. */
export const setFree = async (tx: LedgerTx, account: string, fen: number): Promise<void> => {
  if ((await freeOf(tx, { account, fen })) === 0) throw new Error(`${account} does not hold so much.`)
}

/** Writes a hold; false where there is one of that id. */
export const insertHold = (tx: LedgerTx, row: HoldRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('ledger_hold').values(row).execute())

export const holdById = (db: LedgerDb, id: string): Promise<HoldRow | undefined> =>
  db.selectFrom('ledger_hold').selectAll().where('id', '=', id).executeTakeFirst()

/** Moves a hold that is pending to its end; false where somebody was quicker. */
export const endHold = async (
  tx: LedgerTx,
  id: string,
  transition: 'capture' | 'release' | 'expire',
  capturedFen = 0,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('ledger_hold')
    .set((row) => ({
      state: to(holdState, transition),
      captured_fen: capturedFen,
      version: row('version', '+', 1),
    }))
    .where('id', '=', id)
    .where('state', 'in', [...from(holdState, transition)])
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Holds whose time is over. */
export const dueHolds = (db: LedgerDb, now: number, limit: number): Promise<HoldRow[]> =>
  db
    .selectFrom('ledger_hold')
    .selectAll()
    .where('state', '=', holdState.initial)
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(limit)
    .execute()
