/**
 * Calls that need the access token of an app. The token comes from stable_token, which gives every process
 * the same one, so processes need not share it; forcing a new one is left to operators, for it kills the
 * others'.
 */
import type { WechatAnswer } from '@tiantou/user/port'
import { call, outOfShape, text, type WechatCall, type WechatDeps, type Wire } from './client.ts'
import type { WechatAppKeys, WechatOpenConfig } from './config.ts'
import { keep, type Lent } from './kept.ts'

export type CallWithToken = (wanted: WechatCall) => Promise<WechatAnswer<Wire>>

/** The token was replaced or is over. */
const STALE = new Set(['40001', '40014', '42001'])

/** A lent thing out of an answer: its value and `expires_in` seconds. */
export function lentOf(answer: WechatAnswer<Wire>, field: string, now: number): WechatAnswer<Lent> {
  if (answer.kind !== 'ok') return answer
  const value = text(answer.value, field)
  const life_s = answer.value['expires_in']
  if (value === undefined || typeof life_s !== 'number' || life_s <= 0) return outOfShape()
  return { kind: 'ok', value: { value, expiresAt: now + life_s * 1000 } }
}

/**
 * Makes the caller of one app. A stale token is replaced once and the call repeated; where WeChat takes the
 * new one neither, nothing is known of what was asked.
 */
export function withToken(
  config: WechatOpenConfig,
  deps: WechatDeps,
  { appId, secret }: WechatAppKeys,
): CallWithToken {
  const tokens = keep(async () => {
    const askedAt = deps.now()
    const body = { grant_type: 'client_credential', appid: appId, secret, force_refresh: false }
    return lentOf(await call(config, deps, { path: '/cgi-bin/stable_token', body }), 'access_token', askedAt)
  }, deps.now)
  const once = async (wanted: WechatCall): Promise<WechatAnswer<Wire>> => {
    const token = await tokens.get()
    if (token.kind !== 'ok') return token
    const access_token = token.value.value
    const answer = await call(config, deps, { ...wanted, query: { access_token, ...wanted.query } })
    if (answer.kind === 'refused' && STALE.has(answer.code)) tokens.drop(access_token)
    return answer
  }
  return async (wanted) => {
    const answer = await once(wanted)
    if (answer.kind !== 'refused' || !STALE.has(answer.code)) return answer
    const again = await once(wanted)
    return again.kind === 'refused' && STALE.has(again.code)
      ? { kind: 'unknown', message: `token ${again.code}` }
      : again
  }
}
