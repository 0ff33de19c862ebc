/** Claims that end in goods: wished for, decided, sent again, fallen back to money; on every database. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Claim } from '../src/contract.ts'
import { claimModule } from '../src/index.ts'
import { aClaim, anybody, apples, idOf, judge, other } from './factory.ts'

const { open: openClaim, decide, appeal, arbitrate, markPaying, markPaid } = Claim.commands
const { markResending, payInstead, noteResend, markResent } = Claim.commands
const by = { actor: judge }
const reason = '同意换货'

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [claimModule] })
  })

  const code = async (answered: Promise<{ ok: boolean; code?: string }>) => (await answered).code
  const seen = (claimId: string) => house.ask(Claim.queries.staffGet, { claimId }, by)
  /** Four of ten apples are to be changed: 8 yuan of 20. */
  const wished = async (wish: 'money' | 'resend' = 'resend') => {
    const me = anybody()
    const asked = aClaim(house, me.id, { cause: 'exchange', pieces: 4, wish })
    const { claimId } = await house.must(openClaim, asked)
    return { me: { actor: me }, asked, claimId }
  }
  const decided = async () => {
    const claim = await wished()
    await house.must(decide, { claimId: claim.claimId, amountFen: 800, reason }, by)
    return claim
  }
  const resending = async () => {
    const claim = await decided()
    const orderId = idOf('ord')
    await house.must(markResending, { claimId: claim.claimId, orderId })
    return { ...claim, orderId }
  }
  const approvals = async (claimId: string) => {
    const outbox = ['platform', 'outbox'].join('_')
    const rows = await house.database.reader('platform', true).selectFrom(outbox).selectAll().execute()
    return rows
      .filter((row) => row['name'] === 'claim.approved')
      .map((row) => JSON.parse(String(row['payload'])) as { claimId: string; remedy?: string })
      .filter((one) => one.claimId === claimId)
      .map((one) => one.remedy)
  }
  const payout = (claimId: string) => house.ask(Claim.queries.payout, { claimId })

  test('where it may be, goods are wished for; by weight and for bruises they are not', async () => {
    const me = anybody()
    const wish = 'resend' as const
    const no = 'claim.no_resend'
    expect(await code(house.run(openClaim, aClaim(house, me.id, { wish })))).toBe(no)
    const byWeight = aClaim(house, me.id, { wish, cause: 'wrong_item', grams: 400 })
    expect(await code(house.run(openClaim, byWeight))).toBe(no)
    const { asked, claimId } = await wished()
    expect(await seen(claimId)).toMatchObject({
      state: 'in_review',
      remedy: 'resend',
      reviewReasons: ['kind'],
    })
    const { orderId, order } = asked
    const { lines } = await house.ask(Claim.queries.claimable, { orderId, order })
    expect(lines[0]?.resends).toEqual(['not_received', 'wrong_item', 'exchange'])
    const bruised = await house.must(openClaim, aClaim(house, me.id, { cause: 'rotten', pieces: 8 }))
    const forGoods = { claimId: bruised.claimId, amountFen: 1, reason, remedy: 'resend' as const }
    expect(await code(house.run(decide, forGoods, by))).toBe(no)
  })

  test('a person decides between goods and money', async () => {
    const { claimId } = await wished()
    await house.must(decide, { claimId, amountFen: 800, reason, remedy: 'money' }, by)
    expect(await approvals(claimId)).toEqual(['money'])
    const none = house.ask(Claim.queries.toResend, { claimId })
    await expect(none).rejects.toThrow('wrong_state')
    const strange = house.ask(Claim.queries.toResend, { claimId: idOf('clm') })
    await expect(strange).rejects.toThrow('no_such_claim')
    const asMoney = await wished('money')
    await house.must(decide, { claimId: asMoney.claimId, amountFen: 800, reason, remedy: 'resend' }, by)
    expect(await approvals(asMoney.claimId)).toEqual(['resend'])
  })

  test('goods go out once more, arrive, and no money with them', async () => {
    const { claimId, asked } = await decided()
    const what = await house.ask(Claim.queries.toResend, { claimId })
    expect(what).toEqual({ orderId: asked.orderId, skuId: asked.skuId, pieces: 4 })
    const orderId = idOf('ord')
    for (let round = 0; round < 2; round += 1)
      await house.must(markResending, { claimId, orderId }, { key: `resend-${claimId}` })
    expect(await seen(claimId)).toMatchObject({ state: 'resending', resendOrderId: orderId, paidFen: 0 })
    const again = { claimId, orderId: idOf('ord') }
    expect(await code(house.run(markResending, again))).toBe('claim.wrong_state')
    expect(await code(house.run(markResending, { ...again, claimId: idOf('clm') }))).toBe(
      'claim.no_such_claim',
    )
    await house.must(noteResend, { orderId, pieces: 4 })
    for (let round = 0; round < 2; round += 1) await house.must(markResent, { orderId })
    expect(await seen(claimId)).toMatchObject({ state: 'resent', amountFen: 800, paidFen: 0 })
    expect(await approvals(claimId)).toEqual(['resend'])
    // What it came to stays taken of the line: nobody has goods and money.
    const { lines } = await house.ask(Claim.queries.claimable, { orderId: asked.orderId, order: asked.order })
    expect(lines[0]).toMatchObject({ leftFen: 1_200, leftGrams: 1_200 })
  })

  test('without stock it is paid after all, once', async () => {
    const { claimId } = await decided()
    for (let round = 0; round < 2; round += 1)
      await house.must(payInstead, { claimId }, { key: `pay-${claimId}` })
    expect(await approvals(claimId)).toEqual(['resend', 'money'])
    expect(await payout(claimId)).toMatchObject({ fen: 800 })
    expect(await code(house.run(payInstead, { claimId }))).toBe('claim.wrong_state')
    expect(await code(house.run(payInstead, { claimId: idOf('clm') }))).toBe('claim.no_such_claim')
  })

  test('what was called off is paid whole, what was short in part', async () => {
    const off = await resending()
    await house.must(noteResend, { orderId: off.orderId, pieces: 0 })
    expect(await payout(off.claimId)).toMatchObject({ fen: 800, bizKey: `claim-${off.claimId}` })
    const short = await resending()
    await house.must(noteResend, { orderId: short.orderId, pieces: 3 })
    await house.must(noteResend, { orderId: short.orderId, pieces: 3 })
    expect(await approvals(short.claimId)).toEqual(['resend', 'money'])
    expect(await payout(short.claimId)).toMatchObject({ fen: 200 })
    const refundId = idOf('rfd')
    await house.must(markPaying, { claimId: short.claimId, refundId })
    await house.must(markPaid, { refundId })
    await house.must(markResent, { orderId: short.orderId })
    expect(await seen(short.claimId)).toMatchObject({ state: 'paid', amountFen: 800, paidFen: 200 })
    expect(await house.must(noteResend, { orderId: idOf('ord'), pieces: 0 })).toEqual({})
    expect(await house.must(markResent, { orderId: idOf('ord') })).toEqual({})
  })

  test('who is not content with what was sent again appeals, and is paid', async () => {
    const { claimId, me, orderId } = await resending()
    // Slow as it was on the road: the time to appeal begins when it is there.
    house.clock.advance(8 * 86_400_000)
    await house.must(markResent, { orderId })
    await house.must(appeal, { claimId, text: '补发的也坏了' }, me)
    await house.must(arbitrate, { claimId, amountFen: 600, reason: '属实' }, { actor: other })
    expect(await approvals(claimId)).toEqual(['resend', undefined])
    expect(await payout(claimId)).toMatchObject({ fen: 600, bizKey: `claim-${claimId}-appeal` })
  })

  test('a claim of before is one of money', async () => {
    const me = anybody()
    const { claimId } = await house.must(openClaim, aClaim(house, me.id, {}, apples()))
    expect(await seen(claimId)).toMatchObject({ remedy: 'money', resendOrderId: null })
  })
})
