// Accounts against the twin: whose a code is, in all three apps; what is refused; what nobody can know;
// tokens.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { WechatAccounts } from '@tiantou/user/port'
import { createWechatAccounts, type WechatOpenSettings } from '../src/index.ts'
import type { OpenFaultKind, WechatOpenTwin } from '../src/twin/index.ts'
import { clock, configOf, deps, queryOf, START, startTwin } from './kit.ts'

const TOKEN = '/cgi-bin/stable_token'
const PHONE = '/wxa/business/getuserphonenumber'
let twin: WechatOpenTwin
let accounts: WechatAccounts

const withSettings = (change: Partial<WechatOpenSettings> = {}) =>
  createWechatAccounts(configOf(twin, change), deps)

beforeAll(async () => {
  twin = await startTwin()
  accounts = withSettings()
})
afterEach(() => {
  twin.control.behave()
  clock.now = START
})
afterAll(() => twin.close())

/** Opens the page that the adapter names, agrees as this person, and gives back code and state. */
const agree = (app: 'official' | 'website', name?: string) => {
  const ask = twin.control.read(queryOf(accounts.pageFor(app, 'a-State_1')))
  if ('errcode' in ask) throw new Error(ask.words)
  return queryOf(twin.control.authorize(ask, name))
}

/** Another server makes WeChat replace the token of the mini program. */
const replaceToken = async () => {
  const { appId: appid, secret } = twin.config.mini
  const body = JSON.stringify({ grant_type: 'client_credential', appid, secret, force_refresh: true })
  await fetch(`${twin.url}${TOKEN}`, { method: 'POST', body })
}

describe('whose a code is', () => {
  it('one person is somebody else in every app, and the same one by the union id', async () => {
    const mini = await accounts.identify('mini', twin.control.jsCode('小田'))
    const official = await accounts.identify('official', agree('official', '小田')['code'] ?? '')
    const website = await accounts.identify('website', agree('website', '小田')['code'] ?? '')
    const values = [mini, official, website].map((one) => (one.kind === 'ok' ? one.value : undefined))
    expect(new Set(values.map((value) => value?.openId)).size).toBe(3)
    expect(new Set(values.map((value) => value?.unionId)).size).toBe(1)
    expect(values.map((value) => value?.appId)).toEqual([
      twin.config.mini.appId,
      twin.config.official.appId,
      twin.config.website.appId,
    ])
    expect(Object.keys(values[0] ?? {}).toSorted()).toEqual(['appId', 'openId', 'unionId'])
    const again = await accounts.identify('mini', twin.control.jsCode('小田'))
    expect(again).toEqual(mini)
  })

  it('state comes back with the code; alone, when nobody agreed', () => {
    expect(agree('official', '小田')).toMatchObject({
      state: 'a-State_1',
      code: expect.any(String) as string,
    })
    expect(agree('website')).toEqual({ state: 'a-State_1' })
  })

  it('the phone that a person let the mini program know', async () => {
    const { phone } = twin.control.person('阿秋')
    const answer = await accounts.phoneOf(twin.control.phoneCode('阿秋'))
    expect(answer).toEqual({ kind: 'ok', value: { phone: `+86${phone}` } })
  })
})

describe('refused, with WeChat’s code', () => {
  const refused = (code: string) => ({ kind: 'refused', code })

  it('a code that is used, over, another app’s or nobody’s', async () => {
    const code = twin.control.jsCode('小田')
    await accounts.identify('mini', code)
    expect(await accounts.identify('mini', code)).toEqual(refused('40163'))
    const late = twin.control.jsCode('小田')
    clock.now += 5 * 60_000
    expect(await accounts.identify('mini', late)).toEqual(refused('40029'))
    expect(await accounts.identify('official', twin.control.jsCode('小田'))).toEqual(refused('40029'))
    expect(await accounts.identify('website', agree('official', '小田')['code'] ?? '')).toEqual(
      refused('40029'),
    )
    expect(await accounts.identify('mini', 'nonsense')).toEqual(refused('40029'))
    const phoneCode = twin.control.phoneCode('小田')
    await accounts.phoneOf(phoneCode)
    expect(await accounts.phoneOf(phoneCode)).toEqual(refused('40163'))
    expect(await accounts.phoneOf(twin.control.jsCode('小田'))).toEqual(refused('40029'))
  })

  it('keys that are not the app’s, for the code and for the token', async () => {
    const wrong = withSettings({ mini: { ...twin.config.mini, secret: '0'.repeat(32) } })
    expect(await wrong.identify('mini', twin.control.jsCode('小田'))).toEqual(refused('40125'))
    expect(await wrong.phoneOf(twin.control.phoneCode('小田'))).toEqual(refused('40125'))
    const stranger = withSettings({ official: { appId: 'wx0000000000000000', secret: '0'.repeat(32) } })
    expect(await stranger.identify('official', 'code')).toEqual(refused('40013'))
  })

  it('somebody whom WeChat has barred', async () => {
    twin.control.failNext({ kind: 'errcode', times: 1, code: 40226 })
    expect(await accounts.identify('mini', twin.control.jsCode('小田'))).toEqual(refused('40226'))
  })

  it('an app that there is not', async () => {
    const none = withSettings({ mini: undefined, official: undefined, website: undefined })
    expect(none.apps).toEqual([])
    expect(none.pageFor('official', 'x')).toBeUndefined()
    expect(none.pageFor('website', 'x')).toBeUndefined()
    expect(await none.identify('mini', 'code')).toEqual(refused('not_configured'))
    expect(await none.phoneOf('code')).toEqual(refused('not_configured'))
  })

  it('the virtual user of a snapshot', async () => {
    const body = JSON.stringify({ openid: 'oSnapshot', is_snapshotuser: 1 })
    const fetch = () => Promise.resolve(new Response(body))
    const seen = createWechatAccounts(configOf(twin), { ...deps, fetch })
    expect(await seen.identify('official', 'code')).toEqual(refused('snapshot_user'))
  })
})

describe('unknown', () => {
  it.each<[OpenFaultKind, string]>([
    ['timeout', 'in time'],
    ['commit-timeout', 'in time'],
    ['error-500', 'HTTP 500'],
    ['drop', 'no answer'],
    ['garbage', 'no JSON'],
    ['errcode', '-1'],
  ])('%s', async (kind, words) => {
    const code = twin.control.jsCode('小田')
    twin.control.failNext({ kind, times: 1 })
    const answer = await accounts.identify('mini', code)
    expect(answer).toMatchObject({ kind: 'unknown', message: expect.stringContaining(words) as string })
    expect(JSON.stringify(answer)).not.toContain(code)
    expect(JSON.stringify(answer)).not.toContain(twin.config.mini.secret)
    const later = await accounts.identify('mini', code)
    const isSpent = kind === 'commit-timeout' || kind === 'garbage'
    expect(later).toMatchObject(isSpent ? { kind: 'refused', code: '40163' } : { kind: 'ok' })
  })

  it('a quota that is used up', async () => {
    for (const code of [45009, 45011]) {
      twin.control.failNext({ kind: 'errcode', times: 1, code })
      expect((await accounts.identify('mini', 'code')).kind).toBe('unknown')
    }
  })

  it('an answer that does not say who', async () => {
    for (const body of ['{}', '[]', '"text"', 'null', '{"errcode":"0"}', '{"openid":7}']) {
      const fetch = () => Promise.resolve(new Response(body))
      const odd = createWechatAccounts(configOf(twin), { ...deps, fetch })
      expect((await odd.identify('official', 'code')).kind).toBe('unknown')
    }
  })
})

describe('the access token', () => {
  const phoneOf = async (one = accounts) => (await one.phoneOf(twin.control.phoneCode('小田'))).kind

  it('is fetched once for all who wait, and kept until shortly before its end', async () => {
    const own = withSettings()
    const before = twin.control.asked(TOKEN)
    const kinds = await Promise.all(Array.from({ length: 5 }, () => phoneOf(own)))
    expect(kinds).toEqual(['ok', 'ok', 'ok', 'ok', 'ok'])
    expect(twin.control.asked(TOKEN)).toBe(before + 1)
    clock.now += 100 * 60_000
    expect(await phoneOf(own)).toBe('ok')
    expect(twin.control.asked(TOKEN)).toBe(before + 1)
    clock.now += 19.5 * 60_000
    expect(await phoneOf(own)).toBe('ok')
    expect(twin.control.asked(TOKEN)).toBe(before + 2)
  })

  it('that somebody replaced is fetched anew, and the call repeated once', async () => {
    const own = withSettings()
    await phoneOf(own)
    await replaceToken()
    const tokens = twin.control.asked(TOKEN)
    const phones = twin.control.asked(PHONE)
    expect(await phoneOf(own)).toBe('ok')
    expect([twin.control.asked(TOKEN), twin.control.asked(PHONE)]).toEqual([tokens + 1, phones + 2])
  })

  it('that is over at WeChat is fetched anew', async () => {
    const own = withSettings()
    await phoneOf(own)
    twin.control.failNext({ kind: 'errcode', times: 1, code: 42001, path: PHONE })
    expect(await phoneOf(own)).toBe('ok')
  })

  it('that WeChat takes neither the second time leaves the phone unknown', async () => {
    twin.control.failNext({ kind: 'errcode', times: 2, code: 40001, path: PHONE })
    expect(await phoneOf()).toBe('unknown')
    expect(await phoneOf()).toBe('ok')
  })

  it('that cannot be had says so, and is asked for again the next time', async () => {
    const own = withSettings()
    twin.control.failNext({ kind: 'drop', times: 1, path: TOKEN })
    expect(await phoneOf(own)).toBe('unknown')
    expect(await phoneOf(own)).toBe('ok')
  })
})

describe('what there is', () => {
  it('is told with where it opens', () => {
    expect(accounts.apps).toEqual([
      { app: 'mini', opens: 'inside' },
      { app: 'official', opens: 'anywhere' },
      { app: 'website', opens: 'anywhere' },
    ])
    expect(withSettings({ opensAnywhere: false, mini: undefined }).apps).toEqual([
      { app: 'official', opens: 'inside' },
      { app: 'website', opens: 'anywhere' },
    ])
  })
})
