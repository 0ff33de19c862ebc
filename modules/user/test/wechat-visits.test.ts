/**
 * Visits to WeChat on every database: a state comes back once, to its own browser, in time; whoever comes is
 * let in by his link, by the phone that WeChat vouches for, or is given a ticket.
 */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { User } from '../src/contract.ts'
import { userModule } from '../src/index.ts'
import type { WechatIdentity } from '../src/port.ts'
import { signedIn, smsInbox, type SmsInbox, somePhone } from './factory.ts'
import { eventsOf, rowsOf } from './rows.ts'
import { browser, MINI, minute, OFFICIAL, someone, wechatOf, yes } from './wechat-kit.ts'

const { beginVisit, returnFromWechat, enterByWechat } = User.commands

eachDatabase((_name, open) => {
  let house: TestHouse
  let inbox: SmsInbox
  let at: ReturnType<typeof wechatOf>
  beforeEach(async () => {
    inbox = smsInbox()
    house = await open({ modules: [userModule], ports: { user: { sms: inbox } } })
    at = wechatOf(house, inbox)
  })

  describe('a state', () => {
    const gone = 'user.wechat_state_invalid'

    test('comes back once, from who was given it', async () => {
      const actor = browser()
      const { state, visitId, expiresAt } = await at.begin(actor)
      expect(state).toMatch(/^[0-9a-f]{48}$/)
      expect(expiresAt).toBe(house.clock.now() + 10 * minute)
      await at.refused(() => house.run(returnFromWechat, { state: state ?? '' }, { actor: browser() }), gone)
      const back = await house.run(returnFromWechat, { state: state ?? '' }, { actor })
      expect(back).toMatchObject({ ok: true, value: { visitId, app: 'official' } })
      await at.refused(() => house.run(returnFromWechat, { state: state ?? '' }, { actor }), gone)
      await at.refused(() => house.run(returnFromWechat, { state: 'made-up' }, { actor }), gone)
    })

    test('is over after ten minutes', async () => {
      const actor = browser()
      const [early, late] = [await at.begin(actor), await at.begin(actor)]
      house.clock.advance(10 * minute - 1)
      expect((await house.run(returnFromWechat, { state: early.state ?? '' }, { actor })).ok).toBe(true)
      house.clock.advance(1)
      await at.refused(() => house.run(returnFromWechat, { state: late.state ?? '' }, { actor }), gone)
    })

    test('that comes back ten times at the same moment is taken once', async () => {
      const actor = browser()
      const { state } = await at.begin(actor)
      const results = await Promise.all(
        Array.from({ length: 10 }, () => house.run(returnFromWechat, { state: state ?? '' }, { actor })),
      )
      expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    })

    test('the same key again gets the same answer', async () => {
      const actor = browser()
      const key = randomUUID()
      const first = await house.must(beginVisit, { app: 'official', to: '/' }, { actor, key })
      expect(await house.must(beginVisit, { app: 'official', to: '/' }, { actor, key })).toEqual(first)
      const state = first.state ?? ''
      const back = await house.must(returnFromWechat, { state }, { actor, key: `${key}2` })
      expect(await house.must(returnFromWechat, { state }, { actor, key: `${key}2` })).toEqual(back)
      expect(await rowsOf(house, 'user_wechat_visit')).toHaveLength(1)
    })

    test('goes with a path of ours only; the mini program has none', async () => {
      const actor = browser()
      for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example', 'cart', '/a b', '/\n'])
        await expect(house.run(beginVisit, { app: 'official', to }, { actor })).rejects.toThrow()
      for (const to of ['/', '/cart', '/search?q=%E6%A9%99&sort=newest', '/products/prd_1#x'])
        expect((await house.run(beginVisit, { app: 'website', to }, { actor })).ok).toBe(true)
      expect((await at.begin(actor, 'mini')).state).toBeNull()
    })
  })

  describe('who comes', () => {
    test('and is nobody’s gets a ticket; the next phone sign-in links him for good', async () => {
      const identity = someone()
      const phone = somePhone()
      const first = await at.bound(identity, phone)
      expect(first.isNew).toBe(true)
      const again = await at.enter(identity)
      expect(again).toMatchObject({ ok: true, value: { userId: first.userId, isNew: false, to: '/cart' } })
      const actor = await at.userActor(again.ok ? again.value.accessToken : '')
      expect(actor.id).toBe(first.userId)
      const links = await house.ask(User.queries.wechatLinks, {}, { actor })
      expect(links.items).toMatchObject([{ app: 'official', linkedAt: house.clock.now() }])
      expect(JSON.stringify(links)).not.toContain(identity.openId)
      expect(await eventsOf(house)).toHaveLength(1)
    })

    test('with a phone that WeChat vouches for gets an account, or the one that the phone has', async () => {
      const [stranger, regular] = [someone(MINI), someone(MINI)]
      const phone = somePhone()
      const known = await signedIn(house, inbox, phone)
      const withPhone = async (identity: WechatIdentity, number: string) => {
        const visitId = await at.visit(browser(), 'mini')
        return house.run(enterByWechat, { visitId, ...yes, identity, phone: { ...yes, number } })
      }
      const fresh = somePhone()
      const first = await withPhone(stranger, `+86${fresh}`)
      expect(first).toMatchObject({ ok: true, value: { isNew: true, to: '/cart' } })
      expect(await withPhone(regular, `+86${phone}`)).toMatchObject({
        value: { userId: known.userId, isNew: false },
      })
      house.clock.advance(minute)
      const bySms = await signedIn(house, inbox, fresh)
      expect(bySms.userId).toBe(first.ok ? first.value.userId : '')
      expect(await withPhone(stranger, `+86${somePhone()}`)).toMatchObject({
        value: { userId: bySms.userId, isNew: false },
      })
      expect(await rowsOf(house, 'user_user')).toHaveLength(2)
    })

    test('from another app of the same owner is known by the union id, and linked there too', async () => {
      const official = someone()
      const { userId } = await at.bound(official)
      const mini = { ...official, appId: MINI, openId: 'oMini' }
      expect(await at.enter(mini, browser(), 'mini')).toMatchObject({ ok: true, value: { userId } })
      const openId = async (appId: string) =>
        (await house.ask(User.queries.wechatOpenId, { userId, appId })).openId
      expect([await openId(OFFICIAL), await openId(MINI), await openId('wxOther')]).toEqual([
        official.openId,
        'oMini',
        null,
      ])
      expect(await at.enter({ appId: MINI, openId: 'oMini' })).toMatchObject({ ok: true, value: { userId } })
    })

    test('and whose union id WeChat tells later only is known by it from then on', async () => {
      const { unionId, ...before } = someone()
      const { userId } = await at.bound(before)
      const other = { appId: MINI, openId: 'oLater', unionId }
      expect(await at.enter(other)).toMatchObject({ code: 'user.phone_needed' })
      await at.enter({ ...before, unionId })
      expect(await at.enter(other)).toMatchObject({ ok: true, value: { userId } })
    })

    test('with a foreign phone needs another; WeChat’s no and silence are noted', async () => {
      const identity = someone(MINI)
      const came = async (more: object) =>
        house.run(enterByWechat, { visitId: await at.visit(browser(), 'mini'), ...yes, ...more })
      const phoneNo = (word: 'refused' | 'unknown') => ({ phone: { word, providerCode: '40029' } })
      expect(await came({ identity, phone: { ...yes, number: '+85212345678' } })).toMatchObject({
        code: 'user.phone_abroad',
        committed: true,
      })
      expect(await came({ identity, ...phoneNo('refused') })).toMatchObject({ code: 'user.wechat_refused' })
      expect(await came({ identity, ...phoneNo('unknown') })).toMatchObject({ code: 'user.wechat_away' })
      const said = { word: 'refused', providerCode: '40163' } as const
      expect(await came(said)).toMatchObject({ code: 'user.wechat_refused', committed: true })
      expect(await came({ word: 'unknown' })).toMatchObject({ code: 'user.wechat_away', committed: true })
      const words = (await rowsOf(house, 'user_wechat_visit')).map((row) => [
        row['word'],
        row['provider_code'],
      ])
      expect(words).toContainEqual(['refused', '40163'])
      expect(await rowsOf(house, 'user_session')).toHaveLength(0)
    })

    test('twice at the same moment, new, with the same phone: one account, one link', async () => {
      const identity = someone(MINI)
      const phone = { ...yes, number: `+86${somePhone()}` }
      const visits = [await at.visit(browser(), 'mini'), await at.visit(browser(), 'mini')]
      const both = await Promise.all(
        visits.map((visitId) => house.must(enterByWechat, { visitId, ...yes, identity, phone })),
      )
      expect(new Set(both.map(({ userId }) => userId)).size).toBe(1)
      expect(await rowsOf(house, 'user_user')).toHaveLength(1)
      expect(await rowsOf(house, 'user_wechat')).toHaveLength(1)
    })

    test('the same key again gets the same session', async () => {
      const identity = someone()
      await at.bound(identity)
      const actor = browser()
      const input = { visitId: await at.visit(actor), ...yes, identity }
      const first = await house.must(enterByWechat, input, { actor, key: 'the-same-key' })
      expect(await house.must(enterByWechat, input, { actor, key: 'the-same-key' })).toEqual(first)
      await expect(house.run(enterByWechat, input, { actor })).rejects.toThrow('has spoken')
    })
  })
})
