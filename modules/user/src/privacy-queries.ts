/** What flows and pages ask for somebody who wants a copy of his data, or its end. */
import type { QueryHandler } from '@tiantou/platform'
import type { User } from './contract.ts'
import { places } from './places.ts'
import { toAddress } from './queries.ts'
import { isErased } from './rules.ts'
import { consentsOf, nicknameOf } from './store/account.ts'
import { addressesOf, userById } from './store/people.ts'
import { erasedSince as erasedRows, isConfirmed } from './store/privacy.ts'
import { allSessionsOf } from './store/sessions.ts'
import { linksOf } from './store/wechat.ts'
import type { UserTables } from './tables.ts'

type Queries = typeof User.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], UserTables>

/** Refuses not_confirmed where the confirmation is not good for this session now. */
export const confirmed: Handler<'confirmed'> = async (input, { db, now, refuse }) =>
  (await isConfirmed(db, { ...input, now })) ? {} : refuse('not_confirmed')

/** The phone of one shopper; null when erased. */
export const phoneOf: Handler<'phoneOf'> = async ({ userId }, { db, secrets }) => {
  const row = await userById(db, userId)
  if (row === undefined || isErased(row)) return null
  return { phone: secrets.open(row.phone_sealed, places.userPhone(userId)) }
}

/** Who was erased since, by id. */
export const erasedSince: Handler<'erasedSince'> = async ({ since, after = '', limit }, { db }) => ({
  userIds: await erasedRows(db, since, after, limit),
})

/** All that is kept of one shopper in this module. */
export const ofUser: Handler<'ofUser'> = async ({ userId }, { db, secrets }) => {
  const user = await userById(db, userId)
  if (user === undefined || isErased(user)) throw new Error(`There is nothing left of ${userId}.`)
  const nickname = await nicknameOf(db, userId)
  const addresses = await addressesOf(db, userId)
  const sessions = await allSessionsOf(db, userId)
  const consents = await consentsOf(db, userId)
  const links = await linksOf(db, userId)
  return {
    userId,
    phone: secrets.open(user.phone_sealed, places.userPhone(userId)),
    nickname: nickname === undefined ? null : secrets.open(nickname, places.nickname(userId)),
    joinedAt: user.joined_at,
    addresses: addresses.map((row) => {
      const { name, phone, regionCode, detail, isDefault } = toAddress(row, secrets)
      return { name, phone, regionCode, detail, isDefault, savedAt: row.created_at }
    }),
    wechat: links.map((row) => ({ app: row.app, linkedAt: row.linked_at })),
    sessions: sessions.map((row) => ({
      device: row.device ?? '',
      openedAt: row.opened_at,
      seenAt: row.seen_at ?? row.opened_at,
      endedAt: row.ended_at,
    })),
    consents: consents.map(({ kind, version, given, at, device }) => ({
      kind,
      version,
      given: given === 1,
      at,
      device,
    })),
  }
}
