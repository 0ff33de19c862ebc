/** Replaces what a partner may do. Tokens look it up, so open ones obey within five seconds. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { unknownAmong } from '../rules.ts'
import { offeredPermissions, updateScopes } from '../store/partners.ts'
import type { UserTables } from '../tables.ts'

/** Sets the scopes. Refuses unknown_scope and no_such_partner. */
export const setPartnerScopes: CommandHandler<typeof User.commands.setPartnerScopes, UserTables> = async (
  { partnerId, scopes },
  { tx, refuse },
) => {
  const offered = (await offeredPermissions(tx)).map(({ code }) => code)
  const scope = unknownAmong(scopes, offered)
  if (scope !== undefined) return refuse('unknown_scope', { scope })
  return (await updateScopes(tx, partnerId, scopes)) ? {} : refuse('no_such_partner')
}
