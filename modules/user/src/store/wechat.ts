/** SQL of links to WeChat identities and of visits. */
import type { ReadDb, Tx } from '@tiantou/platform'
import type { UserTables } from '../tables.ts'
import type { WechatRow, WechatVisitRow } from '../wechat-tables.ts'

type UserTx = Tx<UserTables>
type UserDb = ReadDb<UserTables>

/** The digests by which an identity is found. */
export interface IdentityBlinds {
  readonly openId: string
  readonly unionId: string | null
}

/** Writes down that somebody sets out. */
export const insertVisit = async (tx: UserTx, row: WechatVisitRow): Promise<void> => {
  await tx.insertInto('user_wechat_visit').values(row).execute()
}

/** Takes a state once, from who was given it and in time; undefined where that cannot be. */
export const takeState = async (
  tx: UserTx,
  stateHash: string,
  callerBlind: string,
  now: number,
): Promise<WechatVisitRow | undefined> => {
  const { numUpdatedRows } = await tx
    .updateTable('user_wechat_visit')
    .set({ returned_at: now })
    .where('state_hash', '=', stateHash)
    .where('caller_blind', '=', callerBlind)
    .where('expires_at', '>', now)
    .where('returned_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) return undefined
  return tx
    .selectFrom('user_wechat_visit')
    .selectAll()
    .where('state_hash', '=', stateHash)
    .executeTakeFirstOrThrow()
}

/** Notes what WeChat said to a visit, once, and gives the visit. */
export const noteWord = async (
  tx: UserTx,
  visitId: string,
  word: NonNullable<WechatVisitRow['word']>,
  providerCode: string,
): Promise<WechatVisitRow> => {
  const { numUpdatedRows } = await tx
    .updateTable('user_wechat_visit')
    .set({ word, provider_code: providerCode })
    .where('id', '=', visitId)
    .where('word', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new Error(`WeChat has spoken to visit ${visitId}, or there is none.`)
  return tx.selectFrom('user_wechat_visit').selectAll().where('id', '=', visitId).executeTakeFirstOrThrow()
}

/** Lets a visit wait for a phone. */
export const setTicket = async (
  tx: UserTx,
  visitId: string,
  ticket: Pick<WechatVisitRow, 'identity_sealed' | 'ticket_hash' | 'ticket_expires_at'>,
): Promise<void> => {
  await tx.updateTable('user_wechat_visit').set(ticket).where('id', '=', visitId).execute()
}

/**
 * Uses a ticket up and gives its visit, whose identity is forgotten with it; undefined where it is not good.
 */
export const takeTicket = async (
  tx: UserTx,
  ticketHash: string,
  now: number,
): Promise<WechatVisitRow | undefined> => {
  const found = await tx
    .selectFrom('user_wechat_visit')
    .selectAll()
    .where('ticket_hash', '=', ticketHash)
    .executeTakeFirst()
  const { numUpdatedRows } = await tx
    .updateTable('user_wechat_visit')
    .set({ ticket_used_at: now, identity_sealed: null })
    .where('ticket_hash', '=', ticketHash)
    .where('ticket_expires_at', '>', now)
    .where('ticket_used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n ? found : undefined
}

/** The link of an identity: by its open id, else by its union id; undefined when it is nobody's. */
export const linkOf = async (
  db: UserDb,
  { openId, unionId }: IdentityBlinds,
): Promise<WechatRow | undefined> => {
  const links = db.selectFrom('user_wechat').selectAll()
  const own = await links.where('open_id_blind', '=', openId).executeTakeFirst()
  if (own !== undefined || unionId === null) return own
  return links.where('union_id_blind', '=', unionId).executeTakeFirst()
}

/** Writes a link. */
export const insertLink = async (tx: UserTx, row: WechatRow): Promise<void> => {
  await tx.insertInto('user_wechat').values(row).execute()
}

/** Notes that a link was used, and its union id where WeChat has told it by now; false when there is none. */
export const touchLink = async (
  tx: UserTx,
  userId: string,
  { openId, unionId }: IdentityBlinds,
  now: number,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('user_wechat')
    .set({ used_at: now, ...(unionId === null ? {} : { union_id_blind: unionId }) })
    .where('open_id_blind', '=', openId)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Deletes a link of its owner; false when it is not theirs. */
export const deleteLink = async (tx: UserTx, userId: string, id: string): Promise<boolean> => {
  const { numDeletedRows } = await tx
    .deleteFrom('user_wechat')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** All links of one account, newest first. */
export const linksOf = (db: UserDb, userId: string): Promise<WechatRow[]> =>
  db
    .selectFrom('user_wechat')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('linked_at', 'desc')
    .orderBy('id', 'desc')
    .execute()

/** The link of one account in one app that was used last; undefined when there is none. */
export const lastLinkIn = (db: UserDb, userId: string, appId: string): Promise<WechatRow | undefined> =>
  db
    .selectFrom('user_wechat')
    .selectAll()
    .where('user_id', '=', userId)
    .where('app_id', '=', appId)
    .orderBy('used_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
