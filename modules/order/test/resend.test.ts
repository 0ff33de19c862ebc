/** Goods of an order that are sent again for no money; on every database. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Order } from '../src/contract.ts'
import { orderModule } from '../src/index.ts'
import { aPlacing, idOf, shopper } from './factory.ts'

const { place, placeResend, markPaid, markPacked, cancel, ship, deliver } = Order.commands
const by = { actor: shopper }
const road = {
  regionCode: '110101',
  parcels: [
    {
      storageClass: 'ambient' as const,
      freightFen: 800,
      by: 'weight' as const,
      first: 1_000,
      firstFen: 800,
      step: 1_000,
      stepFen: 100,
    },
  ],
}

interface Told {
  readonly orderId: string
  readonly wasPaid?: boolean
}

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [orderModule] })
  })

  let no = 0
  const bought = async () => {
    const placing = aPlacing((no += 1), { road })
    await house.must(place, placing)
    await house.must(markPaid, { orderId: placing.orderId, paidAt: 5 })
    return placing
  }
  const again = async () => {
    const { orderId: ofOrderId, quote } = await bought()
    const orderId = idOf('ord', (no += 1))
    const wanted = { orderId, ofOrderId, skuId: quote.lines[0]?.skuId ?? '', pieces: 1 }
    await house.must(placeResend, wanted, { key: `again-${orderId}` })
    return wanted
  }
  const toPack = (orderId: string) => house.ask(Order.queries.toPack, { orderId })
  const told = async (orderId: string) => {
    const outbox = ['platform', 'outbox'].join('_')
    const rows = await house.database.reader('platform', true).selectFrom(outbox).selectAll().execute()
    return rows
      .map((row) => ({ name: String(row['name']), ...(JSON.parse(String(row['payload'])) as Told) }))
      .filter((one) => one.orderId === orderId)
  }

  test('it is packed, sent and received as any other, for nothing', async () => {
    const wanted = await again()
    const { orderId, ofOrderId } = wanted
    await house.must(placeResend, wanted, { key: `again-${orderId}` })
    expect(await toPack(orderId)).toMatchObject({
      mayPack: true,
      resends: ofOrderId,
      road: { regionCode: '110101', parcels: [] },
      lines: [{ quantity: 1, amountFen: 0, ifShort: 'refund' }],
    })
    expect((await toPack(ofOrderId)).resends).toBeNull()
    const first = await house.ask(Order.queries.receiver, { orderId: ofOrderId })
    expect(await house.ask(Order.queries.receiver, { orderId })).toEqual(first)
    await house.must(markPacked, { orderId, lines: [{ skuId: wanted.skuId, pieces: 1, weighedG: null }] })
    await house.must(ship, { orderId, carrier: '顺丰', trackingNo: 'SF1' })
    await house.must(deliver, { orderId })
    const seen = await house.ask(Order.queries.get, { orderId }, by)
    expect(seen).toMatchObject({ resends: ofOrderId, totalFen: 0, payment: 'paid', fulfilment: 'delivered' })
    expect((await told(orderId)).map((one) => one.name)).toEqual([
      'order.resend_placed',
      'order.packed',
      'order.shipped',
      'order.delivered',
    ])
  })

  test('called off it owes nothing, and nobody waits for money', async () => {
    const { orderId } = await again()
    await house.must(cancel, { orderId, reason: 'changed_mind' }, by)
    const seen = await house.ask(Order.queries.get, { orderId }, by)
    expect(seen).toMatchObject({ state: 'cancelled', payment: 'paid' })
    expect((await told(orderId)).at(-1)).toMatchObject({ name: 'order.cancelled', wasPaid: false })
    const { orders } = await house.ask(Order.queries.underWay, { userId: shopper.id })
    expect(orders.map((one) => one.orderId)).not.toContain(orderId)
  })

  test('of what is not there nothing is sent again', async () => {
    const { orderId: ofOrderId } = await bought()
    const wanted = { orderId: idOf('ord', (no += 1)), ofOrderId, skuId: idOf('sku', 77), pieces: 1 }
    expect(await house.run(placeResend, wanted)).toMatchObject({ code: 'order.no_such_line' })
    const nowhere = { ...wanted, ofOrderId: idOf('ord', 99) }
    expect(await house.run(placeResend, nowhere)).toMatchObject({ code: 'order.no_such_order' })
  })

  test('to whom nobody knows any more nothing is sent again', async () => {
    const { orderId: ofOrderId, skuId } = await again()
    await house.must(cancel, { orderId: ofOrderId, reason: 'changed_mind' }, by)
    await house.must(Order.commands.eraseUser, { userId: shopper.id })
    const wanted = { orderId: idOf('ord', (no += 1)), ofOrderId, skuId, pieces: 1 }
    expect(await house.run(placeResend, wanted)).toMatchObject({ code: 'order.no_such_order' })
  })

  test('freight that comes back is said beside the lines, once for each key', async () => {
    const { orderId, quote } = await bought()
    const skuId = quote.lines[0]?.skuId ?? ''
    const back = { orderId, bizKey: 'packing', beforeFen: 0, lines: [{ skuId, fen: 100 }], freightFen: 50 }
    for (const key of ['b1', 'b1', 'b2']) await house.must(Order.commands.recordReturn, back, { key })
    const seen = await house.ask(Order.queries.get, { orderId }, by)
    expect(seen).toMatchObject({ freightBackFen: 50, outcome: [{ backFen: 100 }] })
    const parts = await house.ask(Order.queries.returned, { orderId, beforeFen: 0, refundFen: 150 })
    expect(parts).toMatchObject({ goods: [{ fen: 100 }], freightFen: 50 })
    const { freightFen } = await house.ask(Order.queries.kept, { orderId, goneFen: 150 })
    expect(freightFen).toBe(quote.freightFen - 50)
  })
})
