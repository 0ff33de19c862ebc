/**
 * Money that goes back in parts, on every database: never more than was paid, each part told once, what is
 * off goes back whole, and doubled money touches nobody's payment.
 */
import type { PayloadOf } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Payment } from '../src/contract.ts'
import { paymentModule } from '../src/index.ts'
import { idOf, open as openPayment, paid, paidFact, refundWord, staff } from './factory.ts'

const { refund, recordRefund, recordFact, close, beginAttempt } = Payment.commands

eachDatabase((_name, open) => {
  let house: TestHouse
  let count = 0
  const next = () => (count += 1)
  const refunded: PayloadOf<typeof Payment.events.refunded>[] = []
  const strays: PayloadOf<typeof Payment.events.stray_received>[] = []

  beforeAll(async () => {
    house = await open({ modules: [paymentModule], ports: { payment: { 'wechat-pay': undefined } } })
    house.house.listen(Payment.events.refunded, (event) => refunded.push(event))
    house.house.listen(Payment.events.stray_received, (event) => strays.push(event))
  })

  const ask = (paymentId: string, refundFen: number, bizKey: string, key?: string) =>
    house.run(
      refund,
      { paymentId, refundFen, reason: '少了两个', bizKey },
      { actor: staff, ...(key === undefined ? {} : { key }) },
    )
  const must = async (paymentId: string, refundFen: number, bizKey: string) => {
    const result = await ask(paymentId, refundFen, bizKey)
    if (!result.ok) throw new Error(result.code)
    return result.value.refundId
  }
  const rowOf = async (paymentId: string) => {
    const db = house.database.reader('payment', true)
    const [row] = await db.selectFrom('payment_payment').selectAll().where('id', '=', paymentId).execute()
    return {
      state: row?.['state'],
      claimed: Number(row?.['claimed_fen']),
      back: Number(row?.['refunded_fen']),
    }
  }

  test('two parts go back one after the other, and the last one ends it', async () => {
    const { paymentId, orderId, attemptId } = await paid(house, next())
    const first = await must(paymentId, 3_000, 'claim-1')
    expect(await rowOf(paymentId)).toEqual({ state: 'paid', claimed: 3_000, back: 0 })
    await house.must(recordRefund, refundWord(first, { refundFen: 3_000 }))
    expect(await rowOf(paymentId)).toEqual({ state: 'partly_refunded', claimed: 3_000, back: 3_000 })
    const second = await must(paymentId, 7_000, 'claim-2')
    expect(await rowOf(paymentId)).toEqual({ state: 'refunding', claimed: 10_000, back: 3_000 })
    await house.must(recordRefund, refundWord(second))
    expect(await rowOf(paymentId)).toEqual({ state: 'refunded', claimed: 10_000, back: 10_000 })
    const common = { paymentId, orderId, attemptId, channel: 'alipay', reason: 'agreed', refundedAt: 9 }
    expect(refunded.filter((event) => event.paymentId === paymentId)).toEqual([
      { ...common, refundId: first, refundFen: 3_000, remainingFen: 7_000, all: false },
      { ...common, refundId: second, refundFen: 7_000, remainingFen: 0, all: true },
    ])
  })

  test('the first part may come after the last one', async () => {
    const { paymentId } = await paid(house, next())
    const first = await must(paymentId, 1, 'a')
    const second = await must(paymentId, 9_999, 'b')
    await house.must(recordRefund, refundWord(second))
    expect((await rowOf(paymentId)).state).toBe('refunding')
    await house.must(recordRefund, refundWord(first))
    await house.must(recordRefund, refundWord(first), { key: 'again' })
    expect(await rowOf(paymentId)).toEqual({ state: 'refunded', claimed: 10_000, back: 10_000 })
  })

  test('more than is left is refused, also while a part is under way or has failed', async () => {
    const { paymentId } = await paid(house, next())
    expect(await ask(paymentId, 10_001, 'all')).toMatchObject({
      code: 'payment.over_refund',
      data: { leftFen: 10_000 },
    })
    const part = await must(paymentId, 6_000, 'part')
    const over = { ok: false, code: 'payment.over_refund', data: { leftFen: 4_000 } }
    expect(await ask(paymentId, 4_001, 'more')).toMatchObject(over)
    await house.must(recordRefund, refundWord(part, { state: 'refused', code: 'NOT_ENOUGH' }))
    expect(await ask(paymentId, 4_001, 'more')).toMatchObject(over)
    await must(paymentId, 4_000, 'rest')
    expect(await ask(paymentId, 1, 'one')).toMatchObject({ data: { leftFen: 0 } })
  })

  test('many at once: exactly as many as there is money for', async () => {
    const { paymentId } = await paid(house, next())
    const asked = Array.from({ length: 20 }, (_, index) => ask(paymentId, 1_500, `at-once-${index}`))
    const answers = await Promise.all(asked)
    expect(answers.filter((answer) => answer.ok)).toHaveLength(6)
    expect(new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.code])))).toEqual(
      new Set(['payment.over_refund']),
    )
    expect(await rowOf(paymentId)).toEqual({ state: 'paid', claimed: 9_000, back: 0 })
  })

  test('one key is one refund, whoever asks and however often', async () => {
    const { paymentId } = await paid(house, next())
    const refundId = await must(paymentId, 6_000, 'claim-9')
    expect(await must(paymentId, 6_000, 'claim-9')).toBe(refundId)
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask(paymentId, 2_000, 'claim-10')))
    expect(new Set(answers.map((answer) => answer.ok && answer.value.refundId)).size).toBe(1)
    expect(await ask(paymentId, 1, 'claim-9')).toMatchObject({
      code: 'payment.key_taken',
      data: { refundFen: 6_000 },
    })
    expect((await ask(paymentId, 1, 'claim-11', 'k1')).ok).toBe(true)
    expect((await ask(paymentId, 1, 'claim-11', 'k1')).ok).toBe(true)
    expect((await rowOf(paymentId)).claimed).toBe(8_001)
  })

  test('the house gives back for an order, and hears what went back before', async () => {
    const { paymentId, orderId } = await paid(house, next())
    await must(paymentId, 1_000, 'claim-1')
    const input = { orderId, refundFen: 500, reason: '称重差额', bizKey: 'weigh' }
    const first = await house.must(Payment.commands.giveBack, input)
    expect(first.beforeFen).toBe(1_000)
    const again = await house.must(Payment.commands.giveBack, input)
    expect(again).toEqual({ refundId: first.refundId, beforeFen: null })
    const run = (changes: object) => house.run(Payment.commands.giveBack, { ...input, ...changes })
    expect(await run({ refundFen: 501 })).toMatchObject({ code: 'payment.key_taken' })
    expect(await run({ bizKey: 'x', refundFen: 9_000 })).toMatchObject({ code: 'payment.over_refund' })
    expect(await run({ orderId: idOf('ord', 999) })).toMatchObject({ code: 'payment.no_such_payment' })
    const unpaid = await openPayment(house, next())
    expect(await run({ orderId: unpaid.orderId })).toMatchObject({ code: 'payment.not_paid' })
    expect((await rowOf(paymentId)).claimed).toBe(1_500)
  })

  test('nothing goes back of what was not paid, is not there, or by whom it is not allowed', async () => {
    const { paymentId, orderId } = await openPayment(house, next())
    expect(await ask(paymentId, 1, 'a')).toMatchObject({
      code: 'payment.not_paid',
      data: { state: 'pending' },
    })
    await house.must(close, { orderId })
    expect(await ask(paymentId, 1, 'a')).toMatchObject({
      code: 'payment.not_paid',
      data: { state: 'closed' },
    })
    expect(await ask(idOf('pay', 999), 1, 'a')).toMatchObject({ code: 'payment.no_such_payment' })
    const input = { paymentId, refundFen: 1, reason: '退', bizKey: 'b' }
    const reader = { ...staff, permissions: [] }
    expect(
      await house.run(refund, input, { actor: reader }).catch((error: unknown) => error),
    ).not.toMatchObject({ ok: true })
  })

  test('an order that is off gets the rest of its money, once', async () => {
    const { paymentId, orderId } = await paid(house, next())
    const part = await must(paymentId, 2_500, 'part')
    expect(await house.must(close, { orderId })).toEqual({ state: 'refunding' })
    expect(await house.must(close, { orderId })).toEqual({ state: 'refunding' })
    expect(await ask(paymentId, 1, 'more')).toMatchObject({ code: 'payment.over_refund' })
    const db = house.database.reader('payment', true)
    const rows = await db
      .selectFrom('payment_refund')
      .selectAll()
      .where('payment_id', '=', paymentId)
      .orderBy('refund_fen')
      .execute()
    expect(rows.map((row) => [Number(row['refund_fen']), row['reason']])).toEqual([
      [2_500, 'agreed'],
      [7_500, 'cancelled'],
    ])
    await house.must(recordRefund, refundWord(part))
    await house.must(recordRefund, refundWord(String(rows[1]?.['id'])))
    expect(await rowOf(paymentId)).toEqual({ state: 'refunded', claimed: 10_000, back: 10_000 })
  })

  test('closing against refunds at once never claims more than was paid', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { paymentId, orderId } = await paid(house, next())
      await Promise.all([
        ask(paymentId, 4_000, 'a'),
        house.must(close, { orderId }),
        ask(paymentId, 4_000, 'b'),
        ask(paymentId, 4_000, 'c'),
      ])
      expect(await rowOf(paymentId)).toEqual({ state: 'refunding', claimed: 10_000, back: 0 })
      const db = house.database.reader('payment', true)
      const rows = await db
        .selectFrom('payment_refund')
        .select('refund_fen')
        .where('payment_id', '=', paymentId)
        .execute()
      expect(rows.reduce((sum, row) => sum + Number(row['refund_fen']), 0)).toBe(10_000)
    }
  })

  test('doubled money goes back whole and takes nothing of the payment, whichever came first', async () => {
    const opened = await openPayment(house, next())
    const { paymentId, orderId, attemptId } = opened
    const second = await house.must(beginAttempt, {
      paymentId,
      userId: idOf('usr', 1),
      channel: 'wechat-pay',
      scene: 'native',
      clientIp: '203.0.113.7',
    })
    const byWechat = paidFact(second.attemptId, { channel: 'wechat-pay', transactionId: 'w1' })
    expect(await house.must(recordFact, byWechat)).toEqual({ result: 'paid' })
    expect(await house.must(recordFact, paidFact(attemptId))).toEqual({ result: 'refunding_late' })
    expect(strays.at(-1)).toMatchObject({ paymentId, attemptId, reason: 'duplicate', amountFen: 10_000 })
    await must(paymentId, 1_000, 'part')
    const db = house.database.reader('payment', true)
    const doubled = await db
      .selectFrom('payment_refund')
      .selectAll()
      .where('payment_id', '=', paymentId)
      .where('reason', '=', 'duplicate')
      .executeTakeFirst()
    await house.must(recordRefund, refundWord(String(doubled?.['id'])))
    expect(refunded.at(-1)).toMatchObject({ reason: 'duplicate', remainingFen: 10_000, all: false })
    expect(await rowOf(paymentId)).toEqual({ state: 'paid', claimed: 1_000, back: 0 })
    // The rest goes back by the attempt that made the payment, not by the doubled one.
    await house.must(close, { orderId })
    const rest = await db
      .selectFrom('payment_refund')
      .selectAll()
      .where('payment_id', '=', paymentId)
      .where('reason', '=', 'cancelled')
      .executeTakeFirst()
    expect(rest).toMatchObject({ attempt_id: second.attemptId })
    expect(Number(rest?.['refund_fen'])).toBe(9_000)
  })

  test('money after closing is announced, and goes back whole', async () => {
    const { paymentId, orderId, attemptId } = await openPayment(house, next())
    await house.must(close, { orderId })
    expect(await house.must(recordFact, paidFact(attemptId))).toEqual({ result: 'refunding_late' })
    expect(strays.at(-1)).toMatchObject({ paymentId, reason: 'late', channel: 'alipay' })
    expect(await rowOf(paymentId)).toEqual({ state: 'refunding', claimed: 10_000, back: 0 })
  })

  test('another channel’s word on a refund is kept for a person', async () => {
    const { paymentId } = await paid(house, next())
    const refundId = await must(paymentId, 100, 'part')
    const word = refundWord(refundId, { channel: 'wechat-pay' })
    expect(await house.run(recordRefund, word)).toMatchObject({ code: 'payment.unknown_refund' })
    const wrong = refundWord(refundId, { refundFen: 101 })
    expect(await house.run(recordRefund, wrong)).toMatchObject({ code: 'payment.amount_mismatch' })
    expect((await rowOf(paymentId)).back).toBe(0)
  })
})
