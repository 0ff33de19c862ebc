/** Sets what a shopper wants to be called. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { places } from '../places.ts'
import { shopperOf } from '../rules.ts'
import { replaceNickname } from '../store/account.ts'
import { waitForTurn } from '../store/people.ts'
import type { UserTables } from '../tables.ts'

/** Sets or takes away the nickname. Refuses no_such_user where the account was erased meanwhile. */
export const setNickname: CommandHandler<typeof User.commands.setNickname, UserTables> = async (
  { nickname },
  { tx, actor, secrets, refuse },
) => {
  const userId = shopperOf(actor)
  if (!(await waitForTurn(tx, userId))) return refuse('no_such_user')
  const name = nickname?.trim()
  await replaceNickname(tx, userId, name === undefined ? null : secrets.seal(name, places.nickname(userId)))
  return {}
}
