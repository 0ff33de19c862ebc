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

/**
 * Records a consent; the same word again adds nothing. Refuses other_version, consent_required, no_such_user.
 */
export const setConsent: CommandHandler<typeof User.commands.setConsent, UserTables, UserSettings> = async (
  { kind, version, given },
  { tx, now, actor, settings, refuse, id, userAgent },
) => {
  const userId = shopperOf(actor)
  if (isRequired(kind) && !given) return refuse('consent_required')
  const today = versionOf(kind, settings)
  if (version !== today) return refuse('other_version', { version: today })
  if (!(await waitForTurn(tx, userId))) return refuse('no_such_user')
  const before = await consentsOf(tx, userId)
  const last = before.find((one) => one.kind === kind)
  if (last?.version === version && (last.given === 1) === given) return {}
  // Of two words in one millisecond the later must still be the later.
  const at = Math.max(now, (before[0]?.at ?? 0) + 1)
  const said = { kind, version, given: Number(given), at, device: deviceOf(userAgent) }
  await insertConsents(tx, [{ id: id('cns'), user_id: userId, ...said }])
  return {}
}
