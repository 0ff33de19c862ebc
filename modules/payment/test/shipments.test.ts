/** Shipments that WeChat is to be told of, on every database: when, how often, and what is stuck. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeEach, expect, test } from 'vitest'
import { Payment } from '../src/contract.ts'
import { paymentModule } from '../src/index.ts'
import { idOf, open as openPayment, paidFact, staff } from './factory.ts'

const { noteShipment, recordShipment, retryShipment, recordFact } = Payment.commands
const { dueShipments, stuckShipments } = Payment.queries
const MINUTE_MS = 60_000
const reader = { actor: { ...staff, permissions: ['payment.read', 'payment.refund'] } } as const

eachDatabase((_name, open) => {
  let house: TestHouse
  let stuck: unknown[]
  beforeEach(async () => {
    house = await open({ modules: [paymentModule], ports: { payment: { 'wechat-pay': undefined } } })
    stuck = []
    house.house.listen(Payment.events.shipment_stuck, (event) => stuck.push(event))
  })

  const pay = async (no: number, scene: 'jsapi' | 'native' = 'jsapi') => {
    const opened = await openPayment(house, no, { channel: 'wechat-pay', scene })
    const paidAt = house.clock.now()
    await house.must(recordFact, paidFact(opened.attemptId, { channel: 'wechat-pay', paidAt }))
    return opened
  }
  const ship = (orderId: string, trackingNo = 'ZT1') =>
    house.must(noteShipment, { orderId, carrier: '中通', trackingNo })
  const due = async () => (await house.ask(dueShipments, { limit: 50 })).items
  const said = (
    paymentId: string,
    word: 'told' | 'needless' | 'not_yet' | 'refused' | 'unknown',
    key: string,
  ) =>
    house.must(recordShipment, { paymentId, word, ...(word === 'refused' ? { code: '47001' } : {}) }, { key })

  test('a shipment is told a minute after the payment, not before', async () => {
    const { paymentId, orderId } = await pay(1)
    await ship(orderId)
    await ship(orderId, 'ZT2')
    expect(await due()).toEqual([])
    house.clock.advance(MINUTE_MS)
    expect(await due()).toEqual([{ paymentId, asks: 0 }])
    expect(await said(paymentId, 'told', 'a')).toEqual({ state: 'told' })
    expect(await due()).toEqual([])
    expect(await said(paymentId, 'refused', 'late')).toEqual({ state: 'stuck' })
    expect(stuck).toEqual([])
  })

  test('only what was paid inside WeChat is told', async () => {
    for (const { orderId } of [await pay(2, 'native'), await openPayment(house, 3)]) await ship(orderId)
    await ship(idOf('ord', 404))
    house.clock.advance(60 * MINUTE_MS)
    expect(await due()).toEqual([])
  })

  test('where it was no mini program, nothing is wanted', async () => {
    const { paymentId, orderId } = await pay(4)
    await ship(orderId)
    house.clock.advance(MINUTE_MS)
    expect(await said(paymentId, 'needless', 'a')).toEqual({ state: 'needless' })
    house.clock.advance(60 * MINUTE_MS)
    expect(await due()).toEqual([])
  })

  test('what is not known yet is told less and less often, and is stuck in the end', async () => {
    const { paymentId, orderId } = await pay(5)
    await ship(orderId)
    house.clock.advance(MINUTE_MS)
    const waits: number[] = []
    for (let asks = 0; asks < 15; asks += 1) {
      expect(await due()).toEqual([{ paymentId, asks }])
      await said(paymentId, asks % 2 === 0 ? 'not_yet' : 'unknown', `say ${asks}`)
      const since = house.clock.now()
      while ((await due()).length === 0) house.clock.advance(MINUTE_MS)
      waits.push((house.clock.now() - since) / MINUTE_MS)
    }
    expect(waits.slice(0, 7)).toEqual([2, 5, 15, 60, 180, 360, 360])
    expect(await said(paymentId, 'not_yet', 'last')).toEqual({ state: 'stuck' })
    await house.settle()
    expect(stuck).toEqual([{ paymentId, code: 'not_yet' }])
    expect(await due()).toEqual([])
  })

  test('#18 settlement blocked if shipping info not uploaded: a no is stuck at once, listed, and told again when a person says so', async () => {
    const { paymentId, orderId } = await pay(6)
    await ship(orderId)
    house.clock.advance(MINUTE_MS)
    expect(await house.run(retryShipment, { paymentId }, { actor: staff })).toMatchObject({
      code: 'payment.not_stuck',
    })
    expect(await said(paymentId, 'refused', 'no')).toEqual({ state: 'stuck' })
    const { items } = await house.ask(stuckShipments, {}, reader)
    expect(items).toMatchObject([{ paymentId, carrier: '中通', trackingNo: 'ZT1', code: '47001' }])
    await house.must(retryShipment, { paymentId }, { actor: staff, key: 'again' })
    await house.must(retryShipment, { paymentId }, { actor: staff, key: 'again' })
    expect(await due()).toEqual([{ paymentId, asks: 2 }])
    expect(await said(paymentId, 'told', 'yes')).toEqual({ state: 'told' })
  })
})
