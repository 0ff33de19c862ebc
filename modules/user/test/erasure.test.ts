/** Confirming who is there, and the end of a shopper in this module, on every database. */
import { makeId } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { randomBytes } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { User } from '../src/contract.ts'
import { userModule } from '../src/index.ts'
import { codeFor, type SignedIn, signedIn, smsInbox, type SmsInbox, somePhone, wrongCode } from './factory.ts'
import { eventsOf, everything, rowsOf } from './rows.ts'

const { confirmIdentity, beginErasure, eraseUser, forgetOld, saveAddress, setNickname } = User.commands
const address = { name: '张三', phone: '13800138000', regionCode: '110101', detail: '一号', isDefault: true }

eachDatabase((_name, open) => {
  let house: TestHouse
  let inbox: SmsInbox
  let phone: string
  let shopper: SignedIn
  let sessionId: string
  beforeEach(async () => {
    inbox = smsInbox()
    const options = { settingsYaml: 'user: { codeWait_s: 0 }' }
    house = await open({ modules: [userModule], ports: { user: { sms: inbox } }, options })
    phone = somePhone()
    shopper = await signedIn(house, inbox, phone)
    sessionId = shopper.actor.kind === 'user' ? shopper.actor.sessionId : ''
  })

  const refused = async (what: () => Promise<unknown>, no: object) => {
    const before = await everything(house)
    expect(await what()).toMatchObject({ ok: false, committed: false, ...no })
    expect(await everything(house)).toBe(before)
  }
  const confirm = async (): Promise<string> => {
    const { requestId, code } = await codeFor(house, inbox, phone)
    return (await house.must(confirmIdentity, { requestId, code }, { actor: shopper.actor })).confirmationId
  }
  const ended = (confirmationId: string, session = sessionId) => ({
    userId: shopper.userId,
    sessionId: session,
    confirmationId,
  })

  test('A right code confirms for ten minutes and this session; its key may be repeated', async () => {
    const { requestId, code } = await codeFor(house, inbox, phone)
    const by = { actor: shopper.actor, key: 'it-is-me' }
    const first = await house.must(confirmIdentity, { requestId, code }, by)
    expect(await house.must(confirmIdentity, { requestId, code }, by)).toEqual(first)
    expect(first.expiresAt).toBe(house.clock.now() + 600_000)
    const ask = (session?: string) =>
      house.ask(User.queries.confirmed, ended(first.confirmationId, session)).then(
        () => true,
        () => false,
      )
    expect([await ask(), await ask('another')]).toEqual([true, false])
    house.clock.advance(600_000)
    expect(await ask()).toBe(false)
    const used = () => house.run(confirmIdentity, { requestId, code }, { actor: shopper.actor })
    await refused(used, { code: 'user.code_invalid' })
  })

  test('A wrong code counts, and somebody else’s code is none', async () => {
    const { requestId, code } = await codeFor(house, inbox, phone)
    const guess = (one: string, id = requestId) =>
      house.run(confirmIdentity, { requestId: id, code: one }, { actor: shopper.actor })
    const wrong = { committed: true, code: 'user.wrong_code', data: { attemptsLeft: 4 } }
    expect(await guess(wrongCode(code))).toMatchObject(wrong)
    expect(await rowsOf(house, 'user_failure')).toHaveLength(1)
    const foreign = await codeFor(house, inbox, somePhone())
    await refused(() => guess(foreign.code, foreign.requestId), { code: 'user.code_invalid' })
    for (let tries = 0; tries < 4; tries += 1) await guess(wrongCode(code))
    await refused(() => guess(code), { code: 'user.code_invalid' })
    for (let request = 0; request < 2; request += 1) {
      const next = await codeFor(house, inbox, phone)
      for (let tries = 0; tries < 5; tries += 1) await guess(wrongCode(next.code), next.requestId)
    }
    const last = await codeFor(house, inbox, phone)
    await refused(() => guess(last.code, last.requestId), { code: 'user.too_many_attempts' })
  })

  test('Without a confirmation of this session nothing ends', async () => {
    const confirmationId = await confirm()
    const no = { code: 'user.not_confirmed' }
    await refused(() => house.run(beginErasure, ended(makeId('cfm', 0, randomBytes(10)))), no)
    await refused(() => house.run(beginErasure, ended(confirmationId, 'another')), no)
    house.clock.advance(600_000)
    await refused(() => house.run(beginErasure, ended(confirmationId)), no)
    expect(await rowsOf(house, 'user_erasure')).toEqual([])
  })

  test('The end takes phone, name, addresses and sessions; the phone is free', async () => {
    const { actor, userId } = shopper
    await house.must(saveAddress, address, { actor })
    await house.must(setNickname, { nickname: '桃子' }, { actor })
    const other = await signedIn(house, inbox)
    const confirmationId = await confirm()
    await house.must(beginErasure, ended(confirmationId), { key: 'the-end' })
    await house.must(beginErasure, ended(confirmationId), { key: 'the-end' })
    await refused(() => house.run(beginErasure, ended(confirmationId)), { code: 'user.not_confirmed' })
    expect((await eventsOf(house)).filter((event) => event.name === 'user.erased')).toEqual([
      { name: 'user.erased', payload: { userId } },
    ])
    expect(await house.ask(User.queries.authenticate, { accessToken: shopper.accessToken })).toBeNull()
    expect(await house.ask(User.queries.authenticate, { accessToken: other.accessToken })).not.toBeNull()
    expect(await house.ask(User.queries.phoneOf, { userId })).toBeNull()
    for (const table of ['user_address', 'user_profile', 'user_confirmation']) {
      expect([table, await rowsOf(house, table)]).toEqual([table, []])
    }
    const gone = { code: 'user.no_such_user' }
    await refused(() => house.run(saveAddress, address, { actor }), gone)
    await refused(() => house.run(setNickname, { nickname: '某' }, { actor }), gone)
    const { requestId, code } = await codeFor(house, inbox, phone)
    await refused(() => house.run(confirmIdentity, { requestId, code }, { actor }), gone)
    const again = await signedIn(house, inbox, phone)
    expect([again.isNew, again.userId === userId]).toEqual([true, false])
    expect(await house.ask(User.queries.erasedSince, { since: 0, limit: 10 })).toEqual({ userIds: [userId] })
    await house.must(eraseUser, { userId })
  })

  test('Who ends one account after another gets no more codes and no more guesses than others', async () => {
    const { requestId, code } = await codeFor(house, inbox, phone)
    await house.run(confirmIdentity, { requestId, code: wrongCode(code) }, { actor: shopper.actor })
    const before = { codes: await rowsOf(house, 'user_code'), wrong: await rowsOf(house, 'user_failure') }
    await house.must(beginErasure, ended(await confirm()))
    const codes = await rowsOf(house, 'user_code')
    const wrong = await rowsOf(house, 'user_failure')
    const addressesOf = (rows: typeof codes) => rows.map((row) => String(row['address_blind'])).toSorted()
    expect(codes).toHaveLength(before.codes.length + 1)
    expect(addressesOf(codes)).toEqual(expect.arrayContaining(addressesOf(before.codes)))
    expect(addressesOf(wrong)).toEqual(addressesOf(before.wrong))
    for (const row of codes) expect(row).toMatchObject({ phone_sealed: '', code_sealed: null })
    const digests = [...before.codes, ...before.wrong].map(
      (row) => row['phone_blind'] ?? row['subject_blind'],
    )
    const text = JSON.stringify([codes, wrong])
    for (const digest of digests) expect(text).not.toContain(digest)
  })

  test('Two who end at the same moment end once', async () => {
    const confirmationId = await confirm()
    const both = await Promise.all([1, 2].map(() => house.run(beginErasure, ended(confirmationId))))
    expect(both.filter((one) => one.ok)).toHaveLength(1)
    expect(await rowsOf(house, 'user_erasure')).toHaveLength(1)
  })

  test('Three years later even the row without a name goes', async () => {
    await house.must(beginErasure, ended(await confirm()))
    house.clock.advance(3 * 365 * 86_400_000)
    await house.must(forgetOld, {})
    expect(await rowsOf(house, 'user_user')).toHaveLength(1)
    house.clock.advance(4 * 86_400_000)
    await house.must(forgetOld, {})
    expect([await rowsOf(house, 'user_user'), await rowsOf(house, 'user_erasure')]).toEqual([[], []])
  })
})
