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

/** Ends one open session of its owner; false where there is none. */
export const endSessionOf = async (
  tx: UserTx,
  ownerId: string,
  sessionId: string,
  now: number,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('user_session')
    .set({ state: to(session, 'end'), ended_at: now, ended_why: 'ended_elsewhere' })
    .where('id', '=', sessionId)
    .where('owner_id', '=', ownerId)
    .where('state', 'in', [...from(session, 'end')])
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Ends every session of one owner but this one; says how many. */
export const endSessionsBut = async (
  tx: UserTx,
  ownerId: string,
  sessionId: string,
  now: number,
): Promise<number> => {
  const { numUpdatedRows } = await tx
    .updateTable('user_session')
    .set({ state: to(session, 'end'), ended_at: now, ended_why: 'ended_elsewhere' })
    .where('owner_id', '=', ownerId)
    .where('id', '<>', sessionId)
    .where('state', 'in', [...from(session, 'end')])
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** Notes that a session was in use: once for each exchange of tokens. */
export const noteSeen = async (tx: UserTx, sessionId: string, now: number): Promise<void> => {
  await tx.updateTable('user_session').set({ seen_at: now }).where('id', '=', sessionId).execute()
}

/** Sessions of one owner that a token still opens, newest first. */
export const openSessionsOf = (db: ReadDb<UserTables>, ownerId: string, now: number) =>
  db
    .selectFrom('user_session as session')
    .select(['session.id', 'session.device', 'session.opened_at', 'session.seen_at'])
    .where('session.owner_id', '=', ownerId)
    .where('session.state', '=', session.initial)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('user_token as token')
          .select('token.id')
          .whereRef('token.session_id', '=', 'session.id')
          .where('token.refresh_expires_at', '>', now),
      ),
    )
    .orderBy('session.id', 'desc')
    .execute()

/** All sessions of one owner that are not forgotten yet, newest first. */
export const allSessionsOf = (db: ReadDb<UserTables>, ownerId: string) =>
  db
    .selectFrom('user_session')
    .select(['device', 'opened_at', 'seen_at', 'ended_at'])
    .where('owner_id', '=', ownerId)
    .orderBy('id', 'desc')
    .execute()

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
    .leftJoin('user_partner as partner', 'partner.id', 'session.owner_id')
    .select([
      'session.id as session_id',
      'session.owner_kind',
      'session.owner_id',
      'token.access_expires_at',
      'role.permissions',
      'session.scopes',
      'partner.scopes as partner_scopes',
      'partner.state as partner_state',
    ])
    .where('token.access_hash', '=', hole.accessHash)
    .where('token.access_expires_at', '>', hole.now)
    .where('session.state', '=', session.initial),
)

/**
 * Whose open session an access token belongs to, with the permissions that the role or the partner has now;
 * undefined for nobody's.
 */
export const ownerOf = async (db: ReadDb<UserTables>, accessHash: string, now: number) => {
  const [row] = await ownerQuery(db, { accessHash, now })
  return row
}
