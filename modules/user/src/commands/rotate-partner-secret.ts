/** A further secret for a partner, while the older ones go on for the overlap: nobody is cut off. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { endSecrets, insertSecret, partnerById, waitForPartner } from '../store/partners.ts'
import { endSessionsOf } from '../store/sessions.ts'
import type { UserTables } from '../tables.ts'
import { drawSecret } from '../tokens.ts'

/**
 * Rotates. Without an overlap the secret is taken for stolen, and open tokens end. Refuses no_such_partner.
 */
export const rotatePartnerSecret: CommandHandler<
  typeof User.commands.rotatePartnerSecret,
  UserTables
> = async ({ partnerId, overlap_s }, context) => {
  const { tx, now, refuse } = context
  const oldUntil = now + overlap_s * 1_000
  await waitForPartner(tx, partnerId)
  await endSecrets(tx, partnerId, oldUntil)
  if ((await partnerById(tx, partnerId)) === undefined) return refuse('no_such_partner')
  if (overlap_s === 0) await endSessionsOf(tx, partnerId, 'new_secret', now)
  const { secret, row } = drawSecret(context, partnerId)
  await insertSecret(tx, row)
  return { secret, oldUntil }
}
