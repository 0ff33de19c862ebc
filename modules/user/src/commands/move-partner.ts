/** Shuts a partner out, and lets it in again. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { movePartner, partnerById } from '../store/partners.ts'
import { endSessionsOf } from '../store/sessions.ts'
import type { UserTables } from '../tables.ts'

/** Disables a partner and ends its tokens. Refuses no_such_partner and wrong_state. */
export const disablePartner: CommandHandler<typeof User.commands.disablePartner, UserTables> = async (
  { partnerId },
  { tx, now, refuse },
) => {
  if (!(await movePartner(tx, partnerId, 'disable'))) {
    return refuse((await partnerById(tx, partnerId)) === undefined ? 'no_such_partner' : 'wrong_state')
  }
  await endSessionsOf(tx, partnerId, 'disabled', now)
  return {}
}

/** Enables a partner. Refuses no_such_partner and wrong_state. */
export const enablePartner: CommandHandler<typeof User.commands.enablePartner, UserTables> = async (
  { partnerId },
  { tx, refuse },
) => {
  if (await movePartner(tx, partnerId, 'enable')) return {}
  return refuse((await partnerById(tx, partnerId)) === undefined ? 'no_such_partner' : 'wrong_state')
}
