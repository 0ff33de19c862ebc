/** Staff on every database: passwords, locks, roles whose change acts on open sessions. */
import type { Actor } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { randomBytes } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { User } from '../src/contract.ts'
import { hashPassword, userModule } from '../src/index.ts'
import { verifyPassword } from '../src/password.ts'
import { smsInbox } from './factory.ts'
import { everything, rowsOf, wholeDatabase } from './rows.ts'

const { createStaff, openStaffSession, setRolePermissions, setStaffPassword, declarePermissions, signOut } =
  User.commands
const password = 'correct horse battery staple'
let passwordHash = ''
beforeAll(async () => {
  passwordHash = await hashPassword(password, randomBytes(16))
})

test('A password is known again by its hash, in any normal form; without a hash it never is', async () => {
  expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(await verifyPassword(password, passwordHash)).toBe(true)
  expect(await verifyPassword(`${password} `, passwordHash)).toBe(false)
  expect(await verifyPassword(password, undefined)).toBe(false)
  const umlaut = await hashPassword('f\u00fcr', randomBytes(16))
  expect(await verifyPassword('fu\u0308r', umlaut)).toBe(true)
  await expect(verifyPassword(password, 'plain')).rejects.toThrow('argon2id')
})

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeEach(async () => {
    house = await open({ modules: [userModule], ports: { user: { sms: smsInbox() } } })
    const codes = ['staff.manage', 'product.write', 'order.ship']
    const permissions = codes.map((code) => ({ code, meaning: code }))
    await house.must(declarePermissions, { permissions })
  })

  const hire = (account = 'wang', permissions = ['product.write']) =>
    house.must(createStaff, { account, name: '王敏', passwordHash, role: 'editor', permissions })
  const who = (accessToken: string) => house.ask(User.queries.authenticate, { accessToken })
  const enter = (account: string, verified: boolean) => house.run(openStaffSession, { account, verified })
  const boss: Actor = { kind: 'staff', id: 'stf_1', sessionId: 'ses_1', permissions: ['staff.manage'] }

  const refused = async (what: () => Promise<unknown>, no: object) => {
    const before = await everything(house)
    expect(await what()).toMatchObject({ ok: false, committed: false, ...no })
    expect(await everything(house)).toBe(before)
  }

  test('The right password is verified; a wrong one and an unknown account are not', async () => {
    await hire()
    const check = (account: string, tried: string) =>
      house.effect(User.effects.checkPassword, { account, password: tried })
    expect(await check('wang', password)).toEqual({ verified: true })
    expect(await check('wang', 'wrong')).toEqual({ verified: false })
    expect(await check('nobody', password)).toEqual({ verified: false })
  })

  test('A session opens for eight hours with the permissions of the role, and no refresh token', async () => {
    const { staffId } = await hire()
    const session = await house.must(openStaffSession, { account: 'wang', verified: true })
    const accessExpiresAt = house.clock.now() + 8 * 3_600_000
    expect(session).toMatchObject({ staffId, name: '王敏', permissions: ['product.write'], accessExpiresAt })
    expect(session).not.toHaveProperty('refreshToken')
    const found = await who(session.accessToken)
    expect(found).toMatchObject({ kind: 'staff', id: staffId, permissions: ['product.write'] })
    const sessionId = found?.sessionId ?? ''
    await house.must(signOut, {}, { actor: { kind: 'staff', id: staffId, sessionId, permissions: [] } })
    expect(await who(session.accessToken)).toBeNull()
  })

  test('Another password ends the sessions of its account and opens its lock, and no other', async () => {
    const [{ staffId }] = [await hire('wang'), await hire('li')]
    const [mine, other] = [
      await house.must(openStaffSession, { account: 'wang', verified: true }),
      await house.must(openStaffSession, { account: 'li', verified: true }),
    ]
    for (let tries = 0; tries < 5; tries += 1) await enter('wang', false)
    expect(await enter('wang', true)).toMatchObject({ code: 'user.locked' })
    const next = await hashPassword('another one', randomBytes(16))
    await house.must(setStaffPassword, { account: 'wang', passwordHash: next })
    const check = (account: string, tried: string) =>
      house.effect(User.effects.checkPassword, { account, password: tried })
    expect(await check('wang', 'another one')).toEqual({ verified: true })
    expect(await check('wang', password)).toEqual({ verified: false })
    expect(await check('li', password)).toEqual({ verified: true })
    expect([await who(mine.accessToken), (await who(other.accessToken))?.kind]).toEqual([null, 'staff'])
    expect(await enter('wang', true)).toMatchObject({ ok: true, value: { staffId } })
    await refused(() => house.run(setStaffPassword, { account: 'nobody', passwordHash: next }), {
      code: 'user.no_such_account',
    })
  })

  test('Two staff without refresh tokens may be signed in at once', async () => {
    await hire('wang')
    await hire('li')
    await house.must(openStaffSession, { account: 'wang', verified: true })
    await house.must(openStaffSession, { account: 'li', verified: true })
    expect(await rowsOf(house, 'user_token')).toHaveLength(2)
  })

  test('A changed role acts on sessions that are open', async () => {
    await hire()
    const { accessToken } = await house.must(openStaffSession, { account: 'wang', verified: true })
    await house.must(setRolePermissions, { role: 'editor', permissions: ['order.ship'] }, { actor: boss })
    expect(await who(accessToken)).toMatchObject({ permissions: ['order.ship'] })
  })

  test('A role gets only permissions that the house declares; an unknown role gets none', async () => {
    await hire()
    const set = (role: string, permissions: string[]) =>
      house.run(setRolePermissions, { role, permissions }, { actor: boss })
    const unknown = { code: 'user.unknown_permission', data: { permission: 'all.things' } }
    await refused(() => set('editor', ['product.write', 'all.things']), unknown)
    await refused(() => set('ghost', ['product.write']), { code: 'user.no_such_role' })
    await house.must(declarePermissions, { permissions: [{ code: 'only.this', meaning: '仅此' }] })
    await refused(() => set('editor', ['product.write']), { code: 'user.unknown_permission' })
    expect(await set('editor', ['only.this'])).toMatchObject({ ok: true })
  })

  test('An account name is taken once; a further member of a role does not change it', async () => {
    await hire('wang', ['product.write'])
    await hire('li', ['staff.manage'])
    const again = { account: 'wang', name: '王芳', passwordHash, role: 'boss', permissions: [] }
    await refused(() => house.run(createStaff, again), { code: 'user.account_taken' })
    const { permissions } = await house.must(openStaffSession, { account: 'li', verified: true })
    expect(permissions).toEqual(['product.write'])
  })

  test('Five wrong passwords lock the account for 15 minutes, known or not, the right one too', async () => {
    await hire()
    const start = house.clock.now()
    const locked = { code: 'user.locked', data: { retryAt: start + 900_000 } }
    for (const account of ['wang', 'nobody']) {
      for (let i = 0; i < 5; i += 1) {
        expect(await enter(account, false)).toMatchObject({ code: 'user.wrong_password', committed: true })
      }
      await refused(() => enter(account, true), locked)
    }
    house.clock.advance(900_000)
    expect(await enter('wang', true)).toMatchObject({ ok: true })
    expect(await enter('nobody', true)).toMatchObject({ code: 'user.wrong_password' })
  })

  test('A right password forgives the wrong ones before it', async () => {
    await hire()
    for (let i = 0; i < 4; i += 1) await enter('wang', false)
    expect(await enter('wang', true)).toMatchObject({ ok: true })
    expect(await rowsOf(house, 'user_failure')).toEqual([])
  })

  test('Wrong passwords at the same moment count each', async () => {
    await hire()
    const results = await Promise.all(Array.from({ length: 20 }, () => enter('wang', false)))
    const wrong = results.filter((result) => !result.ok && result.code === 'user.wrong_password')
    expect(wrong).toHaveLength(5)
  })

  test('Neither account nor password of a failed sign-in lies in the database in the clear', async () => {
    await hire()
    await house.effect(User.effects.checkPassword, { account: 'secret-account', password })
    await enter('secret-account', false)
    const text = await wholeDatabase(house)
    expect(text).not.toContain(password)
    expect(text).not.toContain('secret-account')
  })
})
