/** Sessions that their owner can tell apart, nicknames and consents, on every database. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeEach, expect, test } from 'vitest'
import { User } from '../src/contract.ts'
import { deviceOf } from '../src/device.ts'
import { userModule } from '../src/index.ts'
import { codeFor, signedIn, smsInbox, type SmsInbox, somePhone } from './factory.ts'
import { everything, rowsOf, wholeDatabase } from './rows.ts'

const { endSession, endOtherSessions, setNickname, setConsent, refresh, signIn } = User.commands
const today = '2026-11-28'

test.each([
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0.50', 'iPhone · 微信'],
  ['Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/130.0 Mobile Safari/537.36', '安卓手机 · Chrome'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/130.0 Safari/537.36 Edg/130.0', 'Windows 电脑 · Edge'],
  ['curl/8.5.0', ''],
  ['', ''],
])('a device is known by words that tell nobody apart: %s', (agent, words) => {
  expect(deviceOf(agent)).toBe(words)
})

eachDatabase((_name, open) => {
  let house: TestHouse
  let inbox: SmsInbox
  beforeEach(async () => {
    inbox = smsInbox()
    const options = { settingsYaml: 'user: { codeWait_s: 0 }' }
    house = await open({ modules: [userModule], ports: { user: { sms: inbox } }, options })
  })

  const who = (accessToken: string) => house.ask(User.queries.authenticate, { accessToken })
  const refused = async (what: () => Promise<unknown>, no: object) => {
    const before = await everything(house)
    expect(await what()).toMatchObject({ ok: false, committed: false, ...no })
    expect(await everything(house)).toBe(before)
  }
  const two = async () => {
    const phone = somePhone()
    const here = await signedIn(house, inbox, phone)
    house.clock.advance(60_000)
    const there = await signedIn(house, inbox, phone)
    return {
      here,
      there,
      sessionOf: (one: typeof here) => (one.actor.kind === 'user' ? one.actor.sessionId : ''),
    }
  }

  test('Sessions are listed, this one first, and seen again at every exchange of tokens', async () => {
    const { here, there, sessionOf } = await two()
    const start = house.clock.now()
    house.clock.advance(60_000)
    await house.must(refresh, { refreshToken: there.refreshToken })
    const { items } = await house.ask(User.queries.sessions, {}, { actor: here.actor })
    expect(items).toEqual([
      {
        sessionId: sessionOf(here),
        device: '',
        openedAt: start - 60_000,
        seenAt: start - 60_000,
        current: true,
      },
      { sessionId: sessionOf(there), device: '', openedAt: start, seenAt: start + 60_000, current: false },
    ])
    house.clock.advance(31 * 86_400_000)
    expect((await house.ask(User.queries.sessions, {}, { actor: here.actor })).items).toEqual([])
  })

  test('One session is ended by its owner alone, once; a repeated key is a replay', async () => {
    const { here, there, sessionOf } = await two()
    const stranger = await signedIn(house, inbox)
    const sessionId = sessionOf(there)
    const no = { code: 'user.no_such_session' }
    await refused(() => house.run(endSession, { sessionId }, { actor: stranger.actor }), no)
    const by = { actor: here.actor, key: 'end-there' }
    await house.must(endSession, { sessionId }, by)
    expect(await house.run(endSession, { sessionId }, by)).toMatchObject({ ok: true })
    await refused(() => house.run(endSession, { sessionId }, { actor: here.actor }), no)
    expect([await who(there.accessToken), (await who(here.accessToken))?.kind]).toEqual([null, 'user'])
  })

  test('All others are ended, this one stays, and nobody else is touched', async () => {
    const { here, there } = await two()
    const stranger = await signedIn(house, inbox)
    const by = { actor: here.actor, key: 'end-others' }
    expect(await house.must(endOtherSessions, {}, by)).toEqual({ ended: 1 })
    expect(await house.must(endOtherSessions, {}, by)).toEqual({ ended: 1 })
    expect(await house.must(endOtherSessions, {}, { actor: here.actor })).toEqual({ ended: 0 })
    const kinds = [here, there, stranger].map(async (one) => (await who(one.accessToken))?.kind)
    expect(await Promise.all(kinds)).toEqual(['user', undefined, 'user'])
  })

  test('A session that is ended while it refreshes opens nothing', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { here, there, sessionOf } = await two()
      const [renewed] = await Promise.all([
        house.run(refresh, { refreshToken: there.refreshToken }),
        house.must(endSession, { sessionId: sessionOf(there) }, { actor: here.actor }),
      ])
      if (renewed.ok) expect(await who(renewed.value.accessToken)).toBeNull()
      const again = await house.run(refresh, { refreshToken: there.refreshToken })
      expect(again).toMatchObject({ code: 'user.session_ended' })
    }
  })

  test('A nickname is set, changed and taken away, and lies nowhere in the clear', async () => {
    const { actor } = await signedIn(house, inbox)
    const me = () => house.ask(User.queries.me, {}, { actor })
    await house.must(setNickname, { nickname: ' 桃子 ' }, { actor, key: 'name-me' })
    await house.must(setNickname, { nickname: ' 桃子 ' }, { actor, key: 'name-me' })
    expect((await me()).nickname).toBe('桃子')
    await house.must(setNickname, { nickname: '梨子' }, { actor })
    expect((await me()).nickname).toBe('梨子')
    expect(await wholeDatabase(house)).not.toContain('梨子')
    await house.must(setNickname, { nickname: null }, { actor })
    expect((await me()).nickname).toBeNull()
    const nobody = { kind: 'user', id: 'usr_nobody', sessionId: 's' } as const
    await refused(() => house.run(setNickname, { nickname: '某' }, { actor: nobody }), {
      code: 'user.no_such_user',
    })
  })

  test('Who signs in without a word is told what is due; who agrees is not asked again', async () => {
    const phone = somePhone()
    const silent = await house.must(signIn, await codeFor(house, inbox, phone))
    expect(silent.consentsDue).toEqual(['privacy', 'terms'])
    const old = { privacy: '2020-01-01', terms: today }
    const half = await house.must(signIn, { ...(await codeFor(house, inbox, phone)), accepted: old })
    expect(half.consentsDue).toEqual(['privacy'])
    const accepted = { privacy: today, terms: today }
    const whole = await house.must(signIn, { ...(await codeFor(house, inbox, phone)), accepted })
    expect(whole.consentsDue).toEqual([])
    expect((await house.must(signIn, await codeFor(house, inbox, phone))).consentsDue).toEqual([])
    expect(await rowsOf(house, 'user_consent')).toHaveLength(2)
  })

  test('Optional consents are off until given and can be taken back; required ones cannot', async () => {
    const { actor } = await signedIn(house, inbox)
    const holds = async (kind: string) =>
      (await house.ask(User.queries.consents, {}, { actor })).items.find((one) => one.kind === kind)?.given
    const say = (kind: 'privacy' | 'marketing', given: boolean, version = today, key?: string) =>
      house.run(setConsent, { kind, version, given }, { actor, ...(key === undefined ? {} : { key }) })
    expect([await holds('marketing'), await holds('recommendation')]).toEqual([false, false])
    await say('marketing', true, today, 'say-yes')
    await say('marketing', true, today, 'say-yes')
    expect([await holds('marketing'), await holds('recommendation')]).toEqual([true, false])
    await say('marketing', false)
    expect(await holds('marketing')).toBe(false)
    await say('marketing', false)
    expect(await rowsOf(house, 'user_consent')).toHaveLength(2)
    await refused(() => say('privacy', false), { code: 'user.consent_required' })
    await refused(() => say('privacy', true, '2020-01-01'), {
      code: 'user.other_version',
      data: { version: today },
    })
    await say('privacy', true)
    const { due } = await house.ask(User.queries.consents, {}, { actor })
    expect(due).toEqual(['terms'])
  })

  test('What documents hold today is public', async () => {
    const policies = await house.ask(User.queries.policies, {})
    expect(policies).toEqual({ privacyVersion: today, termsVersion: today, operator: '', contact: '' })
  })
})
