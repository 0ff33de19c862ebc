/** What packing writes into an order, and whose money goes back, on every database. */
import { quoteOf } from '../src/rules.ts'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Order } from '../src/contract.ts'
import { orderModule } from '../src/index.ts'
import { aLine, aPlacing, FREIGHT, idOf, shopper } from './factory.ts'

const { markPacked, recordReturn, markPaid, cancel, ship } = Order.commands
const staff = { kind: 'staff', id: 'stf_test', sessionId: 'test', permissions: ['order.ship'] } as const
const [apples, pears] = [idOf('sku', 1), idOf('sku', 2)]
const nowhere = idOf('ord', 99)

eachDatabase((_name, open) => {
  let house: TestHouse
  let no = 50
  beforeAll(async () => {
    house = await open({ modules: [orderModule] })
  })

  /** A paid order of apples for 59.80 and pears for 20.00, freight 8.00. */
  const paidOrder = async () => {
    const lines = [aLine(), aLine({ skuId: pears, amountFen: 2_000, ifShort: 'ask' })]
    const quote = quoteOf(lines, FREIGHT)
    const arrival = {
      mode: 'fleet' as const,
      slotId: null,
      from: 10,
      to: 20,
      cutoffAt: 5,
      route: '东城',
      pickup: null,
    }
    const placing = aPlacing((no += 1), { quote, expectedTotalFen: quote.totalFen, arrival })
    await house.must(Order.commands.place, placing)
    const { orderId } = placing
    await house.must(markPaid, { orderId, paidAt: 5 })
    return orderId
  }
  const packed = (orderId: string) => ({
    orderId,
    lines: [
      { skuId: apples, pieces: 2, weighedG: 4_800 },
      { skuId: pears, pieces: 0, weighedG: null },
    ],
  })
  const backOf = async (orderId: string, beforeFen: number, refundFen: number) => {
    const back = await house.ask(Order.queries.returned, { orderId, beforeFen, refundFen })
    return [...back.goods.map((line) => line.fen), back.freightFen]
  }

  test('packers see what was agreed, and the shopper what was packed', async () => {
    const orderId = await paidOrder()
    const toPack = await house.ask(Order.queries.toPack, { orderId })
    expect(toPack).toMatchObject({ arrival: { mode: 'fleet', route: '东城' }, userId: shopper.id, paidAt: 5 })
    expect(toPack.lines.map((line) => line.ifShort)).toEqual(['refund', 'ask'])
    await house.must(markPacked, packed(orderId))
    const seen = await house.ask(Order.queries.get, { orderId }, { actor: shopper })
    expect(seen.fulfilment).toBe('packed')
    expect(seen.outcome).toEqual([
      { skuId: apples, pieces: 2, weighedG: 4_800, backFen: 0 },
      { skuId: pears, pieces: 0, weighedG: null, backFen: 0 },
    ])
    const off = await house.run(cancel, { orderId, reason: 'other' }, { actor: shopper })
    expect(off).toMatchObject({ code: 'order.wrong_state', data: { fulfilment: 'packed' } })
    await house.must(ship, { orderId, carrier: '顺丰', trackingNo: 'SF1' }, { actor: staff })
  })

  test('an order that is off, unpaid, unknown or packed before is not packed', async () => {
    const orderId = await paidOrder()
    await house.must(markPacked, packed(orderId))
    expect(await house.run(markPacked, packed(orderId))).toMatchObject({ code: 'order.wrong_state' })
    const off = await paidOrder()
    await house.must(cancel, { orderId: off, reason: 'other' }, { actor: shopper })
    expect(await house.run(markPacked, packed(off))).toMatchObject({ code: 'order.wrong_state' })
    expect(await house.run(markPacked, packed(nowhere))).toMatchObject({ code: 'order.no_such_order' })
    const unpaid = aPlacing((no += 1))
    await house.must(Order.commands.place, unpaid)
    const early = await house.run(markPacked, packed(unpaid.orderId))
    expect(early).toMatchObject({ code: 'order.wrong_state' })
    expect(await house.run(Order.queries.toPack as never, { orderId: nowhere } as never).catch(() => 0)).toBe(
      0,
    )
  })

  test('cancelling and packing at one moment leave one story', async () => {
    for (let round = 0; round < 6; round += 1) {
      const orderId = await paidOrder()
      const [pack, off] = await Promise.all([
        house.run(markPacked, packed(orderId)),
        house.run(cancel, { orderId, reason: 'other' }, { actor: shopper }),
      ])
      expect([pack.ok, off.ok].filter(Boolean)).toHaveLength(1)
    }
  })

  test('a refund that names its lines takes from those; any other from all that is left', async () => {
    const orderId = await paidOrder()
    expect(await backOf(orderId, 0, 8_780)).toEqual([5_980, 2_000, 800])
    const lines = [{ skuId: pears, fen: 2_000 }]
    await house.must(recordReturn, { orderId, bizKey: 'weigh', beforeFen: 0, lines })
    await house.must(recordReturn, { orderId, bizKey: 'weigh', beforeFen: 9, lines })
    expect(await backOf(orderId, 0, 2_000)).toEqual([0, 2_000, 0])
    expect(await backOf(orderId, 2_000, 6_780)).toEqual([5_980, 0, 800])
    const seen = await house.ask(Order.queries.get, { orderId }, { actor: shopper })
    expect(seen.outcome.map((line) => line.backFen)).toEqual([0, 2_000])
    const none = { orderId: nowhere, bizKey: 'x', beforeFen: 0, lines }
    expect(await house.run(recordReturn, none)).toMatchObject({ code: 'order.no_such_order' })
  })
})
