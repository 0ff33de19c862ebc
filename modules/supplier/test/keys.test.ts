/**
 * Every command of suppliers twice under one key: the second time answers what the first did, and adds
 * nothing.
 */
import type { Actor, Command, InputOf, OutputOf } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { Supplier } from '../src/contract.ts'
import { supplierModule } from '../src/index.ts'
import { clerk, facts, orderId, person, PICTURE, register, skuId, staff } from './factory.ts'

const { commands, queries } = Supplier
const [maker, checker] = [clerk('stf_maker'), clerk('stf_checker')]

eachDatabase((_name, open) => {
  let house: TestHouse
  const done = new Set<string>()
  beforeAll(async () => {
    house = await open({ modules: [supplierModule], ports: { supplier: { ...register() } } })
  })

  const twice = async <C extends Command>(op: C, input: InputOf<C>, actor?: Actor): Promise<OutputOf<C>> => {
    const by = { key: randomUUID(), ...(actor === undefined ? {} : { actor }) }
    const first = await house.must(op, input, by)
    expect(await house.must(op, input, by)).toEqual(first)
    done.add(op.name)
    return first
  }

  const takenIn = async () => {
    const owner = person()
    const { supplierId } = await twice(
      commands.apply,
      { kind: 'farm', party: 'company', name: '山里人家' },
      owner,
    )
    await twice(commands.fill, facts(), owner)
    const document = { number: 'A12345678', issuer: '市场监督管理局', validTo: null, picture: PICTURE }
    for (const kind of ['licence', 'identity', 'bank_account'] as const)
      await twice(commands.handIn, { userId: owner.id, kind, ...document })
    await twice(commands.submit, { consents: true, consentVersion: '2026-07' }, owner)
    await twice(commands.beginReview, { supplierId }, staff)
    await twice(commands.reject, { supplierId, reason: '再看' }, staff)
    await twice(commands.submit, { consents: true, consentVersion: '2026-07' }, owner)
    await twice(commands.beginReview, { supplierId }, staff)
    await twice(commands.acceptRequirement, { supplierId, kind: 'licence' }, staff)
    await twice(commands.waiveRequirement, { supplierId, kind: 'identity', reason: '见过' }, staff)
    await twice(commands.rejectRequirement, { supplierId, kind: 'bank_account', reason: '模糊' }, staff)
    await twice(commands.handIn, { userId: owner.id, kind: 'bank_account', ...document })
    await twice(commands.acceptRequirement, { supplierId, kind: 'bank_account' }, staff)
    await twice(commands.accept, { supplierId }, staff)
    return { owner, supplierId }
  }

  const underContract = async (supplierId: string) => {
    const now = house.clock.now()
    const terms = { validFrom: now, validTo: now + 1e10, commissionBp: 0, paymentDays: 0, grades: [] }
    const spare = await twice(commands.draftContract, { supplierId, ...terms }, staff)
    const { contractId } = await twice(commands.draftContract, { supplierId, ...terms }, staff)
    await twice(commands.signContract, { supplierId, contractId, signedBy: '王小明' }, staff)
    await twice(commands.endContract, { supplierId, contractId: spare.contractId, reason: '作废' }, staff)
  }

  const statement = async (owner: Actor, supplierId: string, paidFen: number) => {
    const lines = [{ supplierId, skuId: skuId(), paidFen }]
    await twice(commands.collect, { orderId: orderId(), placedAt: house.clock.now(), lines })
    house.clock.advance(1_000)
    const period = { supplierId, periodTo: house.clock.now() }
    const issued = await twice(commands.issueStatement, period, staff)
    await twice(commands.disputeStatement, { ...issued, text: '少了' }, owner)
    await twice(commands.answerDispute, { ...issued, text: '补一分', adjustFen: 1 }, staff)
    await twice(commands.confirmStatement, issued, owner)
    return issued.statementId
  }

  const shared = async (supplierId: string) => {
    const account = '1900001234'
    const receiver = await twice(commands.beginReceiver, { supplierId, kind: 'merchant', account })
    await twice(commands.recordReceiver, { ...receiver, word: 'added', code: '' })
    const now = house.clock.now()
    const terms = { validFrom: now, validTo: now + 1e10, commissionBp: 0, paymentDays: 0, grades: [] }
    const drafted = { supplierId, ...terms, payBy: 'sharing' } as const
    const { contractId } = await house.must(commands.draftContract, drafted, { actor: staff })
    await house.must(commands.signContract, { supplierId, contractId, signedBy: '王' }, { actor: staff })
    const lines = [{ supplierId, skuId: skuId(), paidFen: 100 }]
    await house.must(commands.collect, { orderId: orderId(), placedAt: now, lines })
    const { items } = await house.ask(queries.staffShares, {}, { actor: staff })
    const { shareId } = items[0] ?? { shareId: '' }
    await twice(commands.recordShare, { shareId, word: 'failed', failCode: 'NO_RELATION' })
    const rest = await house.ask(queries.staffShares, { state: 'requested' }, { actor: staff })
    const free = { shareId: rest.items[0]?.shareId ?? '' }
    await twice(commands.recordShare, { ...free, word: 'failed', failCode: 'SYSTEM' })
    await twice(commands.retryShare, free, staff)
    await twice(commands.removeReceiver, { supplierId })
  }

  test('answers once, whatever it is', async () => {
    const { owner, supplierId } = await takenIn()
    await underContract(supplierId)
    const asked = { supplierId, what: 'identity', askedBy: 'staff:x' } as const
    const { verificationId } = await twice(commands.beginVerification, asked)
    await twice(commands.recordVerification, { verificationId, answer: 'match', code: '0' })
    await twice(commands.reveal, { supplierId, field: 'idNumber', reason: '核对' }, staff)
    const helper = person()
    await twice(commands.addMember, { userId: helper.id }, owner)
    await twice(commands.removeMember, { userId: helper.id }, owner)
    await twice(commands.setState, { supplierId, change: 'suspend', reason: '抽检' }, staff)
    await twice(commands.setState, { supplierId, change: 'resume', reason: '合格' }, staff)
    const refund = { supplierId, skuId: skuId(), refundFen: 5 }
    await twice(commands.recordRefund, { orderId: orderId(), refundId: 'r1', lines: [refund] })
    await twice(commands.deduct, { supplierId, amountFen: 1, reason: '罚', reference: 'a' }, staff)
    const statementIds = [await statement(owner, supplierId, 1_000)]
    const first = await twice(commands.proposePayout, { statementIds }, maker)
    await twice(commands.rejectPayout, { payoutId: first.payoutId, reason: '再来' }, checker)
    const { payoutId } = await twice(commands.proposePayout, { statementIds }, maker)
    await twice(commands.approvePayout, { payoutId }, checker)

    const ask = async (way: 'bank' | 'wechat-transfer') => {
      const openid = way === 'bank' ? null : 'o-payee'
      const wanted = { userId: owner.id, amountFen: 100, way, openid }
      const { withdrawalId } = await twice(commands.requestWithdrawal, wanted)
      return { withdrawalId }
    }
    await twice(commands.cancelWithdrawal, await ask('bank'), owner)
    await twice(commands.declineWithdrawal, { ...(await ask('bank')), reason: '不行' }, checker)
    for (const way of ['bank', 'wechat-transfer'] as const) {
      const it = await ask(way)
      await twice(commands.approveWithdrawal, it, maker)
      await twice(commands.submitWithdrawal, it, checker)
      if (way === 'bank')
        await twice(commands.recordSlip, { ...it, word: 'succeeded', voucher: 'SLIP' }, maker)
      else await twice(commands.recordTransfer, { ...it, word: 'succeeded', channelRef: 'WX' })
    }
    expect(await house.ask(queries.myBalance, {}, { actor: owner })).toEqual({
      withdrawableFen: 800,
      heldFen: 0,
      accruingFen: 0,
    })
    await shared(supplierId)
    await twice(commands.eraseUser, { userId: owner.id })
    expect([...done].toSorted()).toEqual(
      Object.values(commands)
        .map(({ name }) => name)
        .toSorted(),
    )
  })
})
