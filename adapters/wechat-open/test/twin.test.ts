// The twin by itself: tokens as stable_token lends them, methods and keys checked, and a page of consent that
// sends nobody to strangers. Settings of the adapter, since both are about what may be asked.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createWechatAccounts, WechatOpenConfigError, type WechatOpenSettings } from '../src/index.ts'
import type { WechatOpenTwin } from '../src/twin/index.ts'
import { clock, configOf, deps, queryOf, START, startTwin } from './kit.ts'

let twin: WechatOpenTwin
beforeAll(async () => {
  twin = await startTwin()
})
beforeEach(() => {
  clock.now = START
})
afterAll(() => twin.close())

type Json = Record<string, unknown>
const get = async (path: string): Promise<Json> => (await fetch(`${twin.url}${path}`)).json() as Promise<Json>
const token = async (force_refresh = false): Promise<Json> => {
  const { appId: appid, secret } = twin.config.official
  const body = JSON.stringify({ grant_type: 'client_credential', appid, secret, force_refresh })
  return (await fetch(`${twin.url}/cgi-bin/stable_token`, { method: 'POST', body })).json() as Promise<Json>
}
const ticketBy = (one: Json) =>
  get(`/cgi-bin/ticket/getticket?type=jsapi&access_token=${String(one['access_token'])}`)

describe('tokens', () => {
  it('stay the same until five minutes before their end; then old and new are good together', async () => {
    const first = await token()
    expect(String(first['access_token']).length).toBeGreaterThan(128)
    clock.now += 6_000_000
    expect(await token()).toEqual({ access_token: first['access_token'], expires_in: 1_200 })
    clock.now += 1_000_000
    const next = await token()
    expect(next['access_token']).not.toBe(first['access_token'])
    expect(await ticketBy(first)).toMatchObject({ errcode: 0 })
    expect(await ticketBy(next)).toMatchObject({ errcode: 0 })
    clock.now += 200_000
    expect(await ticketBy(first)).toMatchObject({ errcode: 42001 })
  })

  it('that are forced kill those before', async () => {
    const old = await token()
    const forced = await token(true)
    expect(await ticketBy(old)).toMatchObject({ errcode: 40001 })
    expect(await ticketBy(forced)).toMatchObject({ errcode: 0 })
    expect(await ticketBy({})).toMatchObject({ errcode: 40001 })
  })
})

describe('rules', () => {
  it('methods, grant types, missing fields and foreign apps get their errcodes', async () => {
    const { appId, secret } = twin.config.mini
    expect(await get('/cgi-bin/stable_token')).toMatchObject({ errcode: 43002 })
    const keys = `appid=${appId}&secret=${secret}`
    expect(await get(`/sns/jscode2session?${keys}&js_code=x`)).toMatchObject({ errcode: 40002 })
    expect(await get(`/sns/jscode2session?${keys}&grant_type=authorization_code`)).toMatchObject({
      errcode: 41008,
    })
    const official = `appid=${twin.config.official.appId}&secret=${twin.config.official.secret}`
    const path = `/sns/jscode2session?${official}&js_code=x&grant_type=authorization_code`
    expect(await get(path)).toMatchObject({ errcode: 48001 })
    expect(await get('/cgi-bin/ticket/getticket?type=jsapi')).toMatchObject({ errcode: 41001 })
    expect((await fetch(`${twin.url}/cgi-bin/menu/get`)).status).toBe(404)
  })
})

describe('the page of consent', () => {
  const page = () => queryOf(createWechatAccounts(configOf(twin), deps).pageFor('official', 'state'))

  it.each<[string, Json, number]>([
    ['a stranger’s host', { redirect_uri: 'https://evil.example/sign-in/wechat' }, 10003],
    ['no address', { redirect_uri: '/sign-in/wechat' }, 10011],
    ['an unknown app', { appid: 'wx0000000000000000' }, 10012],
    ['a scope that the app has not', { scope: 'snsapi_login' }, 10005],
    ['another kind of answer', { response_type: 'token' }, 10014],
    ['a state out of letters', { state: 'a b' }, 10013],
    ['a doubled parameter', { state: ['a', 'b'], scope: ['x'] }, 10005],
  ])('is not shown for %s', (_name, change, errcode) => {
    expect(twin.control.read({ ...page(), ...change })).toMatchObject({ errcode })
  })

  it('is shown for what the adapter asks', () => {
    expect(twin.control.read(page())).toMatchObject({ scope: 'snsapi_base', state: 'state' })
  })

  it('people are the same ones after a restart', async () => {
    const next = await startTwin()
    const idOf = async (one: WechatOpenTwin) => {
      const answer = await createWechatAccounts(configOf(one), deps).identify(
        'mini',
        one.control.jsCode('新人'),
      )
      return answer.kind === 'ok' ? answer.value : undefined
    }
    expect(await idOf(next)).toEqual(await idOf(twin))
    await next.close()
  })
})

describe('settings', () => {
  it.each<[string, Partial<WechatOpenSettings>]>([
    ['mini.appId', { mini: { appId: 'gh_0001', secret: 'a'.repeat(32) } }],
    ['official.secret', { official: { appId: 'wx0123456789abcdef', secret: 'short' } }],
    ['baseUrl must be https', { baseUrl: 'http://api.weixin.qq.com' }],
    ['authorizeUrl must be', { authorizeUrl: 'open' }],
    ['qrUrl must be', { qrUrl: '' }],
    ['returnUrl must be', { returnUrl: '/sign-in/wechat' }],
    ['timeout_ms', { timeout_ms: 0 }],
  ])('refuses: %s', (words, change) => {
    expect(() => configOf(twin, change)).toThrow(WechatOpenConfigError)
    expect(() => configOf(twin, change)).toThrow(words)
  })

  it('names all problems at once and quotes no secret', () => {
    const keys = { appId: 'no', secret: 'my secret' }
    expect(() => configOf(twin, { mini: keys, website: keys, returnUrl: '' })).toThrow(
      /^(?!.*my secret).*mini\.appId.*mini\.secret.*website\.appId.*website\.secret.*returnUrl/,
    )
  })
})
