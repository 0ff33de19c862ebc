/**
 * Fills module user's port `WechatAccounts`: where a browser is sent, who came back with a code, and which
 * phone belongs to one. `session_key` and the users' own tokens are read over and never leave this file.
 */
import type { WechatAccounts, WechatAnswer, WechatApp, WechatIdentity } from '@tiantou/user/port'
import { call, outOfShape, text, type WechatDeps, type Wire } from './client.ts'
import type { WechatAppKeys, WechatOpenConfig } from './config.ts'
import { withToken } from './token.ts'

const NOT_CONFIGURED = { kind: 'refused', code: 'not_configured' } as const

/** Opens the accounts that the settings name. */
export function createWechatAccounts(config: WechatOpenConfig, deps: WechatDeps): WechatAccounts {
  const { mini, official, website } = config
  const opens = (app: WechatApp): 'inside' | 'anywhere' =>
    app === 'website' || (app === 'official' && config.opensAnywhere) ? 'anywhere' : 'inside'
  const apps = (['mini', 'official', 'website'] as const)
    .filter((app) => config[app] !== undefined)
    .map((app) => ({ app, opens: opens(app) }))
  const callMini = mini === undefined ? undefined : withToken(config, deps, mini)
  return {
    apps,
    pageFor: (app, state) => {
      if (app === 'official' && official !== undefined)
        return pageUrl(config.authorizeUrl, official, config.returnUrl, 'snsapi_base', state)
      if (app === 'website' && website !== undefined)
        return pageUrl(config.qrUrl, website, config.returnUrl, 'snsapi_login', state)
      return undefined
    },
    identify: (app, code) => {
      const keys = config[app]
      return keys === undefined
        ? Promise.resolve(NOT_CONFIGURED)
        : identify(config, deps, { app, keys, code })
    },
    phoneOf: async (code) =>
      mini === undefined || callMini === undefined
        ? NOT_CONFIGURED
        : phoneOf(mini, await callMini({ path: '/wxa/business/getuserphonenumber', body: { code } })),
  }
}

/** WeChat compares the order of the parameters: this one is theirs. */
function pageUrl(base: string, keys: WechatAppKeys, returnUrl: string, scope: string, state: string): string {
  const query = new URLSearchParams({
    appid: keys.appId,
    redirect_uri: returnUrl,
    response_type: 'code',
    scope,
    state,
  })
  return `${base}?${query.toString()}#wechat_redirect`
}

async function identify(
  config: WechatOpenConfig,
  deps: WechatDeps,
  { app, keys, code }: { readonly app: WechatApp; readonly keys: WechatAppKeys; readonly code: string },
): Promise<WechatAnswer<WechatIdentity>> {
  const known = { appid: keys.appId, secret: keys.secret, grant_type: 'authorization_code' }
  const answer = await call(
    config,
    deps,
    app === 'mini'
      ? { path: '/sns/jscode2session', query: { ...known, js_code: code } }
      : { path: '/sns/oauth2/access_token', query: { ...known, code } },
  )
  if (answer.kind !== 'ok') return answer
  const openId = text(answer.value, 'openid')
  const unionId = text(answer.value, 'unionid')
  // A virtual account of somebody who only looks at a snapshot of the page: it is nobody's.
  if (answer.value['is_snapshotuser'] === 1) return { kind: 'refused', code: 'snapshot_user' }
  if (openId === undefined) return outOfShape()
  return {
    kind: 'ok',
    value: { appId: keys.appId, openId, ...(unionId === undefined ? {} : { unionId }) },
  }
}

function phoneOf(keys: WechatAppKeys, answer: WechatAnswer<Wire>): WechatAnswer<{ readonly phone: string }> {
  if (answer.kind !== 'ok') return answer
  const info = answer.value['phone_info']
  const number = text(info, 'purePhoneNumber')
  const country = text(info, 'countryCode')
  const watermark = (info as Wire | undefined)?.['watermark']
  if (number === undefined || country === undefined || text(watermark, 'appid') !== keys.appId)
    return outOfShape()
  return { kind: 'ok', value: { phone: `+${country}${number}` } }
}
