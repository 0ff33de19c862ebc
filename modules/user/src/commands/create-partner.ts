/** Makes a partner system. Its secret has 256 random bits, is shown this once, and kept as a digest. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { unknownAmong } from '../rules.ts'
import { partner } from '../states.ts'
import { insertPartner, offeredPermissions } from '../store/partners.ts'
import type { UserTables } from '../tables.ts'
import { drawSecret } from '../tokens.ts'

/** Creates a partner. Refuses unknown_scope. */
export const createPartner: CommandHandler<typeof User.commands.createPartner, UserTables> = async (
  { name, scopes },
  context,
) => {
  const { tx, now, refuse, id } = context
  const partnerId = id('ptn')
  const offered = (await offeredPermissions(tx)).map(({ code }) => code)
  const scope = unknownAmong(scopes, offered)
  if (scope !== undefined) return refuse('unknown_scope', { scope })
  const { secret, row } = drawSecret(context, partnerId)
  const fields = { name, state: partner.initial, scopes: JSON.stringify(scopes), created_at: now }
  await insertPartner(tx, { id: partnerId, ...fields }, row)
  return { partnerId, secret }
}
