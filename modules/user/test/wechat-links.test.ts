/**
 * Tickets and links on every database: one identity is one account's, a ticket is used once, nothing of it
 * lies in the clear; and what effects make of the port's answers.
 */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import type { Actor } from '@tiantou/kernel'
import { beforeEach, describe, expect, test } from 'vitest'
import { User } from '../src/contract.ts'
import { userModule } from '../src/index.ts'
import type { WechatAccounts, WechatAnswer } from '../src/port.ts'
import { codeFor, signedIn, smsInbox, type SmsInbox, somePhone, wrongCode } from './factory.ts'
import { everything, rowsOf, wholeDatabase } from './rows.ts'
import { browser, MINI, minute, OFFICIAL, someone, wechatOf, yes } from './wechat-kit.ts'

const { linkWechat, unlinkWechat, signIn, forgetOld, confirmIdentity, beginErasure } = User.commands

eachDatabase((_name, open) => {
  let house: TestHouse
  let inbox: SmsInbox
  let at: ReturnType<typeof wechatOf>
  beforeEach(async () => {
    inbox = smsInbox()
    house = await open({ modules: [userModule], ports: { user: { sms: inbox } } })
    at = wechatOf(house, inbox)
  })

  describe('a ticket', () => {
    test('links once, for ten minutes, and a code that it stands beside stays good', async () => {
      const [used, late] = [someone(), someone()]
      const ticket = await at.ticketFor(used)
      await house.must(signIn, { ...(await codeFor(house, inbox, somePhone())), wechatTicket: ticket })
      const asked = await codeFor(house, inbox, somePhone())
      const gone = 'user.wechat_ticket_invalid'
      await at.refused(() => house.run(signIn, { ...asked, wechatTicket: ticket }), gone)
      await at.refused(() => house.run(signIn, { ...asked, wechatTicket: 'made-up' }), gone)
      expect((await house.run(signIn, asked)).ok).toBe(true)
      const other = await at.ticketFor(late)
      house.clock.advance(10 * minute)
      const again = await codeFor(house, inbox, somePhone())
      await at.refused(() => house.run(signIn, { ...again, wechatTicket: other }), gone)
    })

    test('outlives a wrong code, which counts as ever', async () => {
      const wechatTicket = await at.ticketFor(someone())
      const asked = await codeFor(house, inbox, somePhone())
      const wrong = await house.run(signIn, { ...asked, code: wrongCode(asked.code), wechatTicket })
      expect(wrong).toMatchObject({ code: 'user.wrong_code', committed: true, data: { attemptsLeft: 4 } })
      expect((await house.run(signIn, { ...asked, wechatTicket })).ok).toBe(true)
      expect(await rowsOf(house, 'user_wechat')).toHaveLength(1)
    })

    test('of an identity that has become another’s meanwhile refuses, and leaves the code good', async () => {
      const identity = someone()
      const [first, second] = [await at.ticketFor(identity), await at.ticketFor(identity)]
      const winner = await house.must(signIn, {
        ...(await codeFor(house, inbox, somePhone())),
        wechatTicket: first,
      })
      const asked = await codeFor(house, inbox, somePhone())
      await at.refused(() => house.run(signIn, { ...asked, wechatTicket: second }), 'user.wechat_taken')
      expect((await house.run(signIn, asked)).ok).toBe(true)
      expect(await rowsOf(house, 'user_wechat')).toMatchObject([{ user_id: winner.userId }])
    })

    test('two for one identity, used at the same moment by two phones: one is linked', async () => {
      const identity = someone()
      const tickets = [await at.ticketFor(identity), await at.ticketFor(identity)]
      const asked = [await codeFor(house, inbox, somePhone()), await codeFor(house, inbox, somePhone())]
      const results = await Promise.all(
        asked.map((one, i) => house.run(signIn, { ...one, wechatTicket: tickets[i] ?? '' })),
      )
      expect(results.map((result) => (result.ok ? 'ok' : result.code)).toSorted()).toEqual([
        'ok',
        'user.wechat_taken',
      ])
      expect(await rowsOf(house, 'user_wechat')).toHaveLength(1)
    })
  })

  describe('a link', () => {
    test('is made for who is signed in; he may have several, and again changes nothing', async () => {
      const { actor, userId } = await signedIn(house, inbox)
      const [one, two] = [someone(), someone()]
      expect(await at.link(actor, one)).toMatchObject({ ok: true, value: { to: '/cart' } })
      house.clock.advance(minute)
      expect((await at.link(actor, two)).ok).toBe(true)
      expect((await at.link(actor, two)).ok).toBe(true)
      const { items } = await house.ask(User.queries.wechatLinks, {}, { actor })
      expect(items.map(({ linkedAt }) => linkedAt)).toEqual([house.clock.now(), house.clock.now() - minute])
      const asked = { userId, appId: OFFICIAL }
      expect(await house.ask(User.queries.wechatOpenId, asked)).toEqual({ openId: two.openId })
      house.clock.advance(minute)
      await at.enter(one)
      expect(await house.ask(User.queries.wechatOpenId, asked)).toEqual({ openId: one.openId })
    })

    test('is not made for who was erased meanwhile, at the same moment or after', async () => {
      const phone = somePhone()
      const { actor, userId } = await signedIn(house, inbox, phone)
      const sessionId = actor.kind === 'user' ? actor.sessionId : ''
      house.clock.advance(minute)
      const { requestId, code } = await codeFor(house, inbox, phone)
      const { confirmationId } = await house.must(confirmIdentity, { requestId, code }, { actor })
      const [, linked] = await Promise.all([
        house.must(beginErasure, { userId, sessionId, confirmationId }),
        at.link(actor, someone()),
      ])
      if (!linked.ok) expect(linked.code).toBe('user.no_such_user')
      expect(await at.link(actor, someone())).toMatchObject({ ok: false, code: 'user.no_such_user' })
      expect(await rowsOf(house, 'user_wechat')).toEqual([])
    })

    test('of another account is refused, by open id and by union id', async () => {
      const identity = someone()
      await at.bound(identity)
      const { actor } = await signedIn(house, inbox)
      const taken = { ok: false, committed: false, code: 'user.wechat_taken' }
      expect(await at.link(actor, identity)).toMatchObject(taken)
      expect(await at.link(actor, { ...identity, appId: MINI, openId: 'oElse' }, 'mini')).toMatchObject(taken)
      expect(await rowsOf(house, 'user_wechat')).toHaveLength(1)
      const no = async (word: 'refused' | 'unknown') =>
        house.run(linkWechat, { visitId: await at.visit(actor), word, providerCode: '' }, { actor })
      expect(await no('refused')).toMatchObject({ code: 'user.wechat_refused', committed: true })
      expect(await no('unknown')).toMatchObject({ code: 'user.wechat_away', committed: true })
    })

    test('goes when its owner says so, and nobody else; the identity is free again', async () => {
      const identity = someone()
      const mine = await at.bound(identity)
      const actor = await at.userActor(mine.accessToken)
      const other = await signedIn(house, inbox)
      const { items } = await house.ask(User.queries.wechatLinks, {}, { actor })
      const linkId = items[0]?.linkId ?? ''
      const unlink = (by: Actor) => house.run(unlinkWechat, { linkId }, { actor: by })
      await at.refused(() => unlink(other.actor), 'user.no_such_link')
      const gone = await house.run(unlinkWechat, { linkId }, { actor, key: 'unlink-once' })
      expect(gone.ok).toBe(true)
      expect(await house.run(unlinkWechat, { linkId }, { actor, key: 'unlink-once' })).toEqual(gone)
      await at.refused(() => unlink(actor), 'user.no_such_link')
      expect((await at.link(other.actor, identity)).ok).toBe(true)
      const { userId } = other
      expect(await at.enter(identity)).toMatchObject({ value: { userId } })
    })

    test('is known to flows that ask before they act', async () => {
      const identity = someone()
      const known = () => house.ask(User.queries.knowsWechat, identity)
      expect(await known()).toEqual({ known: false })
      await at.bound(identity)
      expect(await known()).toEqual({ known: true })
    })
  })

  test('Nothing of an identity, a state or a ticket lies in the clear; visits are forgotten', async () => {
    const [linked, waiting] = [someone(), someone()]
    const actor = browser()
    const { state } = await at.begin(actor)
    await at.bound(linked)
    const ticket = await at.ticketFor(waiting)
    const lies = await wholeDatabase(house)
    const secret = [
      state ?? '',
      ticket,
      actor.id,
      linked.openId,
      linked.unionId,
      waiting.openId,
      waiting.unionId,
    ]
    for (const text of secret) expect(lies.includes(text)).toBe(text === actor.id)
    expect(await everything(house)).not.toContain(actor.id)
    const used = (await rowsOf(house, 'user_wechat_visit')).find((row) => row['ticket_used_at'] !== null)
    expect(used).toMatchObject({ identity_sealed: null })
    house.clock.advance(2 * 24 * 60 * minute + 1)
    await house.must(forgetOld, {})
    expect(await rowsOf(house, 'user_wechat_visit')).toHaveLength(0)
    expect(await rowsOf(house, 'user_wechat')).toHaveLength(1)
  })

  describe('the port', () => {
    const identity = someone()
    const port = (answer: WechatAnswer<never> | undefined): WechatAccounts => ({
      apps: [{ app: 'official', opens: 'inside' }],
      pageFor: (app, state) => (app === 'official' ? `https://open.example/${state}` : undefined),
      identify: () => Promise.resolve(answer ?? { kind: 'ok', value: identity }),
      phoneOf: () => Promise.resolve(answer ?? { kind: 'ok', value: { phone: '+8613900000000' } }),
    })
    const { askWechat, askWechatPhone, wechatApps, wechatPage } = User.effects
    const openBy = (wechat?: WechatAccounts) =>
      open({ modules: [userModule], ports: { user: { sms: inbox, wechat } } })

    test('is asked, and its answers are passed on', async () => {
      const by = await openBy(port(undefined))
      expect(await by.effect(wechatApps, {})).toEqual({ apps: [{ app: 'official', opens: 'inside' }] })
      expect(await by.effect(wechatPage, { app: 'official', state: 's' })).toEqual({
        url: 'https://open.example/s',
      })
      expect(await by.effect(wechatPage, { app: 'website', state: 's' })).toEqual({ url: null })
      expect(await by.effect(askWechat, { app: 'official', code: 'c' })).toEqual({ ...yes, identity })
      expect(await by.effect(askWechatPhone, { code: 'c' })).toEqual({ ...yes, number: '+8613900000000' })
      const no = await openBy(port({ kind: 'refused', code: '4'.repeat(60) }))
      const said = { word: 'refused', providerCode: '4'.repeat(40) }
      expect(await no.effect(askWechat, { app: 'official', code: 'c' })).toEqual(said)
      const away = await openBy(port({ kind: 'unknown', message: 'no answer' }))
      expect(await away.effect(askWechatPhone, { code: 'c' })).toEqual({ word: 'unknown', providerCode: '' })
    })

    test('need not be there: then there is no way, and no code is anybody’s', async () => {
      const by = await openBy()
      expect(await by.effect(wechatApps, {})).toEqual({ apps: [] })
      expect(await by.effect(wechatPage, { app: 'official', state: 's' })).toEqual({ url: null })
      const said = { word: 'refused', providerCode: 'not_configured' }
      expect(await by.effect(askWechat, { app: 'mini', code: 'c' })).toEqual(said)
      expect(await by.effect(askWechatPhone, { code: 'c' })).toEqual(said)
    })
  })
})
