/** The promise over HTTP: bought for a slot; refused where it is full or elsewhere; freed when called off. */
import { expect, it } from 'vitest'
import { eachPlatform, must, type TestPlatform, until } from './platform.ts'
import { beginPay, seeOrder, type Shopper, skuOf, untilPaid } from './sale.ts'

const AREA = '/staff/delivery-areas/suite'
/** At midnight: today's slot has begun at whatever hour the suite runs, and six of the week are left. */
const area = (change: object = {}) => ({
  name: '东城线',
  mode: 'fleet',
  storageClasses: ['ambient', 'chilled', 'frozen'],
  shape: null,
  regions: ['110101'],
  pointCode: null,
  pattern: [
    {
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      fromMinute: 0,
      toMinute: 120,
      cutoffMinutes: 0,
      capacity: 2,
      feeFen: 500,
    },
  ],
  ...change,
})
const SHANGHAI = {
  name: '李四',
  phone: '13800138000',
  regionCode: '310101',
  detail: '外滩 1 号',
  isDefault: false,
}

eachPlatform((_name, open) => {
  const begin = async (change: object = {}) => {
    const test = await open()
    const staff = await test.staff()
    for (const { code } of must(await staff.get('/staff/delivery-areas')).items)
      must(await staff.send('DELETE', `/staff/delivery-areas/${code}`))
    must(await staff.send('PUT', AREA, area(change)))
    const slots = async () => must(await staff.get('/staff/delivery-slots?areaCode=suite')).items
    const [slot] = await slots()
    return { test, staff, skuId: await skuOf(test), slots, slotId: slot.slotId as string }
  }
  const preview = async (shopper: Shopper, skuId: string, slotId?: string, addressId = shopper.addressId) => {
    const lines = [{ skuId, quantity: 1 }]
    return must(await shopper.post('/checkout/preview', { lines, addressId, slotId }))
  }
  const buy = async (
    shopper: Shopper,
    skuId: string,
    { slotId, totalFen, key, addressId = shopper.addressId }: any,
  ) => {
    const lines = [{ skuId, quantity: 1 }]
    const order = { lines, addressId, slotId, expectedTotalFen: totalFen, note: '' }
    return shopper.post('/checkout', order, key)
  }
  const relay = (test: TestPlatform) => test.platform.house.relay.settle()

  it('a slot is promised before the purchase, booked with it, kept on the order, freed with it', async () => {
    const { test, skuId, slots, slotId } = await begin()
    const shopper = await test.shopper()
    const asked = must(await shopper.get(`/delivery-promise?skuId=${skuId}&quantity=1`))
    expect(asked).toMatchObject({ delivers: true, place: { county: '东城区' }, promise: { noSlot: null } })
    expect(asked.promise.options.filter((one: any) => one.slotId !== null)).toHaveLength(6)
    const plain = (await preview(shopper, skuId)).quote
    const { quote, slotProblem } = await preview(shopper, skuId, slotId)
    expect(slotProblem).toBeNull()
    expect(quote.totalFen).toBe(plain.totalFen + 500)
    expect(await buy(shopper, skuId, { slotId, totalFen: plain.totalFen })).toMatchObject({
      status: 409,
      body: { code: 'order.quote_changed' },
    })
    const asking = { slotId, totalFen: quote.totalFen, key: crypto.randomUUID() }
    const placed = must(await buy(shopper, skuId, asking))
    expect(must(await buy(shopper, skuId, asking)).orderId).toBe(placed.orderId)
    const order = await seeOrder(shopper, placed.orderId)()
    expect(order.arrival).toMatchObject({ mode: 'fleet', slotId, route: '东城线', pickup: null })
    expect((await slots())[0]).toMatchObject({ slotId, booked: 1 })
    must(await shopper.post(`/orders/${placed.orderId}/cancel`, { reason: 'changed_mind' }))
    await relay(test)
    await until(slots, ([first]) => first.booked === 0)
  })

  it('a full slot, one too late, one elsewhere: refused by name, nothing written', async () => {
    const { test, staff, skuId, slots, slotId } = await begin()
    const shopper = await test.shopper()
    const { quote } = await preview(shopper, skuId, slotId)
    const tries = await Promise.all(
      Array.from({ length: 6 }, () => buy(shopper, skuId, { slotId, totalFen: quote.totalFen })),
    )
    const won = tries.filter(({ status }) => status === 200)
    expect(won).toHaveLength(2)
    for (const lost of tries.filter(({ status }) => status !== 200))
      expect(lost).toMatchObject({ status: 409, body: { code: 'logistics.slot_full' } })
    expect(must(await shopper.get('/orders')).items).toHaveLength(2)
    expect((await slots())[0].booked).toBe(2)
    const seen = await preview(shopper, skuId, slotId)
    expect(seen).toMatchObject({ slotProblem: 'slot_full', problems: [] })
    expect(seen.promise.options.find((one: any) => one.slotId === slotId).left).toBe('none')

    const { addressId } = must(await shopper.post('/user/addresses', SHANGHAI))
    const [, second] = await slots()
    const far = { slotId: second.slotId, totalFen: quote.totalFen, addressId }
    expect(await buy(shopper, skuId, far)).toMatchObject({
      status: 422,
      body: { code: 'logistics.outside_area' },
    })
    const outside = await preview(shopper, skuId, second.slotId, addressId)
    expect(outside).toMatchObject({ slotProblem: 'outside_area', promise: { noSlot: 'outside' } })

    const late = { ...area().pattern[0], fromMinute: 1_380, toMinute: 1_439, cutoffMinutes: 0 }
    must(await staff.send('PUT', AREA, area({ pattern: [late] })))
    const none = { slotId: 'slt_00000000000000000000000000', totalFen: quote.totalFen }
    expect(await buy(shopper, skuId, none)).toMatchObject({
      status: 404,
      body: { code: 'logistics.no_such_slot' },
    })
    expect(must(await shopper.get('/orders')).items).toHaveLength(2)
  })

  it('an address is asked of the map once, and then the shape decides', async () => {
    const box = [
      [116.0, 39.5],
      [117.0, 39.5],
      [117.0, 40.5],
      [116.0, 40.5],
      [116.0, 39.5],
    ]
    const { test, staff, skuId, slotId } = await begin({
      regions: [],
      shape: { type: 'Polygon', coordinates: [box] },
    })
    const shopper = await test.shopper()
    expect(await preview(shopper, skuId, slotId)).toMatchObject({
      slotProblem: 'outside_area',
      promise: { isLocated: false },
    })
    const locate = () => shopper.post('/delivery-places', { addressId: shopper.addressId })
    expect(must(await locate())).toEqual({ isLocated: true })
    expect(must(await locate())).toEqual({ isLocated: true })
    expect(await preview(shopper, skuId, slotId)).toMatchObject({
      slotProblem: null,
      promise: { isLocated: true, noSlot: null },
    })
    const other = await test.shopper()
    expect(await other.post('/delivery-places', { addressId: shopper.addressId })).toMatchObject({
      status: 404,
    })
    const { features } = must(await test.as().get('/delivery-areas'))
    expect(features).toMatchObject([{ geometry: { type: 'Polygon' }, properties: { code: 'suite' } }])
    expect((await shopper.send('PUT', AREA, area())).status).toBe(403)
    const crossed = [
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 2],
      [0, 0],
    ]
    const shape = { type: 'Polygon', coordinates: [crossed] }
    expect(await staff.send('PUT', AREA, area({ shape }))).toMatchObject({
      status: 422,
      body: { code: 'logistics.bad_shape', data: { why: 'crosses_itself' } },
    })
  })

  it('a pick-up point gives a code that the shopper sees and staff does not', async () => {
    const { test, staff } = await begin()
    must(await staff.send('PUT', '/staff/pickup-points/suite', { name: '东门自提点', address: '东四 1 号' }))
    must(await staff.send('PUT', AREA, area({ mode: 'pickup', pointCode: 'suite' })))
    const [slot] = must(await staff.get('/staff/delivery-slots?areaCode=suite')).items
    const shopper = await test.shopper()
    const skuId = await skuOf(test)
    const { quote, promise } = await preview(shopper, skuId, slot.slotId)
    expect(promise.options.find((one: any) => one.slotId === slot.slotId).pickup).toEqual({
      name: '东门自提点',
      address: '东四 1 号',
    })
    const asking = { slotId: slot.slotId, totalFen: quote.totalFen }
    const { orderId, paymentId } = must(await buy(shopper, skuId, asking))
    const { arrival } = await seeOrder(shopper, orderId)()
    expect(arrival.pickup.code).toMatch(/^\d{6}$/)
    const seen = must(await staff.get(`/staff/orders/${orderId}`))
    expect(seen.arrival.pickup).toMatchObject({ name: '东门自提点', code: '••••••' })

    const handOver = (code: string) => staff.post('/staff/pickup-points/suite/hand-overs', { code })
    const other = String((Number(arrival.pickup.code) + 1) % 1_000_000).padStart(6, '0')
    expect(await handOver(other)).toMatchObject({ status: 404, body: { code: 'hand-over.no_such_code' } })
    expect(await handOver(arrival.pickup.code)).toMatchObject({ body: { code: 'order.wrong_state' } })
    test.sandbox.wechatPay.control.pay(await beginPay(test, shopper, paymentId))
    await untilPaid(shopper, orderId)
    must(await staff.post(`/staff/orders/${orderId}/ship`, { carrier: '自送', trackingNo: 'D1' }))
    expect(must(await handOver(arrival.pickup.code))).toEqual({ orderId })
    expect(await seeOrder(shopper, orderId)()).toMatchObject({ fulfilment: 'delivered' })
    expect(await handOver(arrival.pickup.code)).toMatchObject({ status: 404 })
    const path = '/staff/pickup-points/suite/hand-overs'
    expect((await shopper.post(path, { code: arrival.pickup.code })).status).toBe(403)
  })
})
