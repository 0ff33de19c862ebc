/** Withdrawals by a channel whose payee must confirm, and every way in which its word may come. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Supplier } from '../src/contract.ts'
import { supplierModule } from '../src/index.ts'
import type { PayoutAnswer, PayoutChannel, TransferReport } from '../src/port.ts'
import { accepted, clerk, orderId, register, skuId, staff } from './factory.ts'

const { commands, effects, queries } = Supplier
const [maker, checker] = [{ actor: clerk('stf_maker') }, { actor: clerk('stf_checker') }]
const by = { actor: staff }
const DAY_MS = 86_400_000

/** A channel in memory: what it was told, what it says next. */
const channel = () => {
  const sent: { transferId: string; openid: string; userName?: string; amountFen: number }[] = []
  const book = new Map<string, TransferReport>()
  const calls: string[] = []
  let next: PayoutAnswer<TransferReport> | undefined
  const port: PayoutChannel = {
    name: 'fake',
    submit: async (transfer) => {
      calls.push('submit')
      sent.push(transfer)
      if (next !== undefined) {
        const said = next
        next = undefined
        return said
      }
      const { transferId, amountFen } = transfer
      const fresh = { transferId, channelRef: 'WX1', state: 'wait_user_confirm', amountFen } as const
      const report = book.get(transferId) ?? { ...fresh, packageInfo: 'open-me' }
      book.set(transferId, report)
      return { kind: 'ok', value: report }
    },
    query: async (transferId) => {
      calls.push('query')
      return { kind: 'ok', value: book.get(transferId) ?? null }
    },
    cancel: async (transferId) => {
      calls.push('cancel')
      const report = book.get(transferId)
      if (report === undefined) return { kind: 'refused', code: 'NOT_FOUND', message: '' }
      book.set(transferId, { ...report, state: 'cancelled' })
      return { kind: 'ok', value: { ...report, state: 'processing' } }
    },
    readCallback: async ({ body }) => {
      const report = book.get(body.toString('utf8'))
      return report ? { kind: 'ok', value: report } : { kind: 'refused', code: 'signature' }
    },
  }
  const says = (transferId: string, more: Partial<TransferReport>) => {
    const report = book.get(transferId)
    if (report !== undefined) book.set(transferId, { ...report, ...more })
  }
  return { port, sent, book, calls, says, answers: (word: typeof next) => (next = word) }
}

eachDatabase((_name, open) => {
  let house: TestHouse
  const wechat = channel()
  beforeAll(async () => {
    const ports = { supplier: { ...register(), transfers: wechat.port } }
    house = await open({ modules: [supplierModule], ports })
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

  test('a word about another amount moves nothing and is kept for a person', async () => {
    const { owner } = await paid(500)
    const withdrawalId = await submitted(owner, 500)
    await asked(withdrawalId)
    const word = { withdrawalId, word: 'succeeded', channelRef: 'WX1', amountFen: 499 } as const
    expect(await house.run(commands.recordTransfer, word)).toMatchObject({ code: 'supplier.amount_mismatch' })
    expect(await balance(owner)).toMatchObject({ heldFen: 500 })
  })

  test('a contradiction after the end is refused', async () => {
    const { owner } = await paid(500)
    const withdrawalId = await submitted(owner, 500)
    await asked(withdrawalId)
    await house.must(commands.recordTransfer, { withdrawalId, word: 'failed' })
    const late = { withdrawalId, word: 'succeeded', channelRef: 'WX1' } as const
    expect(await house.run(commands.recordTransfer, late)).toMatchObject({
      code: 'supplier.wrong_state',
      data: { state: 'returned' },
    })
    await house.must(commands.recordTransfer, { withdrawalId, word: 'unknown' })
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
