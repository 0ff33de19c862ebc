/**
 * What WeChat is told about shipping, against the twin: not before it knows the payment, and as often as it
 * takes.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Shipment, ShipmentHearer } from '@tiantou/payment/port'
import { createShipmentHearer } from '../src/index.ts'
import type { WechatOpenTwin } from '../src/twin/index.ts'
import { clock, configOf, deps, startTwin } from './kit.ts'

let twin: WechatOpenTwin
let hearer: ShipmentHearer
let count = 0
let shipment: Shipment
const mchId = '1900000109'

beforeAll(async () => {
  twin = await startTwin()
  hearer = open({ consignorPhone: '057188880000' })
})
afterAll(() => twin.close())
beforeEach(() => {
  twin.control.behave()
  count += 1
  shipment = {
    appId: hearer.appId,
    merchantId: mchId,
    outTradeNo: `att_${count}`,
    payerId: 'oPayer',
    carrier: '中通快递',
    trackingNo: 'ZT1234567890',
    description: '阳山水蜜桃 5 斤',
    at: clock.now,
  }
  twin.control.learnPayment({ mchId, outTradeNo: shipment.outTradeNo, openId: 'oPayer', after_ms: 60_000 })
})

const open = (change: object = {}): ShipmentHearer => {
  const made = createShipmentHearer(configOf(twin, change), deps)
  if (made === undefined) throw new Error('there is a mini program')
  return made
}
const heard = () => JSON.parse(twin.control.shippingOf(mchId, shipment.outTradeNo) ?? 'null') as unknown

test('it does not know a payment at once, and hears a minute later', async () => {
  expect(await hearer.tell(shipment)).toMatchObject({ kind: 'refused', code: 'not_yet' })
  clock.now += 60_000
  expect(await hearer.tell(shipment)).toEqual({ kind: 'ok', value: { told: true } })
  const parcel = { tracking_no: 'ZT1234567890', express_company: 'ZTO', item_desc: '阳山水蜜桃 5 斤' }
  expect(heard()).toEqual([parcel])
})

test('what it was told before is told', async () => {
  clock.now += 60_000
  expect(await hearer.tell(shipment)).toMatchObject({ kind: 'ok' })
  clock.now += 1_000
  expect(await hearer.tell(shipment)).toMatchObject({ kind: 'ok' })
  clock.now += 1_000
  expect(await hearer.tell({ ...shipment, trackingNo: 'ZT2' })).toMatchObject({ kind: 'ok' })
  expect(heard()).toMatchObject([{ tracking_no: 'ZT2' }])
})

test('SF wants to know who sends, with four digits hidden', async () => {
  clock.now += 60_000
  const bySf = { ...shipment, carrier: '顺丰速运' }
  expect(await open().tell(bySf)).toMatchObject({ kind: 'refused', code: 'consignor_missing' })
  expect(heard()).toBe(null)
  expect(await hearer.tell(bySf)).toMatchObject({ kind: 'ok' })
  expect(heard()).toMatchObject([{ contact: { consignor_contact: '057****0000' } }])
})

test.each(['自配送', '门店自提'])('%s needs no carrier and no number', async (carrier) => {
  clock.now += 60_000
  expect(await hearer.tell({ ...shipment, carrier, trackingNo: '2608-1' })).toMatchObject({ kind: 'ok' })
  expect(heard()).toEqual([{ item_desc: '阳山水蜜桃 5 斤' }])
})

test('a carrier that it has no name for is a person’s business', async () => {
  const answer = await hearer.tell({ ...shipment, carrier: '村口老王' })
  expect(answer).toMatchObject({ kind: 'refused', code: 'carrier_unknown' })
})

test.each([
  ['timeout', { kind: 'timeout', times: 1 }],
  ['HTTP 500', { kind: 'error-500', times: 1 }],
  ['an answer cut off', { kind: 'garbage', times: 1 }],
  ['busy', { kind: 'errcode', times: 1, code: -1 }],
] as const)('%s is no answer', async (_name, fault) => {
  clock.now += 60_000
  twin.control.failNext({ ...fault, path: '/wxa/sec/order/upload_shipping_info' })
  expect(await hearer.tell(shipment)).toMatchObject({ kind: 'unknown' })
})

test('a payer that is not the one who paid is not found', async () => {
  clock.now += 60_000
  expect(await hearer.tell({ ...shipment, payerId: 'oOther' })).toMatchObject({ code: 'not_yet' })
})

test('without a mini program nobody hears, and a phone that is none is named', () => {
  expect(createShipmentHearer(configOf(twin, { mini: undefined }), deps)).toBeUndefined()
  expect(() => configOf(twin, { consignorPhone: '0571-8888' })).toThrow('consignorPhone is no phone')
})
