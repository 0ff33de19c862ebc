/** Gives a partner system an access token for its id and secret: the heart of RFC 6749 §4.4. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { unknownAmong } from '../rules.ts'
import type { UserSettings } from '../settings.ts'
import { partnerBySecret, waitForPartner } from '../store/partners.ts'
import { insertSession } from '../store/sessions.ts'
import { readPermissions } from '../store/staff.ts'
import type { UserTables } from '../tables.ts'
import { drawTokens, tokenHash } from '../tokens.ts'

/**
 * Issues a token. Refuses invalid_client and invalid_scope. A wrong secret leaves no row: it has 256 random
 * bits, so guesses need no budget, and a lock would let anybody who knows the id shut a partner out.
 */
export const issuePartnerToken: CommandHandler<
  typeof User.commands.issuePartnerToken,
  UserTables,
  UserSettings
> = async ({ clientId, clientSecret, scopes }, context) => {
  const { tx, now, settings, refuse, id } = context
  await waitForPartner(tx, clientId)
  const found = await partnerBySecret(tx, clientId, tokenHash(clientSecret), now)
  if (found === undefined) return refuse('invalid_client')
  const held = readPermissions(found.scopes)
  const asked = scopes ?? held
  if (unknownAmong(asked, held) !== undefined) return refuse('invalid_scope')
  const sessionId = id('ses')
  const { pair, row } = drawTokens(context, sessionId, { access_s: settings.partnerToken_s })
  const session = { id: sessionId, owner_kind: 'partner', owner_id: found.id, state: 'open' } as const
  const rest = { opened_at: now, ended_at: null, ended_why: null, scopes: JSON.stringify(asked) }
  await insertSession(tx, { ...session, ...rest }, row)
  return { accessToken: pair.accessToken, expiresIn_s: settings.partnerToken_s, scopes: asked }
}
