/** From sales to money at the bank, on every database. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Supplier } from '../src/contract.ts'
import { supplierModule } from '../src/index.ts'
import { accepted, clerk, orderId, person, register, skuId, staff, submitted } from './factory.ts'

const { commands, queries } = Supplier
const [maker, checker] = [{ actor: clerk('stf_maker') }, { actor: clerk('stf_checker') }]
const by = { actor: staff }
const byBank = { way: 'bank', openid: null } as const

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [supplierModule], ports: { supplier: { ...register() } } })
  })

  const sell = async (supplierId: string, paidFen: number) => {
    const line = { supplierId, skuId: skuId(), paidFen }
    const sale = { orderId: orderId(), placedAt: house.clock.now(), lines: [line] }
    await house.must(commands.collect, sale)
    return sale
  }
  const issue = async (supplierId: string) => {
    house.clock.advance(1_000)
    return house.must(commands.issueStatement, { supplierId, periodTo: house.clock.now() }, by)
  }
  const detail = (statementId: string) => house.ask(queries.staffStatement, { statementId }, by)
  const pay = async (supplierId: string, actor: ReturnType<typeof person>) => {
    const statement = await issue(supplierId)
    await house.must(commands.confirmStatement, statement, { actor })
    const statementIds = [statement.statementId]
    const { payoutId } = await house.must(commands.proposePayout, { statementIds }, maker)
    await house.must(commands.approvePayout, { payoutId }, checker)
  }

  test('Paid goods less refunds less commission, paid by two people', async () => {
    const { owner, supplierId } = await accepted(house)
    const sale = await sell(supplierId, 10_005)
    await house.must(commands.collect, sale)
    const cut = { supplierId, amountFen: 500, reason: '坏果', reference: 'claim-1' }
    await house.must(commands.deduct, cut, by)
    expect(await house.run(commands.deduct, cut, by)).toMatchObject({ code: 'supplier.known_already' })
    const statement = await issue(supplierId)
    expect(await detail(statement.statementId)).toMatchObject({
      goodsFen: 10_005,
      commissionFen: 1_001,
      deductionsFen: -500,
      totalFen: 8_504,
    })
    const statementIds = [statement.statementId]
    expect(await house.run(commands.proposePayout, { statementIds }, maker)).toMatchObject({
      code: 'supplier.wrong_state',
    })
    expect(await house.run(commands.confirmStatement, statement, { actor: person() })).toMatchObject({
      code: 'supplier.no_such_statement',
    })
    await house.must(commands.confirmStatement, statement, { actor: owner })
    const { payoutId, totalFen } = await house.must(commands.proposePayout, { statementIds }, maker)
    expect(totalFen).toBe(8_504)
    expect(await house.run(commands.approvePayout, { payoutId }, maker)).toMatchObject({
      code: 'supplier.same_person',
    })
    await house.must(commands.approvePayout, { payoutId }, checker)
    expect(await house.run(commands.approvePayout, { payoutId }, checker)).toMatchObject({
      code: 'supplier.wrong_state',
    })
    expect(await house.ask(queries.myBalance, {}, { actor: owner })).toEqual({
      withdrawableFen: 8_504,
      heldFen: 0,
      accruingFen: 0,
    })
    expect((await detail(statement.statementId)).state).toBe('paid')
  })

  test('A later refund takes its share of the commission back, to nothing when all goes back', async () => {
    const { owner, supplierId } = await accepted(house)
    const { orderId: order, lines } = await sell(supplierId, 999)
    const { skuId: sold } = lines[0] ?? { skuId: '' }
    const refund = (refundId: string, refundFen: number) =>
      house.run(commands.recordRefund, {
        orderId: order,
        refundId,
        lines: [{ supplierId, skuId: sold, refundFen }],
      })
    expect(await refund('r1', 333)).toMatchObject({ ok: true })
    expect(await refund('r1', 333)).toMatchObject({ ok: true })
    expect(await refund('r2', 667)).toMatchObject({ code: 'supplier.refunded_above_paid' })
    expect(await refund('r2', 666)).toMatchObject({ ok: true })
    expect(await house.ask(queries.myBalance, {}, { actor: owner })).toMatchObject({ accruingFen: 0 })
  })

  test('What went back before the order was completed is not earned, whichever is heard first', async () => {
    const { owner, supplierId } = await accepted(house)
    const sale = { orderId: orderId(), placedAt: house.clock.now() }
    const line = { supplierId, skuId: skuId() }
    const refund = { orderId: sale.orderId, refundId: 'r1', lines: [{ ...line, refundFen: 400 }] }
    await house.must(commands.recordRefund, refund)
    await house.must(commands.recordRefund, refund)
    await house.must(commands.collect, { ...sale, lines: [{ ...line, paidFen: 1_000 }] })
    await house.must(commands.recordRefund, refund)
    expect(await house.ask(queries.myBalance, {}, { actor: owner })).toMatchObject({ accruingFen: 540 })
  })

  test('The commission is that of the contract an order was placed on', async () => {
    const { owner, supplierId } = await accepted(house, 1_000)
    const placedAt = house.clock.now()
    house.clock.advance(1_000)
    const now = house.clock.now()
    const terms = { validFrom: now, validTo: now + 1e9, commissionBp: 5_000, paymentDays: 0, grades: [] }
    const { contractId } = await house.must(commands.draftContract, { supplierId, ...terms }, by)
    await house.must(commands.signContract, { supplierId, contractId, signedBy: '王小明' }, by)
    const lines = [{ supplierId, skuId: skuId(), paidFen: 1_000 }]
    await house.must(commands.collect, { orderId: orderId(), placedAt, lines })
    const earned = () => house.ask(queries.myBalance, {}, { actor: owner })
    expect(await earned()).toMatchObject({ accruingFen: 900 })
    await house.must(commands.collect, { orderId: orderId(), placedAt: now, lines })
    expect(await earned()).toMatchObject({ accruingFen: 1_400 })
  })

  test('Less than nothing is carried, and netted by the next statement', async () => {
    const { owner, supplierId } = await accepted(house)
    await house.must(commands.deduct, { supplierId, amountFen: 700, reason: '罚', reference: 'a' }, by)
    const first = await issue(supplierId)
    expect(await house.must(commands.confirmStatement, first, { actor: owner })).toEqual({ state: 'netted' })
    await sell(supplierId, 1_000)
    const second = await issue(supplierId)
    expect(await detail(second.statementId)).toMatchObject({ carriedFen: -700, totalFen: 200 })
    expect(
      await house.run(commands.issueStatement, { supplierId, periodTo: house.clock.now() }, by),
    ).toMatchObject({ code: 'supplier.nothing_to_settle' })
    const periodTo = house.clock.now() + 1
    expect(await house.run(commands.issueStatement, { supplierId, periodTo }, by)).toMatchObject({
      code: 'supplier.period_open',
    })
  })

  test('A disputed statement is adjusted, both sides are read, and it is confirmed', async () => {
    const { owner, supplierId } = await accepted(house)
    await sell(supplierId, 1_000)
    const { statementId } = await issue(supplierId)
    await house.must(commands.disputeStatement, { statementId, text: '少算了' }, { actor: owner })
    expect(await house.run(commands.confirmStatement, { statementId }, { actor: owner })).toMatchObject({
      code: 'supplier.wrong_state',
    })
    await house.must(commands.answerDispute, { statementId, text: '补上', adjustFen: 50 }, by)
    const shown = await house.ask(queries.myStatement, { statementId }, { actor: owner })
    expect(shown).toMatchObject({ state: 'adjusted', totalFen: 950 })
    expect(shown.thread.map(({ side }) => side)).toEqual(['supplier', 'platform'])
    expect(await house.must(commands.confirmStatement, { statementId }, { actor: owner })).toEqual({
      state: 'payable',
    })
  })

  test('Nothing is collected without a contract, and a rejected batch frees its statements', async () => {
    const { supplierId: stranger } = await submitted(house)
    const lines = [{ supplierId: stranger, skuId: skuId(), paidFen: 10 }]
    const sale = { orderId: orderId(), placedAt: house.clock.now(), lines }
    expect(await house.run(commands.collect, sale)).toMatchObject({
      code: 'supplier.no_contract',
      data: { supplierId: stranger },
    })
    const { owner, supplierId } = await accepted(house, 0, 7)
    await sell(supplierId, 1_000)
    const statement = await issue(supplierId)
    await house.must(commands.confirmStatement, statement, { actor: owner })
    const statementIds = [statement.statementId]
    expect(await house.run(commands.proposePayout, { statementIds }, maker)).toMatchObject({
      code: 'supplier.not_due',
    })
    house.clock.advance(7 * 86_400_000)
    const { payoutId } = await house.must(commands.proposePayout, { statementIds }, maker)
    await house.must(commands.rejectPayout, { payoutId, reason: '账户有误' }, checker)
    expect((await detail(statement.statementId)).state).toBe('payable')
  })

  test('Fifty withdrawals at once take what is there and no more', async () => {
    const { owner, supplierId } = await accepted(house, 0)
    await sell(supplierId, 1_000)
    await pay(supplierId, owner)
    const asked = Array.from({ length: 50 }, () =>
      house.run(commands.requestWithdrawal, { ...byBank, userId: owner.id, amountFen: 300 }),
    )
    const answers = await Promise.all(asked)
    expect(answers.filter(({ ok }) => ok)).toHaveLength(3)
    const codes = new Set(answers.map((answer) => (answer.ok ? 'ok' : answer.code)))
    expect(codes).toEqual(new Set(['ok', 'supplier.above_balance']))
    expect(await house.ask(queries.myBalance, {}, { actor: owner })).toMatchObject({
      withdrawableFen: 100,
      heldFen: 900,
    })
  })

  test('Held until the slip is there; a failure or a cancellation gives the money back once', async () => {
    const { owner, supplierId } = await accepted(house, 0)
    await sell(supplierId, 6_000_000)
    await pay(supplierId, owner)
    const ask = (amountFen: number) =>
      house.must(commands.requestWithdrawal, { ...byBank, userId: owner.id, amountFen })
    const balance = () => house.ask(queries.myBalance, {}, { actor: owner })
    const large = await ask(5_000_000)
    expect(large.state).toBe('risk_hold')
    const one = { withdrawalId: large.withdrawalId }
    await house.must(commands.approveWithdrawal, one, maker)
    expect(await house.run(commands.submitWithdrawal, one, maker)).toMatchObject({
      code: 'supplier.same_person',
    })
    await house.must(commands.submitWithdrawal, one, checker)
    const slip = { ...one, word: 'succeeded', voucher: 'SLIP-0001' } as const
    await house.must(commands.recordSlip, slip, checker)
    await house.must(commands.recordSlip, slip, checker)
    expect(await house.run(commands.recordSlip, { ...slip, word: 'failed' }, checker)).toMatchObject({
      code: 'supplier.wrong_state',
    })
    expect(await balance()).toMatchObject({ withdrawableFen: 1_000_000, heldFen: 0 })

    const two = { withdrawalId: (await ask(400)).withdrawalId }
    expect(await house.run(commands.cancelWithdrawal, two, { actor: person() })).toMatchObject({
      code: 'supplier.no_such_withdrawal',
    })
    await house.must(commands.cancelWithdrawal, two, { actor: owner })
    expect(await house.run(commands.cancelWithdrawal, two, { actor: owner })).toMatchObject({
      code: 'supplier.wrong_state',
      data: { state: 'returned' },
    })
    const three = { withdrawalId: (await ask(500)).withdrawalId }
    await house.must(commands.approveWithdrawal, three, maker)
    await house.must(commands.submitWithdrawal, three, checker)
    const failed = { ...three, word: 'failed', voucher: 'SLIP-0002' } as const
    await house.must(commands.recordSlip, failed, checker)
    await house.must(commands.recordSlip, failed, checker)
    const four = { withdrawalId: (await ask(600)).withdrawalId }
    await house.must(commands.declineWithdrawal, { ...four, reason: '账户异常' }, checker)
    expect(await balance()).toMatchObject({ withdrawableFen: 1_000_000, heldFen: 0 })
    const { items } = await house.ask(queries.myWithdrawals, {}, { actor: owner })
    expect(items.map(({ state }) => state)).toEqual(['returned', 'returned', 'returned', 'succeeded'])
  })
})
