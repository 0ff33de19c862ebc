/** SQL of codes, guesses and what limits them. */
import { type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import type { CodeRow, FailureRow, UserTables } from '../tables.ts'

type UserTx = Tx<UserTables>

const passGate = async (tx: UserTx, name: string): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('user_gate')
    .set((row) => ({ turns: row('turns', '+', 1) }))
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/**
 * Waits until nobody else is judging this kind of limit. Must be the first statement: what is read after it
 * is what the one before has left behind, and stays true until the commit.
 */
export const waitAtGate = async (tx: UserTx, name: 'code' | 'guess' | 'password'): Promise<void> => {
  if (await passGate(tx, name)) return
  const isFirst = await unlessTaken(tx.insertInto('user_gate').values({ name, turns: 1 }).execute())
  if (!isFirst) await passGate(tx, name)
}

/** Writes a code that was drawn. */
export const insertCode = async (tx: UserTx, row: CodeRow): Promise<void> => {
  await tx.insertInto('user_code').values(row).execute()
}

/** The code of one request; undefined when there is none. */
export const codeOf = (db: ReadDb<UserTables>, requestId: string): Promise<CodeRow | undefined> =>
  db.selectFrom('user_code').selectAll().where('id', '=', requestId).executeTakeFirst()

const timesBy =
  (column: 'phone_blind' | 'address_blind') =>
  async (tx: UserTx, blind: string, after: number, limit: number): Promise<number[]> => {
    const rows = await tx
      .selectFrom('user_code')
      .select('created_at')
      .where(column, '=', blind)
      .where('created_at', '>', after)
      .orderBy('created_at', 'desc')
      .limit(limit)
      .execute()
    return rows.map((row) => row.created_at)
  }

/** When codes were asked for this phone, newest first. */
export const timesOfPhone = timesBy('phone_blind')
/** When codes were asked for from this address, newest first. */
export const timesOfAddress = timesBy('address_blind')

/** When the n-th newest code of all was asked for; undefined where there are fewer after that time. */
export const timeOfNth = async (tx: UserTx, n: number, after: number): Promise<number | undefined> => {
  const row = await tx
    .selectFrom('user_code')
    .select('created_at')
    .where('created_at', '>', after)
    .orderBy('created_at', 'desc')
    .limit(1)
    .offset(n - 1)
    .executeTakeFirst()
  return row?.created_at
}

/** Notes what the provider said; the code itself is forgotten with it. */
export const noteSent = async (
  tx: UserTx,
  requestId: string,
  state: CodeRow['send_state'],
  providerCode: string,
): Promise<void> => {
  await tx
    .updateTable('user_code')
    .set({ send_state: state, provider_code: providerCode, code_sealed: null })
    .where('id', '=', requestId)
    .execute()
}

/** Uses a code up; false where it was used before. */
export const useCode = async (tx: UserTx, requestId: string, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('user_code')
    .set({ used_at: now, code_sealed: null })
    .where('id', '=', requestId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Takes one attempt from a code. */
export const spendAttempt = async (tx: UserTx, requestId: string): Promise<void> => {
  await tx
    .updateTable('user_code')
    .set((row) => ({ attempts_left: row('attempts_left', '-', 1) }))
    .where('id', '=', requestId)
    .where('attempts_left', '>', 0)
    .execute()
}

/** Writes down a failure. */
export const insertFailure = async (tx: UserTx, row: FailureRow): Promise<void> => {
  await tx.insertInto('user_failure').values(row).execute()
}

/** Wrong codes on the whole platform after that time, newest first, up to a limit. */
export const wrongCodes = async (tx: UserTx, after: number, limit: number) => {
  const rows = await tx
    .selectFrom('user_failure')
    .select(['subject_blind', 'address_blind', 'at'])
    .where('kind', '=', 'code')
    .where('at', '>', after)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ phone: row.subject_blind, address: row.address_blind, at: row.at }))
}

/** When this staff account was tried with wrong passwords, newest first, up to a limit. */
export const wrongPasswords = async (
  tx: UserTx,
  accountBlind: string,
  after: number,
  limit: number,
): Promise<number[]> => {
  const rows = await tx
    .selectFrom('user_failure')
    .select('at')
    .where('kind', '=', 'password')
    .where('subject_blind', '=', accountBlind)
    .where('at', '>', after)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => row.at)
}

/** Forgives the wrong codes of one request: the right one has followed. */
export const forgiveRequest = async (tx: UserTx, requestId: string): Promise<void> => {
  await tx.deleteFrom('user_failure').where('request_id', '=', requestId).execute()
}

/** Forgives the wrong passwords of one account. */
export const forgiveAccount = async (tx: UserTx, accountBlind: string): Promise<void> => {
  await tx
    .deleteFrom('user_failure')
    .where('kind', '=', 'password')
    .where('subject_blind', '=', accountBlind)
    .execute()
}

/** Whether this phone has signed in from this address before. */
export const isKnown = async (tx: UserTx, phoneBlind: string, addressBlind: string): Promise<boolean> => {
  const row = await tx
    .selectFrom('user_known')
    .select('seen_at')
    .where('phone_blind', '=', phoneBlind)
    .where('address_blind', '=', addressBlind)
    .executeTakeFirst()
  return row !== undefined
}

/** Remembers that this phone has signed in from this address. The caller stands alone at the gate. */
export const noteKnown = async (
  tx: UserTx,
  phoneBlind: string,
  addressBlind: string,
  now: number,
): Promise<void> => {
  const { numUpdatedRows } = await tx
    .updateTable('user_known')
    .set({ seen_at: now })
    .where('phone_blind', '=', phoneBlind)
    .where('address_blind', '=', addressBlind)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows > 0n) return
  const row = { phone_blind: phoneBlind, address_blind: addressBlind, seen_at: now }
  await tx.insertInto('user_known').values(row).execute()
}
