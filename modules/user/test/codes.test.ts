/** Asking for codes and signing in with them, on every database: limits, single use, races, budgets. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeEach, expect, test } from 'vitest'
import { User } from '../src/contract.ts'
import { userModule } from '../src/index.ts'
import { codeFor, signedIn, smsInbox, type SmsInbox, someAddress, somePhone, wrongCode } from './factory.ts'
import { eventsOf, everything, rowsOf } from './rows.ts'

const { createCode, signIn, recordCodeSent } = User.commands
const minute = 60_000
const hour = 60 * minute

eachDatabase((_name, open) => {
  let house: TestHouse
  let inbox: SmsInbox
  const openWith = async (settingsYaml = '') => {
    inbox = smsInbox()
    house = await open({ modules: [userModule], ports: { user: { sms: inbox } }, options: { settingsYaml } })
  }
  beforeEach(() => openWith())

  /** Runs something that must be refused, and shows that nothing has changed. */
  const refused = async (what: () => Promise<unknown>, no: object) => {
    const before = await everything(house)
    expect(await what()).toMatchObject({ ok: false, committed: false, ...no })
    expect(await everything(house)).toBe(before)
  }

  test('A code goes to its phone, once; then it is known to nobody', async () => {
    const { requestId, code } = await codeFor(house, inbox, '13812348000')
    expect(inbox.messages).toEqual([{ messageId: requestId, phone: '+8613812348000', code, ttlMinutes: 5 }])
    await house.must(recordCodeSent, { requestId, outcome: 'sent', providerCode: 'test-1' })
    const [row] = await rowsOf(house, 'user_code')
    expect(row).toMatchObject({ code_sealed: null, send_state: 'sent', provider_code: 'test-1' })
    const again = await house.effect(User.effects.sendCode, { requestId })
    expect(again).toEqual({ outcome: 'refused', providerCode: 'code_gone' })
    expect(inbox.messages).toHaveLength(1)
    expect(await house.run(signIn, { requestId, phone: '13812348000', code })).toMatchObject({ ok: true })
  })

  test('What the provider says is passed on', async () => {
    inbox.answerWith({ kind: 'refused', code: 'FailedOperation.PhoneNumberInBlacklist', message: 'no' })
    const { requestId } = await house.must(createCode, { phone: somePhone(), clientIp: someAddress() })
    expect(await house.effect(User.effects.sendCode, { requestId })).toEqual({
      outcome: 'refused',
      providerCode: 'FailedOperation.PhoneNumberInBlacklist',
    })
    inbox.answerWith({ kind: 'unknown', message: 'time-out' })
    const sent = await house.effect(User.effects.sendCode, { requestId })
    expect(sent).toEqual({ outcome: 'unknown', providerCode: '' })
  })

  test('Codes are limited per phone, per address and in all; the refusal says when again', async () => {
    await openWith('user: { codesPerPhone: 2, codesPerAddress: 3, codesInAll: 5 }')
    const start = house.clock.now()
    const ask = (phone: string, clientIp = someAddress()) => house.run(createCode, { phone, clientIp })
    const no = (retryAt: number) => ({ code: 'user.too_many_codes', data: { retryAt } })
    const phone = somePhone()
    expect(await ask(phone)).toMatchObject({
      value: { expiresAt: start + 5 * minute, resendAt: start + minute },
    })
    await refused(() => ask(phone), no(start + minute))
    house.clock.advance(minute)
    await ask(phone)
    house.clock.advance(minute)
    await refused(() => ask(phone), no(start + 24 * hour))
    for (const one of [somePhone(), somePhone(), somePhone()]) await ask(one, '2001:db8::1')
    await refused(() => ask(somePhone(), '2001:db8::2'), no(start + hour + 2 * minute))
    await refused(() => ask(somePhone()), no(start + hour))
    house.clock.advance(hour - 2 * minute)
    expect(await ask(somePhone())).toMatchObject({ ok: true })
  })

  test('Twenty requests for one phone at the same moment send one code', async () => {
    const phone = somePhone()
    const results = await Promise.all(
      Array.from({ length: 20 }, () => house.run(createCode, { phone, clientIp: someAddress() })),
    )
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(await rowsOf(house, 'user_code')).toHaveLength(1)
  })

  test('The first sign-in makes the account and tells of it, the next one finds it', async () => {
    const phone = somePhone()
    const first = await signedIn(house, inbox, phone)
    house.clock.advance(minute)
    const next = await signedIn(house, inbox, phone)
    expect([first.isNew, next.isNew, next.userId]).toEqual([true, false, first.userId])
    expect(await eventsOf(house)).toEqual([{ name: 'user.joined', payload: { userId: first.userId } }])
    const me = await house.ask(User.queries.me, {}, { actor: next.actor })
    expect(me).toEqual({
      userId: first.userId,
      phone: `139****${phone.slice(-4)}`,
      nickname: null,
      joinedAt: house.clock.now() - minute,
    })
  })

  test('A code belongs to its request and its phone, and ends after five minutes', async () => {
    const mine = await codeFor(house, inbox, somePhone())
    const theirs = await codeFor(house, inbox, somePhone())
    const gone = { code: 'user.code_invalid' }
    await refused(() => house.run(signIn, { ...mine, phone: theirs.phone }), gone)
    await refused(() => house.run(signIn, { ...mine, requestId: 'otp_00000000000000000000000000' }), gone)
    house.clock.advance(5 * minute - 1)
    expect(await house.run(signIn, theirs)).toMatchObject({ ok: true })
    house.clock.advance(1)
    await refused(() => house.run(signIn, mine), gone)
    await refused(() => house.run(signIn, theirs), gone)
  })

  test('A wrong code counts, five times; then the right one is refused too', async () => {
    const asked = await codeFor(house, inbox, somePhone())
    for (const attemptsLeft of [4, 3, 2, 1, 0]) {
      expect(await house.run(signIn, { ...asked, code: wrongCode(asked.code) })).toMatchObject({
        code: 'user.wrong_code',
        committed: true,
        data: { attemptsLeft },
      })
    }
    await refused(() => house.run(signIn, asked), { code: 'user.code_invalid' })
    expect(await rowsOf(house, 'user_failure')).toHaveLength(5)
  })

  test('The right code forgives the wrong ones of its own request, and no others', async () => {
    const phone = somePhone()
    const address = someAddress()
    const attacked = await codeFor(house, inbox, phone, address)
    await house.run(signIn, { ...attacked, code: wrongCode(attacked.code) })
    house.clock.advance(minute)
    const own = await codeFor(house, inbox, phone, address)
    await house.run(signIn, { ...own, code: wrongCode(own.code) })
    await house.must(signIn, own)
    expect(await rowsOf(house, 'user_failure')).toMatchObject([{ request_id: attacked.requestId }])
  })

  test('One code, ten sign-ins at the same moment: one session', async () => {
    const asked = await codeFor(house, inbox, somePhone())
    const results = await Promise.all(Array.from({ length: 10 }, () => house.run(signIn, asked)))
    const won = results.filter((result) => result.ok)
    expect(won).toHaveLength(1)
    expect(results.filter((result) => !result.ok && result.code === 'user.code_invalid')).toHaveLength(9)
    expect(await rowsOf(house, 'user_session')).toHaveLength(1)
  })

  test('Two codes of one new phone used at the same moment make one account', async () => {
    await openWith('user: { codeWait_s: 0 }')
    const phone = somePhone()
    const asked = [await codeFor(house, inbox, phone), await codeFor(house, inbox, phone)]
    const [a, b] = await Promise.all(asked.map((one) => house.must(signIn, one)))
    expect(a?.userId).toBe(b?.userId)
    expect(a?.isNew).not.toBe(b?.isNew)
    expect(await rowsOf(house, 'user_user')).toHaveLength(1)
    expect(await eventsOf(house)).toHaveLength(1)
  })

  test('Twenty wrong guesses at one code at the same moment: five are compared', async () => {
    const asked = await codeFor(house, inbox, somePhone())
    const wrong = wrongCode(asked.code)
    const results = await Promise.all(
      Array.from({ length: 20 }, () => house.run(signIn, { ...asked, code: wrong })),
    )
    expect(results.filter((result) => !result.ok && result.code === 'user.wrong_code')).toHaveLength(5)
    expect(await rowsOf(house, 'user_code')).toMatchObject([{ attempts_left: 0 }])
  })

  test('Wrong codes are limited per phone and per address until the first is a day old', async () => {
    await openWith('user: { wrongCodesPerPhone: 2, wrongCodesPerAddress: 3, codeWait_s: 0 }')
    const start = house.clock.now()
    const guess = async (phone: string, address: string) => {
      const asked = await codeFor(house, inbox, phone, address)
      return house.run(signIn, { ...asked, code: wrongCode(asked.code) })
    }
    const phone = somePhone()
    await guess(phone, '203.0.113.1')
    house.clock.advance(1)
    await guess(phone, '203.0.113.2')
    const asked = await codeFor(house, inbox, phone, '203.0.113.3')
    const no = { code: 'user.too_many_attempts', data: { retryAt: start + 24 * hour } }
    await refused(() => house.run(signIn, asked), no)
    await guess(somePhone(), '203.0.113.1')
    await guess(somePhone(), '203.0.113.1')
    const other = await codeFor(house, inbox, somePhone(), '203.0.113.1')
    await refused(() => house.run(signIn, other), no)
    house.clock.advance(24 * hour - 1)
    const later = await codeFor(house, inbox, phone, '203.0.113.1')
    expect(await house.run(signIn, later)).toMatchObject({ ok: true })
  })
})
