/**
 * Signs in whoever WeChat says came. An identity that is linked opens its account; one that is not needs a
 * phone: the one that WeChat vouches for in the mini program, or one that is proved by a code afterwards.
 */
import type { CommandContext, CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { findOrMake, openShopperSession } from '../enter.ts'
import { mainlandPhone } from '../rules.ts'
import type { UserSettings } from '../settings.ts'
import { waitAtGate } from '../store/codes.ts'
import { noteWord } from '../store/wechat.ts'
import type { UserTables } from '../tables.ts'
import { drawTicket, linkIdentity, ownerOfIdentity } from '../wechat-links.ts'

type Enter = typeof User.commands.enterByWechat
type Context = CommandContext<Enter, UserTables, UserSettings>

/** WeChat's no or silence as an outcome; undefined where it has said yes. */
const noOf = ({ outcome }: Context, word: 'ok' | 'refused' | 'unknown') => {
  if (word === 'refused') return outcome('wechat_refused')
  return word === 'unknown' ? outcome('wechat_away') : undefined
}

/** Enters, or tells what is missing; every no is an outcome, for the code is used up and the visit over. */
export const enterByWechat: CommandHandler<Enter, UserTables, UserSettings> = async (
  { visitId, word, providerCode, identity, phone },
  context,
) => {
  const { tx, outcome } = context
  await waitAtGate(tx, 'guess')
  const visit = await noteWord(tx, visitId, word, providerCode || (phone?.providerCode ?? ''))
  const no = noOf(context, word)
  if (no !== undefined) return no
  if (identity === undefined) throw new Error('WeChat said yes to nobody.')
  const owner = await ownerOfIdentity(context, identity)
  const enter = async (userId: string, isNew: boolean) => {
    await linkIdentity(context, userId, visit.app, identity)
    return { userId, isNew, to: visit.to_path, ...(await openShopperSession(context, userId)) }
  }
  if (owner !== undefined) return enter(owner, false)
  if (phone === undefined) return outcome('phone_needed', await drawTicket(context, visit, identity))
  const phoneNo = noOf(context, phone.word)
  if (phoneNo !== undefined) return phoneNo
  const number = mainlandPhone(phone.number ?? '')
  if (number === undefined) return outcome('phone_abroad')
  const { userId, isNew } = await findOrMake(context, number)
  return enter(userId, isNew)
}
