/** Partner systems on every database: what they are given, what is refused, what is kept. */
import type { Actor } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeEach, expect, test } from 'vitest'
import { User } from '../src/contract.ts'
import { userModule } from '../src/index.ts'
import { smsInbox } from './factory.ts'
import { everything, rowsOf, wholeDatabase } from './rows.ts'

const {
  createPartner,
  rotatePartnerSecret,
  setPartnerScopes,
  disablePartner,
  enablePartner,
  issuePartnerToken,
} = User.commands
const boss: Actor = { kind: 'staff', id: 'stf_1', sessionId: 'ses_1', permissions: ['partner.manage'] }
const nobody = `ptn_${'0'.repeat(26)}`

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeEach(async () => {
    house = await open({ modules: [userModule], ports: { user: { sms: smsInbox() } } })
    const permissions = [
      { code: 'order.read', meaning: '查看订单', offered: true },
      { code: 'order.ship', meaning: '发货', offered: true },
      { code: 'staff.manage', meaning: '管理员工' },
    ]
    await house.must(User.commands.declarePermissions, { permissions })
  })

  const refused = async (what: () => Promise<unknown>, no: object) => {
    const before = await everything(house)
    expect(await what()).toMatchObject({ ok: false, committed: false, ...no })
    expect(await everything(house)).toBe(before)
  }
  const make = (scopes = ['order.read', 'order.ship'], key = 'make-partner') =>
    house.must(createPartner, { name: '金蝶', scopes }, { actor: boss, key })
  const enter = (clientId: string, clientSecret: string, scopes?: string[]) =>
    house.run(issuePartnerToken, { clientId, clientSecret, ...(scopes === undefined ? {} : { scopes }) })
  const who = (accessToken: string) => house.ask(User.queries.authenticate, { accessToken })

  test('A partner is made once for a key; its secret is shown, and kept as a digest only', async () => {
    const made = await make()
    expect(await make()).toEqual(made)
    expect(await rowsOf(house, 'user_partner')).toHaveLength(1)
    expect(await wholeDatabase(house)).not.toContain(made.secret)
    const answer = await enter(made.partnerId, made.secret, ['order.read'])
    if (!answer.ok) throw new Error(answer.code)
    expect(answer.value).toMatchObject({ expiresIn_s: 3_600, scopes: ['order.read'] })
    expect(await who(answer.value.accessToken)).toMatchObject({
      kind: 'partner',
      id: made.partnerId,
      permissions: ['order.read'],
    })
    house.clock.advance(3_600_000)
    expect(await who(answer.value.accessToken)).toBeNull()
  })

  test('Only what contracts offer can be a scope, and only what is held can be asked for', async () => {
    const no = { code: 'user.unknown_scope', data: { scope: 'staff.manage' } }
    const scopes = ['order.read', 'staff.manage']
    await refused(() => house.run(createPartner, { name: '某', scopes }, { actor: boss }), no)
    const { partnerId, secret } = await make(['order.read'])
    await refused(() => house.run(setPartnerScopes, { partnerId, scopes }, { actor: boss }), no)
    const set = (id: string) =>
      house.run(setPartnerScopes, { partnerId: id, scopes: ['order.ship'] }, { actor: boss })
    await refused(() => set(nobody), { code: 'user.no_such_partner' })
    await refused(() => enter(partnerId, secret, ['order.ship']), { code: 'user.invalid_scope' })
    await refused(() => enter(partnerId, `${secret}x`), { code: 'user.invalid_client' })
    await refused(() => enter(nobody, secret), { code: 'user.invalid_client' })
    expect(await enter(partnerId, secret)).toMatchObject({ ok: true })
  })

  test('A narrowed scope acts on open tokens', async () => {
    const { partnerId, secret } = await make()
    const answer = await enter(partnerId, secret)
    if (!answer.ok) throw new Error(answer.code)
    await house.must(setPartnerScopes, { partnerId, scopes: ['order.ship'] }, { actor: boss })
    expect(await who(answer.value.accessToken)).toMatchObject({ permissions: ['order.ship'] })
  })

  test('A partner is shut out and let in once each; tokens of before stay ended', async () => {
    const { partnerId, secret } = await make()
    const answer = await enter(partnerId, secret)
    if (!answer.ok) throw new Error(answer.code)
    const by = { actor: boss, key: 'shut-out' }
    await refused(() => house.run(enablePartner, { partnerId }, { actor: boss }), {
      code: 'user.wrong_state',
    })
    await house.must(disablePartner, { partnerId }, by)
    await house.must(disablePartner, { partnerId }, by)
    await refused(() => house.run(disablePartner, { partnerId }, { actor: boss }), {
      code: 'user.wrong_state',
    })
    const unknown = { code: 'user.no_such_partner' }
    await refused(() => house.run(disablePartner, { partnerId: nobody }, { actor: boss }), unknown)
    await refused(() => house.run(enablePartner, { partnerId: nobody }, { actor: boss }), unknown)
    expect(await who(answer.value.accessToken)).toBeNull()
    await refused(() => enter(partnerId, secret), { code: 'user.invalid_client' })
    await house.must(enablePartner, { partnerId }, { actor: boss })
    expect(await who(answer.value.accessToken)).toBeNull()
    expect(await enter(partnerId, secret)).toMatchObject({ ok: true })
  })

  test('Secrets overlap while they are replaced, and are forgotten after', async () => {
    const { partnerId, secret } = await make()
    const rotate = (overlap_s: number, id = partnerId) =>
      house.run(rotatePartnerSecret, { partnerId: id, overlap_s }, { actor: boss })
    await refused(() => rotate(60, nobody), { code: 'user.no_such_partner' })
    const next = await rotate(60)
    if (!next.ok) throw new Error(next.code)
    expect(next.value.oldUntil).toBe(house.clock.now() + 60_000)
    expect([(await enter(partnerId, secret)).ok, (await enter(partnerId, next.value.secret)).ok]).toEqual([
      true,
      true,
    ])
    house.clock.advance(60_000)
    expect([(await enter(partnerId, secret)).ok, (await enter(partnerId, next.value.secret)).ok]).toEqual([
      false,
      true,
    ])
    house.clock.advance(3 * 86_400_000)
    await house.must(User.commands.forgetOld, {})
    const { items } = await house.ask(User.queries.partners, {}, { actor: boss })
    expect(items.map((one) => one.secrets.length)).toEqual([1])
    expect(await rowsOf(house, 'user_partner_secret')).toHaveLength(1)
  })

  test('A secret taken for stolen opens nothing that outlives its end', async () => {
    const { partnerId, secret } = await make()
    const askers = Array.from({ length: 12 }, () => enter(partnerId, secret))
    const end = house.run(rotatePartnerSecret, { partnerId, overlap_s: 0 }, { actor: boss })
    const [ended] = await Promise.all([end, ...askers])
    expect(ended.ok).toBe(true)
    const sessions = await rowsOf(house, 'user_session')
    expect(sessions.filter((one) => one['state'] === 'open')).toEqual([])
    expect((await enter(partnerId, secret)).ok).toBe(false)
  })
})
