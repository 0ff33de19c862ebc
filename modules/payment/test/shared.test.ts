/** Payments of which parts are given to others, on every database; refunds of them that wait. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Payment } from '../src/contract.ts'
import { paymentModule } from '../src/index.ts'
import type { PaymentChannel, StartPayment } from '../src/port.ts'
import { idOf, paidFact, refundWord, staff } from './factory.ts'

const { open: openPayment, recordFact, recordRefund, refund, waitRefund } = Payment.commands
const { shareable, refundOfShared, pendingRefunds } = Payment.queries

eachDatabase((_name, open) => {
  let house: TestHouse
  const started: StartPayment[] = []
  const channel = {
    scenes: ['page'],
    start: async (request: StartPayment) => {
      started.push(request)
      return { kind: 'ok', value: { scene: 'page', url: 'https://pay.invalid' } }
    },
  } as unknown as PaymentChannel
  beforeAll(async () => {
    const ports = { 'wechat-pay': undefined, alipay: channel }
    house = await open({ modules: [paymentModule], ports: { payment: ports } })
  })

  const opened = async (no: number, isShared?: boolean) => {
    const orderId = idOf('ord', no)
    const { attemptId } = await house.must(openPayment, {
      paymentId: idOf('pay', no),
      orderId,
      userId: idOf('usr', 1),
      amountFen: 10_000,
      description: '桃',
      expiresAt: house.clock.now() + 900_000,
      ...(isShared === undefined ? {} : { isShared }),
      attempt: { channel: 'alipay', scene: 'page', clientIp: '203.0.113.7' },
    })
    return { orderId, paymentId: idOf('pay', no), attemptId: attemptId ?? '' }
  }
  const refunded = async (paymentId: string) => {
    const wanted = { paymentId, refundFen: 100, reason: '烂果', bizKey: 'claim' }
    return (await house.must(refund, wanted, { actor: staff })).refundId
  }

  test('A channel is told which are shared, and the order’s payment is known once it is paid', async () => {
    const { orderId, attemptId } = await opened(1, true)
    await house.effect(Payment.effects.startAtChannel, { attemptId })
    expect(started.at(-1)).toMatchObject({ isShared: true })
    expect(await house.ask(shareable, { orderId })).toEqual({ payment: null })
    await house.must(recordFact, paidFact(attemptId))
    const transactionId = `t-${attemptId.slice(-8)}`
    expect(await house.ask(shareable, { orderId })).toMatchObject({
      payment: { channel: 'alipay', transactionId },
    })
    const plain = await opened(2)
    await house.effect(Payment.effects.startAtChannel, { attemptId: plain.attemptId })
    expect(started.at(-1)).not.toHaveProperty('isShared')
    await house.must(recordFact, paidFact(plain.attemptId))
    expect(await house.ask(shareable, { orderId: plain.orderId })).toEqual({ payment: null })
    expect(await house.ask(shareable, { orderId: idOf('ord', 404) })).toEqual({ payment: null })
  })

  test('A refund of one waits a moment, and only until it was sent', async () => {
    const { orderId, paymentId, attemptId } = await opened(3, true)
    await house.must(recordFact, paidFact(attemptId))
    const refundId = await refunded(paymentId)
    const requestedAt = house.clock.now()
    expect(await house.ask(refundOfShared, { refundId })).toEqual({ refund: { orderId, requestedAt } })
    await house.must(waitRefund, { refundId }, { key: 'wait' })
    await house.must(waitRefund, { refundId }, { key: 'wait' })
    house.clock.advance(5_000)
    const { items } = await house.ask(pendingRefunds, { limit: 50 })
    expect(items).toContainEqual({ refundId, asks: 1 })
    await house.must(recordRefund, refundWord(refundId, { state: 'processing' }))
    expect(await house.ask(refundOfShared, { refundId })).toEqual({ refund: null })
    const plain = await opened(4)
    await house.must(recordFact, paidFact(plain.attemptId))
    expect(await house.ask(refundOfShared, { refundId: await refunded(plain.paymentId) })).toEqual({
      refund: null,
    })
    const unknown = { refundId: idOf('rfd', 404) }
    expect(await house.ask(refundOfShared, unknown)).toEqual({ refund: null })
    expect(await house.run(waitRefund, unknown)).toMatchObject({ code: 'payment.no_such_refund' })
  })
})
