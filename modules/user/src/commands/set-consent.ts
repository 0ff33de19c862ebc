/** Notes a yes or a no to one document; nothing that was said before is overwritten. */
import type { CommandHandler } from '@tiantou/platform'
import { isRequired, versionOf } from '../consents.ts'
import type { User } from '../contract.ts'
import { deviceOf } from '../device.ts'
import { shopperOf } from '../rules.ts'
import type { UserSettings } from '../settings.ts'
import { consentsOf, insertConsents } from '../store/account.ts'
import { waitForTurn } from '../store/people.ts'
import type { UserTables } from '../tables.ts'

/** Records a consent. Refuses other_version, consent_required and no_such_user. */
export const setConsent: CommandHandler<typeof User.commands.setConsent, UserTables, UserSettings> = async (
  { kind, version, given },
  { tx, now, actor, settings, refuse, id, userAgent },
) => {
  const userId = shopperOf(actor)
  if (isRequired(kind) && !given) return refuse('consent_required')
  const today = versionOf(kind, settings)
  if (version !== today) return refuse('other_version', { version: today })
  if (!(await waitForTurn(tx, userId))) return refuse('no_such_user')
  // Of two words in one millisecond the later must still be the later.
  const last = (await consentsOf(tx, userId))[0]?.at ?? 0
  const at = Math.max(now, last + 1)
  const said = { kind, version, given: Number(given), at, device: deviceOf(userAgent) }
  await insertConsents(tx, [{ id: id('cns'), user_id: userId, ...said }])
  return {}
}
