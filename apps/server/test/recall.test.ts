/** A lot is stopped when its pieces lie in parcels already: they stay, and are paid back. */
import { expect, test } from 'vitest'
import { eachPlatform, must, until } from './platform.ts'
import { useRoad } from './road.ts'
import { seeOrder } from './sale.ts'

eachPlatform((_name, open) => {
  const road = useRoad(open)
  const { twin, relay, later, paidOrder, pack, packedOrder, parcelOf, waybillsIn, isWell } = road

  test('where one parcel has left, nothing is called off, and money and stock stay', async () => {
    const { orderId, shopper } = await paidOrder([
      { skuId: road.apples, quantity: 1 },
      { skuId: road.cold, quantity: 1 },
    ])
    const { parcelIds } = await pack(orderId)
    expect(parcelIds).toHaveLength(2)
    const recall = () => road.packer.post(`/staff/orders/${orderId}/recall`)
    expect((await recall()).body.code).toBe('recall-order.nothing_stopped')
    await later()
    must(await road.packer.post(`/staff/parcels/${parcelIds[0]}/send`))
    const { lines } = must(await road.packer.get(`/staff/packing/${orderId}`))
    const lots = async (how: string) => {
      for (const { parts } of lines)
        must(await road.packer.post(`/staff/lots/${parts[0].lotId}/${how}`, { reason: '检测' }))
      await relay()
    }
    await lots('hold')
    expect((await road.packer.post(`/staff/parcels/${parcelIds[1]}/send`)).body.code).toBe(
      'send-parcel.lot_stopped',
    )
    expect((await recall()).body).toMatchObject({ code: 'fulfilment.parcel_left', data: { nos: [1] } })
    await relay()
    expect(await seeOrder(shopper, orderId)()).toMatchObject({ state: 'open', payment: 'paid' })
    await lots('release')
    must(await road.packer.post(`/staff/parcels/${parcelIds[1]}/send`))
    await isWell()
  })

  test('released, the parcel leaves; recalled, its order is called off and paid back', async () => {
    const order = await packedOrder()
    await later()
    const { trackingNo } = await parcelOf(order)
    const [line] = must(await road.packer.get(`/staff/packing/${order.orderId}`)).lines
    const { lotId, lotNo } = line.parts[0]
    const send = () => road.packer.post(`/staff/parcels/${order.parcelId}/send`)
    must(await road.packer.post(`/staff/lots/${lotId}/hold`, { reason: '等检测' }))
    expect((await send()).body).toMatchObject({
      status: 409,
      code: 'send-parcel.lot_stopped',
      data: { lotNos: [lotNo] },
    })
    must(await road.packer.post(`/staff/lots/${lotId}/release`, { reason: '检测合格' }))
    await relay()
    const other = await packedOrder()
    await later()
    must(await send())

    must(await road.packer.post(`/staff/lots/${lotId}/recall`, { reason: '农残超标' }))
    await relay()
    const recall = (orderId: string) => road.packer.post(`/staff/orders/${orderId}/recall`)
    expect((await recall(order.orderId)).body.code).toBe('fulfilment.parcel_left')
    const held = await parcelOf(other)
    expect((await road.packer.post(`/staff/parcels/${other.parcelId}/send`)).body.code).toBe(
      'send-parcel.lot_stopped',
    )
    must(await recall(other.orderId))
    await until(seeOrder(other.shopper, other.orderId), (seen) => seen.payment === 'refunded')
    expect(await seeOrder(other.shopper, other.orderId)()).toMatchObject({ cancelReason: 'recalled' })
    expect(await parcelOf(other)).toMatchObject({ state: 'unpacked' })
    const { lots } = must(await road.packer.get(`/staff/stock/${road.apples}`))
    expect(lots.find((lot: { lotId: string }) => lot.lotId === lotId)).toMatchObject({
      allocated: 0,
      held: true,
    })
    expect((await road.packer.post(`/staff/parcels/${other.parcelId}/send`)).status).toBe(409)
    await later()
    expect(twin().parcel(held.trackingNo)).toMatchObject({ state: 'cancelled' })
    expect(twin().parcel(trackingNo)).toMatchObject({ state: 'ordered' })
    expect((await waybillsIn('called_off')).map((one) => one.parcelId)).toEqual([other.parcelId])
    await isWell()
  })
})
