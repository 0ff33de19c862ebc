/**
 * Tying WeChat identities to accounts: one identity belongs to one account at most, an account may have
 * several. Callers stand alone at the gate `guess`, so nobody links the same identity at the same moment.
 */
import type { FieldSecrets } from '@tiantou/platform'
import type { EnterContext } from './enter.ts'
import { columns, places } from './places.ts'
import type { WechatApp, WechatIdentity } from './port.ts'
import { type IdentityBlinds, insertLink, linkOf, setTicket, takeTicket, touchLink } from './store/wechat.ts'
import { tokenHash } from './tokens.ts'
import type { WechatVisitRow } from './wechat-tables.ts'
import type { bindingRefusals } from './wechat-operations.ts'

/** The digests of an identity. */
export const blindsOf = (
  secrets: FieldSecrets,
  { appId, openId, unionId }: WechatIdentity,
): IdentityBlinds => ({
  openId: secrets.blind(columns.openId, `${appId} ${openId}`),
  unionId: unionId === undefined ? null : secrets.blind(columns.unionId, unionId),
})

/** Whose the identity is; undefined when nobody's. */
export const ownerOfIdentity = async (
  { tx, secrets }: Pick<EnterContext, 'tx' | 'secrets'>,
  identity: WechatIdentity,
): Promise<string | undefined> => (await linkOf(tx, blindsOf(secrets, identity)))?.user_id

/** Links an identity to an account, or notes that it was used; false when it is another account's. */
export const linkIdentity = async (
  { tx, now, secrets, id }: EnterContext,
  userId: string,
  app: WechatApp,
  identity: WechatIdentity,
): Promise<boolean> => {
  const blinds = blindsOf(secrets, identity)
  const link = await linkOf(tx, blinds)
  if (link !== undefined && link.user_id !== userId) return false
  if (await touchLink(tx, userId, blinds, now)) return true
  const linkId = id('wxl')
  await insertLink(tx, {
    id: linkId,
    user_id: userId,
    app,
    app_id: identity.appId,
    open_id_sealed: secrets.seal(identity.openId, places.openId(linkId)),
    open_id_blind: blinds.openId,
    union_id_blind: blinds.unionId,
    linked_at: now,
    used_at: now,
  })
  return true
}

/** Lets the identity of a visit wait for a phone; gives the ticket for it. */
export const drawTicket = async (
  { tx, now, settings, secrets, random }: EnterContext,
  visit: WechatVisitRow,
  identity: WechatIdentity,
): Promise<{ ticket: string; expiresAt: number; to: string }> => {
  const ticket = random(32).toString('base64url')
  const expiresAt = now + settings.wechatTicket_s * 1_000
  await setTicket(tx, visit.id, {
    identity_sealed: secrets.seal(JSON.stringify(identity), places.identity(visit.id)),
    ticket_hash: tokenHash(ticket),
    ticket_expires_at: expiresAt,
  })
  return { ticket, expiresAt, to: visit.to_path }
}

/** Links the identity that a ticket stands for; says why it cannot be. */
export const bindTicket = async (
  context: EnterContext,
  ticket: string,
  userId: string,
): Promise<keyof typeof bindingRefusals | undefined> => {
  const { tx, now, secrets } = context
  const visit = await takeTicket(tx, tokenHash(ticket), now)
  if (visit === undefined || visit.identity_sealed === null) return 'wechat_ticket_invalid'
  const identity = JSON.parse(
    secrets.open(visit.identity_sealed, places.identity(visit.id)),
  ) as WechatIdentity
  return (await linkIdentity(context, userId, visit.app, identity)) ? undefined : 'wechat_taken'
}
