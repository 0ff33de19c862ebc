/** Links the WeChat identity that came back to the account of the caller. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { shopperOf } from '../rules.ts'
import type { UserSettings } from '../settings.ts'
import { waitAtGate } from '../store/codes.ts'
import { waitForTurn } from '../store/people.ts'
import { noteWord } from '../store/wechat.ts'
import type { UserTables } from '../tables.ts'
import { linkIdentity } from '../wechat-links.ts'

/** Links; a second time changes nothing. Refuses wechat_taken, and no_such_user of who was erased. */
export const linkWechat: CommandHandler<typeof User.commands.linkWechat, UserTables, UserSettings> = async (
  { visitId, word, providerCode, identity },
  context,
) => {
  const { tx, actor, refuse, outcome } = context
  const userId = shopperOf(actor)
  await waitAtGate(tx, 'guess')
  const visit = await noteWord(tx, visitId, word, providerCode)
  if (word === 'refused') return outcome('wechat_refused')
  if (word === 'unknown') return outcome('wechat_away')
  if (identity === undefined) throw new Error('WeChat said yes to nobody.')
  if (!(await waitForTurn(tx, userId))) return refuse('no_such_user')
  const isLinked = await linkIdentity(context, userId, visit.app, identity)
  return isLinked ? { to: visit.to_path } : refuse('wechat_taken')
}
