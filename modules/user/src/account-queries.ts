/** What can be asked about sessions, consents and partner systems. */
import type { QueryHandler } from '@tiantou/platform'
import { dueOf, standingOf } from './consents.ts'
import type { User } from './contract.ts'
import { shopperOf } from './rules.ts'
import type { UserSettings } from './settings.ts'
import { consentsOf } from './store/account.ts'
import { allPartners, liveSecrets, offeredPermissions } from './store/partners.ts'
import { openSessionsOf } from './store/sessions.ts'
import { readPermissions } from './store/staff.ts'
import type { UserTables } from './tables.ts'

type Queries = typeof User.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], UserTables, UserSettings>

/** The caller's open sessions: this one, then the others by when they were last seen. */
export const sessions: Handler<'sessions'> = async (_input, { db, actor, now }) => {
  const rows = await openSessionsOf(db, shopperOf(actor), now)
  const current = actor.kind === 'user' ? actor.sessionId : ''
  const items = rows.map((row) => ({
    sessionId: row.id,
    device: row.device ?? '',
    openedAt: row.opened_at,
    seenAt: row.seen_at ?? row.opened_at,
    current: row.id === current,
  }))
  return { items: items.toSorted((a, b) => Number(b.current) - Number(a.current) || b.seenAt - a.seenAt) }
}

/** What the caller has agreed to, and what is due. */
export const consents: Handler<'consents'> = async (_input, { db, actor, settings }) => {
  const said = await consentsOf(db, shopperOf(actor))
  return { items: standingOf(said, settings), due: dueOf(said, settings) }
}

/** The documents as they stand today. */
export const policies: Handler<'policies'> = async (_input, { settings }) => {
  const { privacyVersion, termsVersion, operator, contact } = settings
  return { privacyVersion, termsVersion, operator, contact }
}

/** All partners, with the times of their secrets. */
export const partners: Handler<'partners'> = async (_input, { db, now }) => {
  const secrets = Map.groupBy(await liveSecrets(db, now), (secret) => secret.partner_id)
  const rows = await allPartners(db)
  return {
    items: rows.map((row) => ({
      partnerId: row.id,
      name: row.name,
      state: row.state,
      scopes: readPermissions(row.scopes),
      createdAt: row.created_at,
      secrets: (secrets.get(row.id) ?? []).map((secret) => ({
        createdAt: secret.created_at,
        expiresAt: secret.expires_at,
      })),
    })),
  }
}

/** What partners may be given. */
export const partnerScopes: Handler<'partnerScopes'> = async (_input, { db }) => {
  const rows = await offeredPermissions(db)
  return { items: rows.map(({ code, meaning }) => ({ scope: code, meaning })) }
}
