/**
 * Sessions on every database: rotation, parallel refresh, copied tokens, sign-out, forgetting; and what lies
 * at rest.
 */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeEach, expect, test } from 'vitest'
import { User } from '../src/contract.ts'
import { userModule } from '../src/index.ts'
import { codeFor, signedIn, smsInbox, type SmsInbox, somePhone, wrongCode } from './factory.ts'
import { eventsOf, everything, rowsOf, wholeDatabase } from './rows.ts'

const { refresh, signOut, forgetOld, signIn } = User.commands
const second = 1_000
const day = 86_400 * second

eachDatabase((_name, open) => {
  let house: TestHouse
  let inbox: SmsInbox
  beforeEach(async () => {
    inbox = smsInbox()
    house = await open({ modules: [userModule], ports: { user: { sms: inbox } } })
  })

  const who = (accessToken: string) => house.ask(User.queries.authenticate, { accessToken })
  const renew = (refreshToken: string | undefined) =>
    house.must(refresh, { refreshToken: refreshToken ?? '' })
  const ended = { ok: false, committed: false, code: 'user.session_ended' }

  test('An access token opens for ten minutes, and says whose it is', async () => {
    const { accessToken, accessExpiresAt, actor, userId } = await signedIn(house, inbox)
    expect(accessExpiresAt).toBe(house.clock.now() + 600 * second)
    expect(await who(accessToken)).toEqual({
      kind: 'user',
      id: userId,
      sessionId: actor.kind === 'user' ? actor.sessionId : '',
      permissions: [],
      expiresAt: accessExpiresAt,
    })
    house.clock.advance(600 * second)
    expect(await who(accessToken)).toBeNull()
    expect(await who('nobody-s-token')).toBeNull()
  })

  test('A refresh token is exchanged for a new pair of its session; it opens nothing', async () => {
    const first = await signedIn(house, inbox)
    house.clock.advance(day)
    const next = await renew(first.refreshToken)
    expect(new Set([first.accessToken, first.refreshToken, next.accessToken, next.refreshToken]).size).toBe(4)
    expect(await who(next.accessToken)).toMatchObject({
      id: first.userId,
      sessionId: first.actor.kind === 'user' ? first.actor.sessionId : '',
    })
    expect(await who(next.refreshToken ?? '')).toBeNull()
    expect(await house.run(refresh, { refreshToken: next.accessToken })).toMatchObject(ended)
  })

  test('Ten tabs that refresh at the same moment get the same pair', async () => {
    const { refreshToken } = await signedIn(house, inbox)
    const pairs = await Promise.all(Array.from({ length: 10 }, () => renew(refreshToken)))
    expect(new Set(pairs.map((pair) => JSON.stringify(pair))).size).toBe(1)
    house.clock.advance(9_999)
    expect(await renew(refreshToken)).toEqual(pairs[0])
    expect(await rowsOf(house, 'user_token')).toHaveLength(2)
  })

  test('A token that turns up after the grace ends its session for everybody, and is told of', async () => {
    const first = await signedIn(house, inbox)
    const other = await signedIn(house, inbox)
    const next = await renew(first.refreshToken)
    house.clock.advance(10 * second)
    const reused = { ok: false, committed: true, code: 'user.token_reused' }
    expect(await house.run(refresh, { refreshToken: first.refreshToken })).toMatchObject(reused)
    expect(await who(next.accessToken)).toBeNull()
    const before = await everything(house)
    expect(await house.run(refresh, { refreshToken: next.refreshToken ?? '' })).toMatchObject(ended)
    expect(await house.run(refresh, { refreshToken: first.refreshToken })).toMatchObject(ended)
    expect(await everything(house)).toBe(before)
    expect(await who(other.accessToken)).not.toBeNull()
    const familyId = first.actor.kind === 'user' ? first.actor.sessionId : ''
    expect((await eventsOf(house)).filter((event) => event.name === 'user.family_ended')).toEqual([
      { name: 'user.family_ended', payload: { ownerId: first.userId, familyId } },
    ])
  })

  test('Without a token, with an unknown or an expired one, the session has ended', async () => {
    const { refreshToken } = await signedIn(house, inbox)
    const before = await everything(house)
    expect(await house.run(refresh, {})).toMatchObject(ended)
    expect(await house.run(refresh, { refreshToken: 'x'.repeat(43) })).toMatchObject(ended)
    house.clock.advance(30 * day)
    expect(await house.run(refresh, { refreshToken })).toMatchObject(ended)
    expect(await everything(house)).toBe(before)
  })

  test('Sign-out ends the session that calls and no other; twice is fine, and so is a guest', async () => {
    const phone = somePhone()
    const here = await signedIn(house, inbox, phone)
    house.clock.advance(60 * second)
    const there = await signedIn(house, inbox, phone)
    await house.must(signOut, {}, { actor: here.actor })
    await house.must(signOut, {}, { actor: here.actor })
    await house.must(signOut, {}, { actor: { kind: 'guest', id: 'g' } })
    expect(await who(here.accessToken)).toBeNull()
    expect(await house.run(refresh, { refreshToken: here.refreshToken })).toMatchObject(ended)
    expect(await who(there.accessToken)).not.toBeNull()
  })

  test('A refresh and a sign-out at the same moment leave nothing open', async () => {
    const { actor, refreshToken } = await signedIn(house, inbox)
    const [renewed] = await Promise.all([
      house.run(refresh, { refreshToken }),
      house.must(signOut, {}, { actor }),
    ])
    if (renewed.ok) expect(await who(renewed.value.accessToken)).toBeNull()
    expect(await house.run(refresh, { refreshToken })).toMatchObject(ended)
  })

  test('What is over is forgotten by the job; what still counts stays', async () => {
    const phone = somePhone()
    const { accessToken } = await signedIn(house, inbox, phone)
    const asked = await codeFor(house, inbox, somePhone())
    await house.run(signIn, { ...asked, code: wrongCode(asked.code) })
    await house.house.jobs.runDue()
    expect(await who(accessToken)).not.toBeNull()
    expect(await rowsOf(house, 'user_failure')).toHaveLength(1)
    house.clock.advance(3 * day)
    await house.must(forgetOld, {})
    const left = async () =>
      Promise.all(
        ['user_code', 'user_failure', 'user_token', 'user_session', 'user_known'].map(
          async (table) => (await rowsOf(house, table)).length,
        ),
      )
    expect(await left()).toEqual([0, 0, 1, 1, 1])
    house.clock.advance(40 * day)
    await house.must(forgetOld, {})
    expect(await left()).toEqual([0, 0, 0, 0, 1])
    house.clock.advance(180 * day)
    await house.must(forgetOld, {})
    expect(await left()).toEqual([0, 0, 0, 0, 0])
  })

  test('No phone, code or token lies in the database in the clear', async () => {
    const phone = somePhone()
    const asked = await codeFor(house, inbox, phone)
    const wrong = wrongCode(asked.code)
    await house.run(signIn, { ...asked, code: wrong })
    const answer = await house.must(signIn, asked)
    const next = await renew(answer.refreshToken)
    const text = await wholeDatabase(house)
    const secrets = [phone, answer.accessToken, answer.refreshToken, next.accessToken, next.refreshToken]
    expect(secrets.filter((secret) => text.includes(secret ?? ''))).toEqual([])
    expect([asked.code, wrong].filter((code) => text.includes(`"${code}"`))).toEqual([])
  })
})
