/**
 * The road of a parcel over HTTP: its number comes by itself, or by hand where the carrier cannot; what the
 * carrier tells moves parcel and order; freight is reckoned by what was really packed.
 */
import { randomUUID } from 'node:crypto'
import { Fulfilment } from '@tiantou/fulfilment/contract'
import { system } from '@tiantou/kernel'
import { expect, test } from 'vitest'
import { eachPlatform, must, until } from './platform.ts'
import { PUSHED, useRoad } from './road.ts'
import { seeOrder } from './sale.ts'

const HOUR_MS = 3_600_000

eachPlatform((_name, open) => {
  const road = useRoad(open)
  const { twin, relay, later, paidOrder, pack, packedOrder, parcelOf, waybillsIn, isWell } = road

  test('the number comes by itself; the carrier’s news bring the order to its door', async () => {
    const order = await packedOrder()
    expect((await road.packer.post(`/staff/parcels/${order.parcelId}/send`)).body.code).toBe(
      'fulfilment.no_waybill',
    )
    await later()
    const { trackingNo, ...parcel } = await parcelOf(order)
    expect(parcel).toMatchObject({ state: 'packed', carrier: '顺丰速运', packagingGrams: 300 })
    const atCarrier = twin().parcel(trackingNo)
    expect(atCarrier).toMatchObject({ orderNo: order.parcelId, state: 'ordered' })
    expect((await waybillsIn('issued')).find((one) => one.parcelId === order.parcelId)).toMatchObject({
      trackingNo,
      grams: 1_300,
      costFen: null,
    })
    must(await road.packer.post(`/staff/parcels/${order.parcelId}/send`))
    await relay()
    expect(await seeOrder(order.shopper, order.orderId)()).toMatchObject({
      fulfilment: 'shipped',
      trackingNo,
    })
    await later()
    for (const step of ['accepted', 'in_transit', 'out_for_delivery', 'delivered'] as const)
      twin().move(trackingNo, step)
    await expect.poll(async () => (await parcelOf(order)).state, PUSHED).toBe('delivered')
    await until(seeOrder(order.shopper, order.orderId), (seen) => seen.fulfilment === 'delivered')
    const { parcels } = must(await order.shopper.get(`/orders/${order.orderId}/tracks`))
    expect(parcels[0].tracks.map((track: { state: string }) => track.state)).toEqual([
      'delivered',
      'out_for_delivery',
      'in_transit',
      'accepted',
    ])
    const stranger = await road.t.shopper()
    expect((await stranger.get(`/orders/${order.orderId}/tracks`)).status).toBe(404)
    await isWell()
  })

  test('a silent carrier gives the same number later; he who took it unasked has it sent', async () => {
    twin().failNext({ kind: 'commit-error-500', times: 1, on: 'CREATE_ORDER' })
    const order = await packedOrder()
    const before = twin().parcels().length
    await later()
    expect((await parcelOf(order)).trackingNo).toBeNull()
    expect((await waybillsIn('wanted')).map((one) => one.parcelId)).toContain(order.parcelId)
    await later(60_000)
    const { trackingNo } = await parcelOf(order)
    expect(twin().parcel(trackingNo)).toMatchObject({ orderNo: order.parcelId })
    expect(twin().parcels().length).toBeLessThanOrEqual(before + 1)
    twin().move(trackingNo, 'accepted')
    await expect.poll(async () => (await parcelOf(order)).state, PUSHED).toBe('shipped')
    await until(seeOrder(order.shopper, order.orderId), (seen) => seen.fulfilment === 'shipped')
  })

  test('where no carrier can, a person types the number, and it is asked about', async () => {
    const set = (name: string, value: unknown) => road.packer.post(`/staff/settings/${name}`, { value })
    must(await set('logistics.carriers', { base: 'yuantong', rules: [] }))
    const order = await packedOrder()
    await later()
    const refused = await waybillsIn('refused')
    expect(refused.find((one) => one.parcelId === order.parcelId)).toMatchObject({ code: 'not_offered' })
    must(await set('logistics.carriers', { base: 'shunfeng', rules: [] }))
    const path = `/staff/parcels/${order.parcelId}/waybill`
    must(await road.packer.post(`${path}/ask-again`, { carrier: 'shunfeng' }))
    const { items } = must(await road.packer.get('/staff/settings'))
    const sender = items.find((one: { name: string }) => one.name === 'logistics.sender').value
    must(await set('logistics.sender', null))
    await later()
    expect((await waybillsIn('refused')).find((one) => one.parcelId === order.parcelId)).toMatchObject({
      code: 'no_sender',
    })
    must(await set('logistics.sender', sender))
    expect((await order.shopper.post(path, { carrier: 'jd', trackingNo: 'JD000001' })).status).toBe(403)
    must(await road.packer.post(path, { carrier: 'zhongtong', trackingNo: 'ZT00000042' }))
    await relay()
    expect(await parcelOf(order)).toMatchObject({ carrier: '中通快递', trackingNo: 'ZT00000042' })
    expect((await road.packer.post(`${path}/ask-again`)).body.code).toBe('logistics.waybill_state')
    must(await road.packer.post(`/staff/parcels/${order.parcelId}/send`))
    await relay()
    await later()
    expect((await waybillsIn('on_road')).find((one) => one.parcelId === order.parcelId)).toMatchObject({
      byHand: true,
      asks: 3,
    })
  })

  const RATE = '/staff/freight-rates/ambient/110101'
  const key = () => ({ 'idempotency-key': randomUUID() })
  /** By kilograms, the first and each further one, for everybody. */
  const setRate = async (prices: { firstFen: number; stepFen: number }) => {
    const rate = { delivers: true, by: 'weight', first: 1_000, step: 1_000, freeFromFen: null, ...prices }
    must(await road.packer.send('PUT', RATE, rate, key()))
  }
  const removeRate = async () => must(await road.packer.send('DELETE', RATE, undefined, key()))

  test('lighter goods cost less freight: the difference goes back in the same refund', async () => {
    await setRate({ firstFen: 500, stepFen: 100 })
    const { shopper, orderId, paymentId, quote } = await paidOrder([{ skuId: road.apples, quantity: 5 }])
    expect(quote.freightFen).toBe(700)
    // A new rate means nothing to who has bought.
    await setRate({ firstFen: 5_000, stepFen: 100 })
    const { backFen } = await pack(orderId, 398)
    const forGoods = 3_490 - Math.round(1_990 * 1.396)
    expect(backFen).toBe(forGoods + 100)
    const seen = await seeOrder(shopper, orderId)()
    expect(seen).toMatchObject({ outcome: [{ backFen: forGoods }], freightBackFen: 100 })
    await until(
      async () => must(await shopper.get(`/payments/${paymentId}`)),
      (one) => one.state === 'partly_refunded',
    )
    const [atChannel] = road.t.sandbox.wechatPay.control.orders(1)
    const [refund] = atChannel?.refunds ?? []
    const [journal] = must(await road.packer.get(`/staff/ledger/journals?about=${refund?.outRefundNo}`)).items
    expect(journal.entries).toContainEqual(expect.objectContaining({ account: '4002', amountFen: 100 }))
    await removeRate()
    await isWell()
  })

  test('freight that staff gave back is not given back again', async () => {
    await setRate({ firstFen: 500, stepFen: 2_000 })
    const { shopper, orderId, paymentId, quote } = await paidOrder([{ skuId: road.apples, quantity: 5 }])
    expect([quote.itemsFen, quote.freightFen]).toEqual([3_490, 4_500])
    const given = { refundFen: 6_000, reason: 'quality', bizKey: 'goodwill:1' }
    must(await road.packer.post(`/staff/payments/${paymentId}/refunds`, given))
    const { backFen } = await pack(orderId, 398)
    const forGoods = 3_490 - Math.round(1_990 * 1.396)
    const { freightBackFen } = await seeOrder(shopper, orderId)()
    expect(freightBackFen).toBe(4_500 - Math.floor((4_500 * 6_000) / 7_990))
    expect(backFen).toBe(forGoods + freightBackFen)
    await removeRate()
    await isWell()
  })

  test('where staff gave nearly all of it back, packing gives back what is left', async () => {
    const { orderId, paymentId, quote } = await paidOrder([{ skuId: road.apples, quantity: 5 }])
    const given = { refundFen: quote.totalFen - 100, reason: 'quality', bizKey: 'goodwill:2' }
    must(await road.packer.post(`/staff/payments/${paymentId}/refunds`, given))
    const { backFen } = await pack(orderId, 398)
    expect(backFen).toBeGreaterThan(0)
    expect(backFen).toBeLessThanOrEqual(100)
    await isWell()
  })

  test('goods of two classes are two parcels, and the order arrives with the last of them', async () => {
    const order = await paidOrder([
      { skuId: road.apples, quantity: 1 },
      { skuId: road.cold, quantity: 1 },
    ])
    const { parcelIds } = await pack(order.orderId)
    expect(parcelIds).toHaveLength(2)
    await later()
    const { parcels } = must(await order.shopper.get(`/orders/${order.orderId}/packing`))
    for (const { parcelId } of parcels) must(await road.packer.post(`/staff/parcels/${parcelId}/send`))
    await relay()
    const arrive = async (at: number) => {
      twin().move(parcels[at].trackingNo, 'delivered')
      const state = async () =>
        must(await order.shopper.get(`/orders/${order.orderId}/packing`)).parcels[at].state
      await expect.poll(state, PUSHED).toBe('delivered')
      await relay()
      return (await seeOrder(order.shopper, order.orderId)()).fulfilment
    }
    expect(await arrive(0)).toBe('shipped')
    expect(await arrive(1)).toBe('delivered')
  })

  test('a guest names a county, and hears whether, when and for how much', async () => {
    const [guest, skuId] = [road.t.as(), road.apples]
    const asked = (path: string) => guest.get(`/${path}?skuId=${skuId}&quantity=1`)
    expect(must(await asked('delivery-promise'))).toMatchObject({ place: null, region: null, promise: null })
    const here = must(await guest.get(`/delivery-promise?skuId=${skuId}&quantity=1&regionCode=110101`))
    expect(here).toMatchObject({ place: null, region: { county: '东城区' }, delivers: true })
    expect(here.promise.options.map((one: any) => one.mode)).toContain('fleet')
    const there = must(await guest.get(`/delivery-promise?skuId=${skuId}&quantity=1&regionCode=310101`))
    expect(there.promise.options).toMatchObject([{ mode: 'carrier' }])
    const freight = must(await guest.get(`/freight?skuId=${skuId}&quantity=1&regionCode=310101`))
    expect(freight).toMatchObject({ place: { city: '上海市' }, freightFen: there.freightFen })
    for (const path of ['freight', 'delivery-promise']) {
      const no = await guest.get(`/${path}?skuId=${skuId}&quantity=1&regionCode=110199`)
      expect([no.status, no.body.code]).toEqual([422, `${path}.no_such_region`])
    }
    // An address of the caller's own goes before any county.
    const shopper = await road.t.shopper()
    const own = must(await shopper.get(`/delivery-promise?skuId=${skuId}&quantity=1&regionCode=310101`))
    expect(own).toMatchObject({ place: { county: '东城区' }, region: null })
    const rate = { delivers: false, by: 'weight', first: 1_000, firstFen: 0, step: 1_000, stepFen: 0 }
    for (const storageClass of ['ambient', 'chilled', 'frozen'])
      must(
        await road.packer.send('PUT', `/staff/freight-rates/${storageClass}/310000`, {
          ...rate,
          freeFromFen: null,
        }),
      )
    const never = await guest.get(`/delivery-promise?skuId=${skuId}&quantity=1&regionCode=310101`)
    expect(must(never)).toMatchObject({ delivers: false })
  })

  test('the house’s own drivers need no carrier', async () => {
    const lines = [{ skuId: road.apples, quantity: 1 }]
    const asker = await road.t.shopper()
    const preview = must(await asker.post('/checkout/preview', { lines, addressId: asker.addressId }))
    const slot = preview.promise.options.find((one: any) => one.mode === 'fleet' && one.left !== 'none')
    const order = await paidOrder(lines, slot.slotId)
    const { parcelIds } = await pack(order.orderId)
    await later()
    expect((await waybillsIn('wanted')).map((one) => one.parcelId)).not.toContain(parcelIds[0])
    must(await road.packer.post(`/staff/parcels/${parcelIds[0]}/send`))
    await relay()
    expect(await seeOrder(order.shopper, order.orderId)()).toMatchObject({
      fulfilment: 'shipped',
      carrier: '自配送',
    })
    await isWell()
  })

  test('lost news are asked for; a parcel that comes back does not arrive', async () => {
    const order = await packedOrder()
    await later()
    const { trackingNo } = await parcelOf(order)
    must(await road.packer.post(`/staff/parcels/${order.parcelId}/send`))
    await relay()
    await later()
    twin().planNotice('lose')
    twin().move(trackingNo, 'returned')
    await later(6 * HOUR_MS)
    // Whoever was signed in is so no more.
    const task = await road.t.platform.house.ask(
      Fulfilment.queries.task,
      { orderId: order.orderId },
      system('test'),
    )
    expect(task).toMatchObject({ state: 'shipped', parcels: [{ state: 'returned' }] })
  })
})
