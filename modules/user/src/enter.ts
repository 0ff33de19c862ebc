/** What every way of signing in ends with: the account of a phone, made when new, and a session for it. */
import type { Command } from '@tiantou/kernel'
import type { CommandContext } from '@tiantou/platform'
import { User } from './contract.ts'
import { deviceOf } from './device.ts'
import { columns, places } from './places.ts'
import type { UserSettings } from './settings.ts'
import { insertUser, userByPhone } from './store/people.ts'
import { insertSession } from './store/sessions.ts'
import type { UserTables } from './tables.ts'
import { drawTokens, type TokenPair } from './tokens.ts'

/** What the parts of signing in need of a command's context. */
export type EnterContext = Omit<CommandContext<Command, UserTables, UserSettings>, 'refuse' | 'outcome'>

/**
 * The shopper with this phone; made on the first sign-in. The gate `guess` lets one command at a time come
 * here.
 */
export const findOrMake = async (
  context: EnterContext,
  phone: string,
): Promise<{ userId: string; isNew: boolean }> => {
  const { tx, now, secrets, emit, id } = context
  const phoneBlind = secrets.blind(columns.userPhone, phone)
  const found = await userByPhone(tx, phoneBlind)
  if (found !== undefined) return { userId: found.id, isNew: false }
  const userId = id('usr')
  const phoneSealed = secrets.seal(phone, places.userPhone(userId))
  await insertUser(tx, {
    id: userId,
    phone_sealed: phoneSealed,
    phone_blind: phoneBlind,
    turns: 0,
    joined_at: now,
  })
  emit(User.events.joined, { userId })
  return { userId, isNew: true }
}

/** Opens a session for a shopper. */
export const openShopperSession = async (context: EnterContext, userId: string): Promise<TokenPair> => {
  const { tx, now, settings, id } = context
  const sessionId = id('ses')
  const lives = { access_s: settings.accessTtl_s, refresh_s: settings.refreshTtl_s }
  const { pair, row } = drawTokens(context, sessionId, lives)
  await insertSession(
    tx,
    {
      id: sessionId,
      owner_kind: 'user',
      owner_id: userId,
      state: 'open',
      opened_at: now,
      ended_at: null,
      ended_why: null,
      device: deviceOf(context.userAgent),
    },
    row,
  )
  return pair
}
