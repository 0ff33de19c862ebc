/** SQL of sessions and their token pairs. */
import { from, to } from '@tiantou/kernel'
import { hotRows, type ReadDb, type Tx } from '@tiantou/platform'
import { session, tokenPair } from '../states.ts'
import type { SessionRow, TokenRow, UserTables } from '../tables.ts'

type UserTx = Tx<UserTables>

/** Opens a session with its first pair. */
export const insertSession = async (tx: UserTx, row: SessionRow, tokens: TokenRow): Promise<void> => {
  await tx.insertInto('user_session').values(row).execute()
  await tx.insertInto('user_token').values(tokens).execute()
}

/** Writes a further pair of a session. */
export const insertTokens = async (tx: UserTx, row: TokenRow): Promise<void> => {
  await tx.insertInto('user_token').values(row).execute()
}

/** Exchanges a pair that is current and not expired; false where it is not. */
export const rotateTokens = async (tx: UserTx, refreshHash: string, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('user_token')
    .set({ state: to(tokenPair, 'rotate'), rotated_at: now })
    .where('refresh_hash', '=', refreshHash)
    .where('refresh_expires_at', '>', now)
    .where('state', 'in', [...from(tokenPair, 'rotate')])
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Keeps the pair that this one was exchanged for. */
export const setChild = async (tx: UserTx, tokenId: string, childSealed: string): Promise<void> => {
  await tx.updateTable('user_token').set({ child_sealed: childSealed }).where('id', '=', tokenId).execute()
}

/** The pair of a refresh token with what matters of its session; undefined when there is none. */
export const pairOf = (tx: UserTx, refreshHash: string) =>
  tx
    .selectFrom('user_token as token')
    .innerJoin('user_session as session', 'session.id', 'token.session_id')
    .select([
      'token.id',
      'token.session_id',
      'token.refresh_expires_at',
      'token.rotated_at',
      'token.child_sealed',
      'session.state as session_state',
      'session.owner_id',
    ])
    .where('token.refresh_hash', '=', refreshHash)
    .executeTakeFirst()

/** Ends a session; false where it had ended before. */
export const endSession = async (
  tx: UserTx,
  sessionId: string,
  why: NonNullable<SessionRow['ended_why']>,
  now: number,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('user_session')
    .set({ state: to(session, 'end'), ended_at: now, ended_why: why })
    .where('id', '=', sessionId)
    .where('state', 'in', [...from(session, 'end')])
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Ends every session of one owner. */
export const endSessionsOf = async (
  tx: UserTx,
  ownerId: string,
  why: NonNullable<SessionRow['ended_why']>,
  now: number,
): Promise<void> => {
  await tx
    .updateTable('user_session')
    .set({ state: to(session, 'end'), ended_at: now, ended_why: why })
    .where('owner_id', '=', ownerId)
    .where('state', 'in', [...from(session, 'end')])
    .execute()
}

const ownerQuery = hotRows((db: UserTx, hole: { accessHash: string; now: number }) =>
  db
    .selectFrom('user_token as token')
    .innerJoin('user_session as session', 'session.id', 'token.session_id')
    .leftJoin('user_staff as staff', 'staff.id', 'session.owner_id')
    .leftJoin('user_role as role', 'role.name', 'staff.role')
    .select([
      'session.id as session_id',
      'session.owner_kind',
      'session.owner_id',
      'token.access_expires_at',
      'role.permissions',
    ])
    .where('token.access_hash', '=', hole.accessHash)
    .where('token.access_expires_at', '>', hole.now)
    .where('session.state', '=', session.initial),
)

/**
 * Whose open session an access token belongs to, with the permissions that the role has now; undefined for
 * nobody's.
 */
export const ownerOf = async (db: ReadDb<UserTables>, accessHash: string, now: number) => {
  const [row] = await ownerQuery(db, { accessHash, now })
  return row
}
