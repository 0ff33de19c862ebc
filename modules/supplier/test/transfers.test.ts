/** Withdrawals by a channel whose payee must confirm, and every way in which its word may come. */
import type { PayloadOf } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Supplier } from '../src/contract.ts'
import { supplierModule } from '../src/index.ts'
import { channel } from './channel.ts'
import { accepted, clerk, orderId, register, skuId, staff } from './factory.ts'

const { commands, effects, events, queries } = Supplier
const [maker, checker] = [{ actor: clerk('stf_maker') }, { actor: clerk('stf_checker') }]
const by = { actor: staff }
const DAY_MS = 86_400_000

eachDatabase((_name, open) => {
  let house: TestHouse
  const wechat = channel()
  const alarms: PayloadOf<typeof events.transfer_suspicious>[] = []
  beforeAll(async () => {
    const ports = { supplier: { ...register(), transfers: wechat.port } }
    house = await open({ modules: [supplierModule], ports })
    house.house.listen(events.transfer_suspicious, (alarm) => alarms.push(alarm))
  })

  /** A supplier with so much that may be withdrawn. */
  const paid = async (fen: number) => {
    const { owner, supplierId } = await accepted(house, 0)
    const line = { supplierId, skuId: skuId(), paidFen: fen }
    await house.must(commands.collect, { orderId: orderId(), placedAt: house.clock.now(), lines: [line] })
    house.clock.advance(1_000)
    const period = { supplierId, periodTo: house.clock.now() }
    const statement = await house.must(commands.issueStatement, period, by)
    await house.must(commands.confirmStatement, statement, { actor: owner })
    const statementIds = [statement.statementId]
    const { payoutId } = await house.must(commands.proposePayout, { statementIds }, maker)
    await house.must(commands.approvePayout, { payoutId }, checker)
    return { owner, supplierId }
  }
  type Owner = Awaited<ReturnType<typeof paid>>['owner']
  const wanted = (owner: Owner, amountFen: number) =>
    ({ userId: owner.id, amountFen, way: 'wechat-transfer', openid: 'o-payee' }) as const
  const submitted = async (owner: Owner, amountFen: number) => {
    const { withdrawalId } = await house.must(commands.requestWithdrawal, wanted(owner, amountFen))
    await house.must(commands.approveWithdrawal, { withdrawalId }, maker)
    await house.must(commands.submitWithdrawal, { withdrawalId }, checker)
    return withdrawalId
  }
  /** What the timer does: asks the channel and records its word. */
  const asked = async (withdrawalId: string) => {
    const word = await house.effect(effects.transferAtChannel, { withdrawalId })
    return house.run(commands.recordTransfer, word)
  }
  const balance = (owner: Owner) => house.ask(queries.myBalance, {}, { actor: owner })
  const stateOf = async (owner: Owner, withdrawalId: string) => {
    const { items } = await house.ask(queries.myWithdrawals, {}, { actor: owner })
    return items.find((one) => one.withdrawalId === withdrawalId)?.state
  }
  const isDue = async (withdrawalId: string) => {
    const { items } = await house.ask(queries.transfersDue, { limit: 500 })
    return items.some((one) => one.withdrawalId === withdrawalId)
  }

  test('defect 17: a transfer that waits for its payee is no success, and his when he confirms', async () => {
    const { owner } = await paid(1_000)
    const withdrawalId = await submitted(owner, 600)
    expect(await isDue(withdrawalId)).toBe(true)
    expect(await asked(withdrawalId)).toMatchObject({ ok: true })
    expect(wechat.sent.at(-1)).toMatchObject({ openid: 'o-payee', userName: '王小明', amountFen: 600 })
    expect(await stateOf(owner, withdrawalId)).toBe('wait_user_confirm')
    expect(await balance(owner)).toMatchObject({ withdrawableFen: 400, heldFen: 600 })
    const confirming = { userId: owner.id, withdrawalId }
    const { packageInfo, confirmBy } = await house.ask(queries.toConfirm, confirming)
    expect([packageInfo, confirmBy]).toEqual(['open-me', house.clock.now() + DAY_MS])
    expect(await isDue(withdrawalId)).toBe(false)
    wechat.says(withdrawalId, { state: 'succeeded' })
    expect(await asked(withdrawalId)).toMatchObject({ ok: true })
    expect(await asked(withdrawalId)).toMatchObject({ ok: true })
    expect(await stateOf(owner, withdrawalId)).toBe('succeeded')
    expect(await balance(owner)).toMatchObject({ withdrawableFen: 400, heldFen: 0 })
    await expect(house.ask(queries.toConfirm, confirming)).rejects.toThrow('wrong_state')
  })

  test('defect 17: what nobody confirms is called off, and free only when the channel says so', async () => {
    const { owner } = await paid(500)
    const withdrawalId = await submitted(owner, 500)
    await asked(withdrawalId)
    house.clock.advance(DAY_MS)
    expect(await isDue(withdrawalId)).toBe(true)
    await asked(withdrawalId)
    expect(wechat.calls.slice(-2)).toEqual(['query', 'cancel'])
    expect(await balance(owner)).toMatchObject({ withdrawableFen: 0, heldFen: 500 })
    await asked(withdrawalId)
    expect(await stateOf(owner, withdrawalId)).toBe('returned')
    expect(await balance(owner)).toMatchObject({ withdrawableFen: 500, heldFen: 0 })
  })

  test('an owner who thinks better of it frees nothing before the channel does', async () => {
    const { owner } = await paid(500)
    const withdrawalId = await submitted(owner, 500)
    await asked(withdrawalId)
    await house.must(commands.cancelWithdrawal, { withdrawalId }, { actor: owner })
    expect(await balance(owner)).toMatchObject({ heldFen: 500 })
    wechat.says(withdrawalId, { state: 'succeeded' })
    await asked(withdrawalId)
    expect(await stateOf(owner, withdrawalId)).toBe('succeeded')
  })

  test('an answer that was lost is asked for again under the same number, and sent once', async () => {
    const { owner } = await paid(500)
    const withdrawalId = await submitted(owner, 500)
    wechat.answers({ kind: 'unknown', message: 'timeout' })
    await asked(withdrawalId)
    expect(await stateOf(owner, withdrawalId)).toBe('submitted')
    expect(await isDue(withdrawalId)).toBe(false)
    house.clock.advance(60_000)
    expect(await isDue(withdrawalId)).toBe(true)
    await asked(withdrawalId)
    expect(new Set(wechat.sent.slice(-2).map(({ transferId }) => transferId))).toEqual(
      new Set([withdrawalId]),
    )
    expect(await stateOf(owner, withdrawalId)).toBe('wait_user_confirm')
  })

  test('a refusal counts only where the channel knows no such transfer', async () => {
    const { owner } = await paid(1_000)
    const refused = await submitted(owner, 300)
    wechat.answers({ kind: 'refused', code: 'NOT_ENOUGH', message: '' })
    await asked(refused)
    expect(await stateOf(owner, refused)).toBe('returned')
    const lost = await submitted(owner, 300)
    const report = { transferId: lost, channelRef: 'WX2', state: 'processing', amountFen: 300 } as const
    wechat.book.set(lost, report)
    wechat.answers({ kind: 'refused', code: 'FREQUENCY_LIMITED', message: '' })
    await asked(lost)
    expect(await stateOf(owner, lost)).toBe('submitted')
    wechat.says(lost, { state: 'failed', failCode: 'ACCOUNT_FROZEN' })
    await asked(lost)
    const { items } = await house.ask(queries.myWithdrawals, {}, { actor: owner })
    expect(items[0]).toMatchObject({ state: 'returned', reason: 'ACCOUNT_FROZEN' })
    expect(await balance(owner)).toMatchObject({ withdrawableFen: 1_000, heldFen: 0 })
  })

  const suspicionsOf = async (withdrawalId: string) => {
    const { items } = await house.ask(queries.suspicions, { limit: 100 }, checker)
    return items.filter((one) => one.withdrawalId === withdrawalId)
  }

  test('a word about another amount moves nothing and is kept for a person', async () => {
    const { owner } = await paid(500)
    const withdrawalId = await submitted(owner, 500)
    await asked(withdrawalId)
    const word = { withdrawalId, word: 'succeeded', channelRef: 'WX1', amountFen: 499 } as const
    expect(await house.run(commands.recordTransfer, word)).toMatchObject({ code: 'supplier.amount_mismatch' })
    expect(await balance(owner)).toMatchObject({ heldFen: 500 })
    const [kept] = await suspicionsOf(withdrawalId)
    expect(kept).toMatchObject({ code: 'other_amount', saidFen: 499, ownFen: 500, channelRef: 'WX1' })
    expect(kept).toMatchObject({ word: 'succeeded', ownState: 'wait_user_confirm', times: 1 })
  })

  test('money that arrives after it was given back raises the alarm once and is kept, whole', async () => {
    const { owner } = await paid(500)
    const withdrawalId = await submitted(owner, 500)
    await asked(withdrawalId)
    await house.must(commands.recordTransfer, { withdrawalId, word: 'failed' })
    const late = { withdrawalId, word: 'succeeded', channelRef: 'WX1', amountFen: 500 } as const
    const said = { code: 'supplier.contradiction', data: { state: 'returned' } }
    const first = house.clock.now()
    expect(await house.run(commands.recordTransfer, late, { key: `late-${withdrawalId}` })).toMatchObject(
      said,
    )
    expect(await house.run(commands.recordTransfer, late, { key: `late-${withdrawalId}` })).toMatchObject(
      said,
    )
    house.clock.advance(1_000)
    expect(await house.run(commands.recordTransfer, late)).toMatchObject(said)
    expect(await balance(owner)).toMatchObject({ withdrawableFen: 500, heldFen: 0 })
    expect(await stateOf(owner, withdrawalId)).toBe('returned')
    expect(await suspicionsOf(withdrawalId)).toEqual([
      {
        withdrawalId,
        code: 'contradiction',
        word: 'succeeded',
        saidFen: 500,
        channelRef: 'WX1',
        ownState: 'returned',
        ownFen: 500,
        firstAt: first,
        lastAt: first + 1_000,
        times: 2,
      },
    ])
    expect(alarms.filter((one) => one.withdrawalId === withdrawalId)).toEqual([
      { withdrawalId, code: 'contradiction' },
    ])
  })

  test('a transfer that fails after it succeeded, or ends unsubmitted, is kept for a person', async () => {
    const { owner } = await paid(1_000)
    const arrived = await submitted(owner, 400)
    await asked(arrived)
    await house.must(commands.recordTransfer, { withdrawalId: arrived, word: 'succeeded' })
    const failed = { withdrawalId: arrived, word: 'failed' } as const
    expect(await house.run(commands.recordTransfer, failed)).toMatchObject({ code: 'supplier.contradiction' })
    expect(await suspicionsOf(arrived)).toMatchObject([
      { ownState: 'succeeded', saidFen: null, channelRef: '' },
    ])
    const { withdrawalId } = await house.must(commands.requestWithdrawal, wanted(owner, 400))
    const early = { withdrawalId, word: 'succeeded' } as const
    expect(await house.run(commands.recordTransfer, early)).toMatchObject({ data: { state: 'requested' } })
    expect(await balance(owner)).toMatchObject({ withdrawableFen: 200, heldFen: 400 })
  })

  test('what comes after the end and is no end is nothing; nobody’s transfer is nobody’s', async () => {
    const { owner } = await paid(500)
    const withdrawalId = await submitted(owner, 500)
    await house.must(commands.recordTransfer, { withdrawalId, word: 'failed' })
    await house.must(commands.recordTransfer, { withdrawalId, word: 'unknown' })
    expect(await suspicionsOf(withdrawalId)).toEqual([])
    const none = `wdr_${'0'.repeat(26)}`
    expect(await house.run(commands.recordTransfer, { withdrawalId: none, word: 'failed' })).toMatchObject({
      code: 'supplier.no_such_withdrawal',
    })
  })

  test('defect 16: a withdrawal to the bank and a transfer at once do not spend the same money', async () => {
    const { owner } = await paid(1_000)
    const answers = await Promise.all([
      house.run(commands.requestWithdrawal, wanted(owner, 1_000)),
      house.run(commands.requestWithdrawal, { ...wanted(owner, 1_000), way: 'bank', openid: null }),
    ])
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.code)).toSorted()).toEqual([
      'ok',
      'supplier.above_balance',
    ])
    expect(await balance(owner)).toMatchObject({ withdrawableFen: 0, heldFen: 1_000 })
  })

  test('each way has its own word', async () => {
    const { owner } = await paid(1_000)
    const transfer = await submitted(owner, 400)
    const slip = { withdrawalId: transfer, word: 'succeeded', voucher: 'SLIP-9' } as const
    expect(await house.run(commands.recordSlip, slip, checker)).toMatchObject({ code: 'supplier.other_way' })
    const bank = { ...wanted(owner, 400), way: 'bank', openid: null } as const
    const { withdrawalId } = await house.must(commands.requestWithdrawal, bank)
    const word = { withdrawalId, word: 'succeeded' } as const
    expect(await house.run(commands.recordTransfer, word)).toMatchObject({ code: 'supplier.other_way' })
  })

  test('a notice is believed when the channel vouches for it', async () => {
    const { owner } = await paid(500)
    const withdrawalId = await submitted(owner, 500)
    await asked(withdrawalId)
    wechat.says(withdrawalId, { state: 'succeeded' })
    const read = (text: string) =>
      house.effect(effects.readTransferNotice, {
        headers: {},
        bodyBase64: Buffer.from(text).toString('base64'),
      })
    expect(await read(withdrawalId)).toMatchObject({ report: { withdrawalId, word: 'succeeded' }, code: '' })
    expect(await read('forged')).toEqual({ report: null, code: 'signature' })
    expect(await house.effect(effects.waysOffered, {})).toEqual({ ways: ['bank', 'wechat-transfer'] })
  })

  test('only the owner takes money out', async () => {
    const { owner } = await paid(500)
    const helper = { ...owner, id: owner.id.replace(/.{4}$/, 'zzzz') }
    await house.must(commands.addMember, { userId: helper.id }, { actor: owner })
    expect(await house.run(commands.requestWithdrawal, wanted(helper, 1))).toMatchObject({
      code: 'supplier.owner_only',
    })
  })
})
