/** What can be asked of module media. */
import { actorKey } from '@tiantou/kernel'
import type { QueryHandler } from '@tiantou/platform'
import type { Media } from './contract.ts'
import { signedText, steadyUntil } from './rules.ts'
import type { MediaSettings } from './settings.ts'
import { pictureOf, picturesOf, readyOf, removableIn, sentBy } from './store.ts'
import type { MediaTables } from './tables.ts'
import { linksTo, readPlace, toInfo, writePlace } from './views.ts'

type Queries = typeof Media.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], MediaTables, MediaSettings>

const DEFAULT_LIMIT = 20
const HOUR_MS = 3_600_000

/** Pictures by name, in the order asked. */
export const pictures: Handler<'pictures'> = async ({ names }, { db }) => {
  const rows = new Map((await picturesOf(db, names)).map((row) => [row.id, row]))
  const known = names.flatMap((name) => rows.get(name) ?? [])
  return { items: known.map((row) => ({ ...toInfo(row), look: row.look ?? null })) }
}

/** Ready pictures of one purpose, newest first. */
export const list: Handler<'list'> = async ({ limit = DEFAULT_LIMIT, cursor, purpose }, { db }) => {
  const after = cursor === undefined ? undefined : readPlace(cursor)
  const rows = await readyOf(db, purpose, limit + 1, after)
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return { items: shown.map(toInfo), next: last === undefined ? null : writePlace(last) }
}

/** Links to private pictures, of one owner where one is given. */
export const links: Handler<'links'> = async ({ names, owner, least_s }, { db, secrets, settings, now }) => {
  const rows = await picturesOf(db, names)
  const mine = rows.filter((row) => owner === undefined || row.owner === owner)
  const until = least_s === undefined ? now + settings.linkTtl_s * 1_000 : steadyUntil(now, least_s)
  return { items: mine.flatMap((row) => linksTo(row, secrets, until)) }
}

/** Links to one of the caller's own private pictures; another's is not there. */
export const myLinks: Handler<'myLinks'> = async (
  { name },
  { db, actor, secrets, settings, now, refuse },
) => {
  const row = await pictureOf(db, name)
  if (row === undefined || row.owner !== actorKey(actor)) return refuse('no_such_picture')
  const items = linksTo(row, secrets, now + settings.linkTtl_s * 1_000)
  return items.length === 0 ? refuse('no_such_picture') : { items }
}

/** Links to any private picture, for staff that may. */
export const staffLinks: Handler<'staffLinks'> = async ({ name }, { db, secrets, settings, now, refuse }) => {
  const row = await pictureOf(db, name)
  const items = row === undefined ? [] : linksTo(row, secrets, now + settings.linkTtl_s * 1_000)
  return items.length === 0 ? refuse('no_such_picture') : { items }
}

/** Judges a link. Only of a right one is told that it is over. */
export const judgeLink: Handler<'judgeLink'> = async (
  { name, width, until, signature },
  { secrets, now },
) => {
  if (!secrets.matches('media.link', signedText(name, width, until), signature)) return { verdict: 'wrong' }
  return { verdict: until > now ? 'good' : 'over' }
}

/** What there is to remove. */
export const removable: Handler<'removable'> = async ({ limit }, { db, settings, now }) => {
  const rows = await removableIn(db, now - settings.orphanAfter_h * HOUR_MS, limit)
  return { items: rows.map((row) => ({ name: row.id, state: row.state })) }
}

/** Everything that is kept of one shopper's pictures. */
export const ofUser: Handler<'ofUser'> = async ({ userId }, { db }) => {
  const rows = await sentBy(db, actorKey({ kind: 'user', id: userId, sessionId: '' }))
  return { pictures: rows.map((row) => ({ ...toInfo(row), usedAt: row.used_at })) }
}
