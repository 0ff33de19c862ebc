/**
 * Orders packed over HTTP: weighed, short, replaced, stopped, called off; money and stock agree each time.
 */
import { auditOf } from '@tiantou/server'
import { beforeAll, expect, test } from 'vitest'
import { eachPlatform, must, type TestPlatform, until } from './platform.ts'
import { beginPay, leftOf, seeOrder, type Shopper, untilPaid } from './sale.ts'

interface Part {
  readonly lotId: string
  readonly location: string
  readonly pieces: number
}

eachPlatform((_name, open) => {
  let t: TestPlatform
  let packer: Awaited<ReturnType<TestPlatform['staff']>>
  const skus = new Map<string, string>()
  beforeAll(async () => {
    t = await open()
    packer = await t.staff()
    const { items } = must(await t.as().get('/catalogue?limit=100'))
    for (const image of ['apple', 'navel-orange', 'strawberry']) {
      const { productId } = items.find((card: { image: string }) => card.image === image)
      const { product } = must(await t.as().get(`/products/${productId}`))
      for (const sku of product.skus) skus.set(`${image} ${sku.spec}`, sku.skuId)
    }
  })

  const sku = (name: string): string => skus.get(name) ?? ''
  const relay = () => t.platform.house.relay.settle()
  type Wanted = { skuId: string; quantity: number; ifShort?: string }
  const paidOrder = async (...lines: Wanted[]) => {
    const shopper = await t.shopper()
    const asked = lines.map(({ skuId, quantity }) => ({ skuId, quantity }))
    const { quote } = must(await shopper.post('/checkout/preview', { lines: asked }))
    const { addressId } = shopper
    const placed = must(
      await shopper.post('/checkout', { lines, addressId, expectedTotalFen: quote.totalFen, note: '' }),
    )
    t.sandbox.wechatPay.control.pay(await beginPay(t, shopper, placed.paymentId))
    await untilPaid(shopper, placed.orderId)
    await until(
      async () => (await packer.get(`/staff/packing/${placed.orderId}`)).status,
      (status) => status === 200,
    )
    await relay()
    return { shopper, quote, ...placed } as {
      shopper: Shopper
      orderId: string
      paymentId: string
      quote: any
    }
  }
  const task = async (orderId: string) => must(await packer.get(`/staff/packing/${orderId}`))
  const weigh = (orderId: string, lineNo: number, part: Part, pieces: number, grams: number | null) =>
    packer.post(`/staff/packing/${orderId}/lines/${lineNo}/weighings`, {
      lotId: part.lotId,
      location: part.location,
      pieces,
      grams,
      scale: grams === null ? null : 'scale-1',
    })
  /** Weighs or counts every line as allocated; `grams` for each piece. */
  const weighAll = async (orderId: string, gramsEach?: number) => {
    for (const line of (await task(orderId)).lines) {
      for (const part of line.parts as Part[]) {
        const each = gramsEach ?? line.nominalGrams / (line.pieces - line.shortPieces)
        must(await weigh(orderId, line.no, part, part.pieces, line.weigh ? each * part.pieces : null))
      }
    }
  }
  const isWell = async () => {
    await relay()
    const { lines, isWell: well } = await auditOf(t.platform.house)
    expect(lines.filter((line) => line.startsWith('NOT'))).toEqual([])
    expect(well).toBe(true)
  }

  test('defect 10: five 斤 of apples weigh 2,380 g: the difference goes back, and all agrees', async () => {
    const { shopper, orderId, paymentId } = await paidOrder({ skuId: sku('apple 散装 1 斤'), quantity: 5 })
    const { lines, state } = await task(orderId)
    expect(state).toBe('allocated')
    expect(lines).toMatchObject([{ weigh: true, nominalGrams: 2_500, parts: [{ pieces: 5 }] }])
    const part = lines[0].parts[0] as Part
    expect((await weigh(orderId, 1, part, 5, 3_200)).body).toMatchObject({
      code: 'fulfilment.too_heavy',
      data: { mostGrams: 2_725, takeOutGrams: 475 },
    })
    expect(must(await weigh(orderId, 1, part, 5, 2_380))).toMatchObject({ leftPieces: 0, backFen: 168 })
    const packed = must(await packer.post(`/staff/packing/${orderId}/pack`))
    expect(packed).toMatchObject({ backFen: 3_490 - Math.round(2_380 * 1.396) })
    await until(
      async () => must(await shopper.get(`/payments/${paymentId}`)),
      (seen) => seen.state === 'partly_refunded',
    )
    const [atChannel] = t.sandbox.wechatPay.control.orders(1)
    expect(atChannel?.refunds).toMatchObject([{ refundFen: 168, status: 'SUCCESS' }])
    const seen = await seeOrder(shopper, orderId)()
    expect(seen).toMatchObject({
      fulfilment: 'packed',
      outcome: [{ pieces: 5, weighedG: 2_380, backFen: 168 }],
    })
    const mine = must(await shopper.get(`/orders/${orderId}/packing`))
    expect(mine.lines[0].weighings).toMatchObject([{ pieces: 5, grams: 2_380, scale: 'scale-1' }])
    const [parcelId] = packed.parcelIds as string[]
    expect((await packer.get(`/staff/parcels/${parcelId}/label.pdf?size=1x1`)).body.code).toBe(
      'platform.bad_input',
    )
    expect((await shopper.get(`/staff/parcels/${parcelId}/label.pdf`)).status).toBe(403)
    must(await packer.post(`/staff/parcels/${parcelId}/send`, { carrier: '顺丰速运', trackingNo: 'SF99' }))
    await relay()
    expect(await seeOrder(shopper, orderId)()).toMatchObject({ fulfilment: 'shipped', trackingNo: 'SF99' })
    must(await packer.post(`/staff/parcels/${parcelId}/arrive`))
    await relay()
    expect((await seeOrder(shopper, orderId)()).fulfilment).toBe('delivered')
    const moves = must(await packer.get(`/staff/stock/${sku('apple 散装 1 斤')}/movements`)).items
    expect(moves[0]).toMatchObject({ kind: 'dispatched', pieces: -5, grams: -2_380 })
    await isWell()
  })

  test('what cannot be right is refused, and nothing changes', async () => {
    const { orderId } = await paidOrder({ skuId: sku('apple 散装 1 斤'), quantity: 2 })
    const part = (await task(orderId)).lines[0].parts[0] as Part
    const code = async (answer: Promise<{ body: any }>) => (await answer).body.code
    expect(await code(weigh(orderId, 1, part, 2, -5))).toBe('platform.bad_input')
    expect(await code(weigh(orderId, 1, part, 2, 90))).toBe('fulfilment.absurd_weight')
    expect(await code(weigh(orderId, 1, part, 3, 1_500))).toBe('fulfilment.not_allocated')
    expect(await code(weigh(orderId, 1, part, 2, null))).toBe('fulfilment.weight_needed')
    expect(await code(weigh(orderId, 9, part, 2, 1_000))).toBe('fulfilment.no_such_line')
    expect(await code(packer.post(`/staff/packing/${orderId}/pack`))).toBe('fulfilment.not_weighed')
    must(await weigh(orderId, 1, part, 2, 1_000))
    expect(await code(weigh(orderId, 1, part, 2, 1_000))).toBe('fulfilment.not_allocated')
    must(await packer.post(`/staff/packing/${orderId}/pack`))
    expect(await code(weigh(orderId, 1, part, 1, 500))).toBe('fulfilment.wrong_state')
    expect(await code(packer.post(`/staff/packing/${orderId}/pack`))).toBe('fulfilment.wrong_state')
    await isWell()
  })

  test('bad pieces get others; the money for what is not to be had goes back', async () => {
    const oranges = sku('navel-orange 5斤装')
    const stock = must(await packer.get(`/staff/stock/${oranges}`))
    const { shopper, orderId, quote } = await paidOrder(
      { skuId: oranges, quantity: 2, ifShort: 'refund' },
      { skuId: sku('apple 12枚装'), quantity: 1 },
    )
    const [line] = (await task(orderId)).lines
    const [part] = line.parts as Part[]
    const bad = { lotId: part?.lotId, location: part?.location, pieces: 1, reason: 'spoiled' }
    must(await packer.post(`/staff/packing/${orderId}/lines/1/bad`, bad))
    await relay()
    expect((await task(orderId)).state).toBe('allocated')
    expect(await leftOf(shopper, oranges)).toBe(stock.available - 3)
    for (const lot of must(await packer.get(`/staff/stock/${oranges}`)).lots)
      must(await packer.post(`/staff/lots/${lot.lotId}/hold`, { reason: '抽检' }))
    await relay()
    const waiting = await task(orderId)
    expect([waiting.state, waiting.lines[0].state]).toEqual(['waiting', 'waiting'])
    must(await packer.post(`/staff/packing/${orderId}/lines/1/short`))
    await relay()
    expect((await task(orderId)).lines[0]).toMatchObject({ state: 'dropped', shortPieces: 2 })
    await weighAll(orderId)
    const packed = must(await packer.post(`/staff/packing/${orderId}/pack`))
    expect(packed.backFen).toBe(quote.lines[0].amountFen)
    for (const lot of must(await packer.get(`/staff/stock/${oranges}`)).lots)
      must(await packer.post(`/staff/lots/${lot.lotId}/release`, { reason: '合格' }))
    await isWell()
  })

  test('an order of which nothing is to be had is off, and all its money goes back', async () => {
    const berries = [...skus].find(([name]) => name.startsWith('strawberry'))?.[1] ?? ''
    const { shopper, orderId, paymentId } = await paidOrder({ skuId: berries, quantity: 1 })
    for (const lot of must(await packer.get(`/staff/stock/${berries}`)).lots)
      must(await packer.post(`/staff/lots/${lot.lotId}/recall`, { reason: '农残超标' }))
    await relay()
    must(await packer.post(`/staff/packing/${orderId}/lines/1/short`))
    await relay()
    const seen = await seeOrder(shopper, orderId)()
    expect(seen).toMatchObject({ state: 'cancelled', cancelReason: 'out_of_stock' })
    await until(
      async () => must(await shopper.get(`/payments/${paymentId}`)),
      (payment) => payment.state === 'refunded',
    )
    await isWell()
  })

  test('a cancelled order gives its lots back, and is not packed', async () => {
    const apples = sku('apple 散装 1 斤')
    const stockOf = async () => must(await packer.get(`/staff/stock/${apples}`))
    const before = await stockOf()
    const { shopper, orderId } = await paidOrder({ skuId: apples, quantity: 3 })
    must(await shopper.post(`/orders/${orderId}/cancel`, { reason: 'other' }))
    await relay()
    expect((await task(orderId)).state).toBe('cancelled')
    expect(await stockOf()).toEqual(before)
    await isWell()
  })

  test('somebody else’s order at the station is not there', async () => {
    const { orderId } = await paidOrder({ skuId: sku('apple 12枚装'), quantity: 1 })
    const stranger = await t.shopper()
    expect((await stranger.get(`/orders/${orderId}/packing`)).status).toBe(404)
    expect((await stranger.get(`/staff/packing/${orderId}`)).status).toBe(403)
  })
})
