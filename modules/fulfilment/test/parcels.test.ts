/** Parcels and their numbers: given by a carrier, typed, or the house's own; on every database. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Fulfilment } from '../src/contract.ts'
import { fulfilmentModule } from '../src/index.ts'
import { type Bought, eggs, idOf, lotFor, opened, packer, see } from './factory.ts'

const { close, noteWaybill, sendParcel, arriveParcel, weigh } = Fulfilment.commands
const by = { actor: packer }
const fleet = { mode: 'fleet' as const, route: '东城', packBy: 0, from: 0, to: 0 }

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [fulfilmentModule] })
  })

  const packed = async (arrival: typeof fleet | null = null, lines: readonly Bought[] = [eggs()]) => {
    const orderId = await opened(house, lines, arrival)
    for (const [at, line] of lines.entries()) {
      const { lotId, location, pieces } = await lotFor(house, orderId, line.skuId, line.pieces)
      const counted = { orderId, lineNo: at + 1, lotId, location, pieces, grams: null, scale: null }
      await house.must(weigh, counted, by)
    }
    const closed = await house.must(close, { orderId })
    const [parcelId = ''] = closed.parcelIds
    return { orderId, parcelId, closed }
  }
  const parcelOf = async (orderId: string) => (await see(house, orderId)).parcels[0]
  const sent = async (parcelId: string) => {
    const outbox = ['platform', 'outbox'].join('_')
    const rows = await house.database.reader('platform', true).selectFrom(outbox).selectAll().execute()
    return rows
      .filter((row) => row['name'] === 'fulfilment.parcel_sent')
      .map((row) => JSON.parse(String(row['payload'])) as { parcelId: string; trackingNo: string })
      .filter((one) => one.parcelId === parcelId)
  }

  test('what was packed is said by class, and the box is weighed too', async () => {
    const dry = eggs({ storageClass: 'ambient', nominalG: 900, pieces: 1, paidFen: 4_500 })
    const { orderId, closed } = await packed(null, [eggs(), dry])
    expect(closed.packed).toEqual([
      { storageClass: 'ambient', grams: 900, pieces: 1 },
      { storageClass: 'chilled', grams: 3_000, pieces: 2 },
    ])
    expect((await see(house, orderId)).parcels).toMatchObject([
      { goodsGrams: 900, packagingGrams: 300 },
      { goodsGrams: 3_000, packagingGrams: 600 },
    ])
  })

  test('a carrier is told what is in it', async () => {
    const { parcelId } = await packed()
    const told = await house.ask(Fulfilment.queries.parcel, { parcelId })
    expect(told).toEqual({ goods: [{ title: '土鸡蛋', pieces: 2 }] })
    const none = house.ask(Fulfilment.queries.parcel, { parcelId: idOf('pcl') })
    await expect(none).rejects.toThrow('no_such_parcel')
  })

  test('without a number it does not leave; with the carrier’s it leaves by itself', async () => {
    const { orderId, parcelId } = await packed()
    for (const half of [{}, { carrier: '顺丰速运' }, { trackingNo: 'SF1' }]) {
      const no = await house.run(sendParcel, { parcelId, ...half }, by)
      expect(no).toMatchObject({ code: 'fulfilment.no_waybill' })
    }
    const number = { parcelId, carrier: '顺丰速运', trackingNo: 'SF1' }
    for (const key of ['n1', 'n1', 'n2']) await house.must(noteWaybill, number, { key })
    expect(await parcelOf(orderId)).toMatchObject({ state: 'packed', carrier: '顺丰速运', trackingNo: 'SF1' })
    const label = await house.ask(Fulfilment.queries.label, { parcelId }, by)
    expect(label).toMatchObject({ carrier: '顺丰速运', trackingNo: 'SF1' })
    for (let round = 0; round < 2; round += 1)
      await house.must(sendParcel, { parcelId }, { ...by, key: `send-${parcelId}` })
    expect(await sent(parcelId)).toMatchObject([{ orderId, mode: 'carrier', trackingNo: 'SF1' }])
    await house.must(noteWaybill, { ...number, trackingNo: 'SF2' })
    expect(await parcelOf(orderId)).toMatchObject({ state: 'shipped', trackingNo: 'SF1' })
    expect(await house.run(sendParcel, { parcelId }, by)).toMatchObject({ code: 'fulfilment.parcel_state' })
    await house.must(arriveParcel, { parcelId }, by)
  })

  test('who packs may type another number', async () => {
    const { orderId, parcelId } = await packed()
    await house.must(noteWaybill, { parcelId, carrier: '顺丰速运', trackingNo: 'SF3' })
    await house.must(sendParcel, { parcelId, carrier: '中通快递', trackingNo: 'ZT3' }, by)
    expect(await parcelOf(orderId)).toMatchObject({ carrier: '中通快递', trackingNo: 'ZT3' })
  })

  test('the house’s own road needs no carrier', async () => {
    const { orderId, parcelId } = await packed(fleet)
    await house.must(sendParcel, { parcelId }, by)
    const { orderNo } = await see(house, orderId)
    expect(await parcelOf(orderId)).toMatchObject({ carrier: '自配送', trackingNo: `${orderNo}-1` })
  })
})
