/** From an application to a supplier under contract, on every database. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Supplier } from '../src/contract.ts'
import { supplierModule } from '../src/index.ts'
import { accepted, bankCard, facts, person, register, staff, submitted, PICTURE } from './factory.ts'

const { commands, queries, effects } = Supplier
const by = { actor: staff }

eachDatabase((_name, open) => {
  const ports = register()
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [supplierModule], ports: { supplier: { ...ports } } })
  })

  test('Who is accepted may sell; personal data is shown masked and stored sealed', async () => {
    const { owner, supplierId } = await accepted(house)
    expect(await house.ask(queries.selling, { supplierIds: [supplierId] })).toEqual({
      supplierIds: [supplierId],
      shared: [],
    })
    const view = await house.ask(queries.mine, {}, { actor: owner })
    expect(view).toMatchObject({ application: 'accepted', state: 'active', personName: '王**' })
    expect(view.idNumber).toMatch(/^\*{14}.{4}$/)
    expect(view.phone).toBe('138****8000')
    expect(view.contracts).toMatchObject([{ no: 1, state: 'active', commissionBp: 1_000 }])
    expect(view.requirements.map(({ state }) => state)).toEqual(['accepted', 'accepted', 'accepted'])
    expect(view.requirements[0]?.number).toBe('*****5678')
  })

  test('A user applies once; the same key twice is one application', async () => {
    const actor = person()
    const input = { kind: 'farm', party: 'person', name: '老张' } as const
    const first = await house.must(commands.apply, input, { actor, key: 'one' })
    expect(await house.must(commands.apply, input, { actor, key: 'one' })).toEqual(first)
    expect(await house.run(commands.apply, input, { actor })).toMatchObject({
      code: 'supplier.already_belongs',
    })
  })

  test('Numbers that cannot be are refused before anybody is asked', async () => {
    const actor = person()
    const fill = (over: Partial<ReturnType<typeof facts>>) =>
      house.run(commands.fill, { ...facts(), creditCode: null, ...over }, { actor })
    expect(await fill({})).toMatchObject({ code: 'supplier.no_such_supplier' })
    await house.must(commands.apply, { kind: 'farm', party: 'person', name: '老张' }, { actor })
    expect(await fill({ idNumber: '110101199003070000' })).toMatchObject({ code: 'supplier.bad_id_number' })
    expect(await fill({ creditCode: '91350100M000100Y44' })).toMatchObject({
      code: 'supplier.bad_credit_code',
    })
    expect(await fill({ bankAccount: '4111111111111112' })).toMatchObject({
      code: 'supplier.bad_bank_account',
    })
    expect(await fill({ bankAccount: bankCard() })).toMatchObject({ ok: true })
  })

  test('One credit code is one supplier; a submitted application is closed', async () => {
    const one = facts()
    const [a, b] = [person(), person()]
    for (const actor of [a, b])
      await house.must(commands.apply, { kind: 'coop', party: 'company', name: '合作社' }, { actor })
    await house.must(commands.fill, one, { actor: a })
    const { creditCode } = one
    expect(await house.run(commands.fill, { ...facts(), creditCode }, { actor: b })).toMatchObject({
      code: 'supplier.known_already',
    })
    const { owner } = await submitted(house)
    expect(await house.run(commands.fill, facts(), { actor: owner })).toMatchObject({
      code: 'supplier.wrong_state',
      data: { state: 'submitted' },
    })
  })

  test('What is missing is named; an expired or unasked document is refused', async () => {
    const actor = person()
    const consent = { consents: true, consentVersion: '1' } as const
    const document = { number: 'A1', issuer: '局', picture: PICTURE }
    expect(await house.run(commands.submit, consent, { actor })).toMatchObject({
      code: 'supplier.no_such_supplier',
    })
    await house.must(commands.apply, { kind: 'farm', party: 'person', name: '老张' }, { actor })
    expect(await house.run(commands.submit, consent, { actor })).toMatchObject({
      code: 'supplier.incomplete',
      data: { missing: expect.arrayContaining(['application', 'identity', 'bank_account']) },
    })
    const handIn = (kind: 'identity' | 'licence', validTo: number | null) =>
      house.run(commands.handIn, { userId: actor.id, kind, ...document, validTo })
    expect(await handIn('identity', house.clock.now() - 1)).toMatchObject({ code: 'supplier.expired' })
    expect(await handIn('licence', null)).toMatchObject({ code: 'supplier.no_such_requirement' })
  })

  test('A rejected document and application may be mended and submitted again', async () => {
    const { owner, supplierId } = await submitted(house)
    expect(await house.run(commands.accept, { supplierId }, by)).toMatchObject({
      code: 'supplier.wrong_state',
      data: { state: 'submitted' },
    })
    await house.must(commands.beginReview, { supplierId }, by)
    const identity = { supplierId, kind: 'identity' } as const
    await house.must(commands.rejectRequirement, { ...identity, reason: '看不清' }, by)
    expect(await house.run(commands.acceptRequirement, identity, by)).toMatchObject({
      code: 'supplier.wrong_state',
    })
    expect(await house.run(commands.accept, { supplierId }, by)).toMatchObject({
      code: 'supplier.open_requirements',
    })
    await house.must(commands.reject, { supplierId, reason: '证件不清' }, by)
    const again = { consents: true, consentVersion: '1' } as const
    expect(await house.run(commands.submit, again, { actor: owner })).toMatchObject({
      code: 'supplier.incomplete',
      data: { missing: ['identity'] },
    })
    const document = { number: 'B1', issuer: '局', validTo: null, picture: PICTURE }
    await house.must(commands.handIn, { userId: owner.id, kind: 'identity', ...document })
    await house.must(commands.submit, again, { actor: owner })
    await house.must(commands.beginReview, { supplierId }, by)
    for (const kind of ['licence', 'identity', 'bank_account'] as const)
      await house.must(commands.waiveRequirement, { supplierId, kind, reason: '老客户' }, by)
    await house.must(commands.accept, { supplierId }, by)
    expect(await house.run(commands.reject, { supplierId, reason: '不' }, by)).toMatchObject({
      code: 'supplier.wrong_state',
    })
  })

  test('Nobody moves what is not there', async () => {
    const { supplierId } = await submitted(house)
    const nobody = { supplierId: supplierId.slice(0, -4) + '0000' }
    for (const op of [commands.beginReview, commands.accept] as const)
      expect(await house.run(op, nobody, by)).toMatchObject({ code: 'supplier.no_such_supplier' })
  })

  test('Verified with consent, three times a day at most; the first word stays', async () => {
    const begin = (supplierId: string) =>
      house.run(commands.beginVerification, { supplierId, what: 'identity', askedBy: 'stf_1' })
    const actor = person()
    const draft = await house.must(commands.apply, { kind: 'farm', party: 'person', name: '老张' }, { actor })
    expect(await begin(draft.supplierId)).toMatchObject({ code: 'supplier.no_consent' })
    const { supplierId } = await submitted(house)
    const first = await house.must(commands.beginVerification, {
      supplierId,
      what: 'identity',
      askedBy: 'stf_1',
    })
    const word = await house.effect(effects.verify, { supplierId, what: 'identity' })
    expect(word).toEqual({ answer: 'match', code: '0' })
    expect(ports.asked.at(-1)).toMatchObject({ name: '王小明' })
    await house.must(commands.recordVerification, { ...first, ...word })
    await house.must(commands.recordVerification, { ...first, answer: 'mismatch', code: '-1' })
    const { verifications } = await house.ask(queries.staffGet, { supplierId }, by)
    expect(verifications).toMatchObject([{ answer: 'match', code: '0' }])
    expect([(await begin(supplierId)).ok, (await begin(supplierId)).ok]).toEqual([true, true])
    expect(await begin(supplierId)).toMatchObject({ code: 'supplier.too_many_tries' })
    house.clock.advance(86_400_000)
    expect(await begin(supplierId)).toMatchObject({ ok: true })
    const account = await house.effect(effects.verify, { supplierId, what: 'bank_account' })
    expect(account.answer).toBe('no_record')
  })

  test('A new contract that is signed ends the one before; what ended is not signed again', async () => {
    const { owner, supplierId, contractId } = await accepted(house)
    const now = house.clock.now()
    const terms = { validFrom: now, validTo: now + 1, commissionBp: 500, paymentDays: 7, grades: [] }
    const next = await house.must(commands.draftContract, { supplierId, ...terms }, by)
    const sign = (id: string) =>
      house.run(commands.signContract, { supplierId, contractId: id, signedBy: '王' }, by)
    expect(await sign(next.contractId)).toMatchObject({ ok: true })
    const { contracts } = await house.ask(queries.mine, {}, { actor: owner })
    expect(contracts.map(({ state }) => state)).toEqual(['active', 'ended'])
    expect(await sign(contractId)).toMatchObject({ code: 'supplier.wrong_state' })
    const late = { ...terms, validTo: now - 1 }
    expect(await house.run(commands.draftContract, { supplierId, ...late }, by)).toMatchObject({
      code: 'supplier.bad_period',
    })
    const end = { supplierId, contractId: next.contractId, reason: '到期' }
    await house.must(commands.endContract, end, by)
    expect(await house.run(commands.endContract, end, by)).toMatchObject({ code: 'supplier.wrong_state' })
  })

  test('The owner takes clerks in and lets them go; a suspended supplier does not sell', async () => {
    const { owner, supplierId } = await accepted(house)
    const helper = person()
    const add = { userId: helper.id }
    await house.must(commands.addMember, add, { actor: owner })
    expect(await house.run(commands.addMember, add, { actor: owner })).toMatchObject({
      code: 'supplier.already_belongs',
    })
    expect(await house.run(commands.addMember, add, { actor: helper })).toMatchObject({
      code: 'supplier.owner_only',
    })
    expect(await house.ask(queries.ofUser, add)).toEqual({ role: 'clerk', supplierId, application: null })
    await house.must(commands.removeMember, add, { actor: owner })
    expect(await house.ask(queries.ofUser, add)).toMatchObject({ supplierId: null })
    await house.must(commands.setState, { supplierId, change: 'suspend', reason: '抽检' }, by)
    expect(await house.ask(queries.selling, { supplierIds: [supplierId] })).toEqual({
      supplierIds: [],
      shared: [],
    })
    const resume = { supplierId, change: 'resume', reason: '合格' } as const
    await house.must(commands.setState, resume, by)
    expect(await house.run(commands.setState, resume, by)).toMatchObject({ code: 'supplier.wrong_state' })
  })

  test('A contract that does not hold today cannot be signed', async () => {
    const { supplierId } = await accepted(house)
    const now = house.clock.now()
    for (const [validFrom, validTo] of [
      [now + 1_000, now + 2_000],
      [now - 2_000, now],
    ] as const) {
      const terms = { validFrom, validTo, commissionBp: 0, paymentDays: 0, grades: [] }
      const { contractId } = await house.must(commands.draftContract, { supplierId, ...terms }, by)
      const sign = { supplierId, contractId, signedBy: '王小明' }
      expect(await house.run(commands.signContract, sign, by)).toMatchObject({
        code: 'supplier.out_of_period',
      })
    }
    expect(await house.ask(queries.selling, { supplierIds: [supplierId] })).toEqual({
      supplierIds: [supplierId],
      shared: [],
    })
  })

  test('Staff that must see a number sees it whole, and that it did is kept', async () => {
    const { supplierId } = await accepted(house)
    const look = { supplierId, field: 'personName', reason: '核对开户名' } as const
    expect(await house.must(commands.reveal, look, by)).toEqual({ value: '王小明' })
    const history = house.database.reader('supplier', true).selectFrom('supplier_history').selectAll()
    const [seen] = await history.where('subject_id', '=', supplierId).where('axis', '=', 'reveal').execute()
    expect(seen).toMatchObject({ actor_id: staff.id, to_state: 'personName', note: '核对开户名' })
    const nobody = { ...look, supplierId: `sup_${'0'.repeat(26)}` }
    expect(await house.run(commands.reveal, nobody, by)).toMatchObject({ code: 'supplier.no_such_supplier' })
  })
})
