/** What can be asked of WeChat links. Open ids leave only to flows that act for their owner. */
import type { QueryHandler } from '@tiantou/platform'
import type { User } from './contract.ts'
import { places } from './places.ts'
import { shopperOf } from './rules.ts'
import { lastLinkIn, linkOf, linksOf } from './store/wechat.ts'
import type { UserTables } from './tables.ts'
import { blindsOf } from './wechat-links.ts'

type Queries = typeof User.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], UserTables>

/** The caller's links, without who he is to WeChat. */
export const wechatLinks: Handler<'wechatLinks'> = async (_input, { db, actor }) => {
  const rows = await linksOf(db, shopperOf(actor))
  return {
    items: rows.map((row) => ({
      linkId: row.id,
      app: row.app,
      linkedAt: row.linked_at,
      usedAt: row.used_at,
    })),
  }
}

/** What an app calls a user. */
export const wechatOpenId: Handler<'wechatOpenId'> = async ({ userId, appId }, { db, secrets }) => {
  const row = await lastLinkIn(db, userId, appId)
  return { openId: row === undefined ? null : secrets.open(row.open_id_sealed, places.openId(row.id)) }
}

/** Whether an identity is somebody's. */
export const knowsWechat: Handler<'knowsWechat'> = async (identity, { db, secrets }) => ({
  known: (await linkOf(db, blindsOf(secrets, identity))) !== undefined,
})
