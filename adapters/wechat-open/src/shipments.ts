/**
 * Tells WeChat that what was paid for in the mini program was shipped (发货信息管理): before it knows, and the
 * buyer has confirmed or let ten days pass, it settles nothing. Source: developers.weixin.qq.com,
 * uploadShippingInfo.
 */
import type { ChannelAnswer, Shipment, ShipmentHearer } from '@tiantou/payment/port'
import type { WechatDeps } from './client.ts'
import { carrierCodes } from './carriers.data.ts'
import type { WechatOpenConfig } from './config.ts'
import { withToken } from './token.ts'

const PATH = '/wxa/sec/order/upload_shipping_info'
const BY_OUR_NUMBER = 1
const EXPRESS = 1
/**
 * Roads without a carrier, by what stands in his place: the house’s own drivers, and fetched by the buyer.
 */
const OWN_ROADS = [
  { type: 2, name: '自配送' },
  { type: 4, name: '自提' },
] as const
const WHOLE = 1
const DESCRIPTION_CHARS = 120
/** The payment is not known yet: that takes up to a minute. */
const NOT_YET = '10060001'
/** Told before, word for word. */
const NOTHING_NEW = new Set(['10060023', '268485216'])

/** Makes the hearer of the mini program; undefined where there is none. */
export function createShipmentHearer(config: WechatOpenConfig, deps: WechatDeps): ShipmentHearer | undefined {
  const { mini } = config
  if (mini === undefined) return undefined
  const callMini = withToken(config, deps, mini)
  return {
    appId: mini.appId,
    tell: async (shipment) => {
      const body = bodyOf(shipment, config.consignorPhone, deps.now())
      if ('refused' in body) return { kind: 'refused', code: body.refused, message: shipment.carrier }
      return judge(await callMini({ path: PATH, body }))
    },
  }
}

function judge(answer: Awaited<ReturnType<ReturnType<typeof withToken>>>): ChannelAnswer<{ told: true }> {
  if (answer.kind === 'unknown') return answer
  if (answer.kind === 'ok' || NOTHING_NEW.has(answer.code)) return { kind: 'ok', value: { told: true } }
  return { kind: 'refused', code: answer.code === NOT_YET ? 'not_yet' : answer.code, message: 'WeChat' }
}

/** How it goes, and what WeChat wants to know of the parcel; or why it cannot be told. */
function roadOf({ carrier, trackingNo: tracking_no }: Shipment, consignorPhone: string | undefined) {
  const own = OWN_ROADS.find(({ name }) => carrier.includes(name))
  if (own !== undefined) return { type: own.type, parcel: {} }
  const code = carrierCodes.find(({ names }) => names.some((name) => carrier.includes(name)))
  if (code === undefined) return { refused: 'carrier_unknown' }
  const parcel = { tracking_no, express_company: code.id }
  if (code.id !== 'SF') return { type: EXPRESS, parcel }
  if (consignorPhone === undefined) return { refused: 'consignor_missing' }
  return { type: EXPRESS, parcel: { ...parcel, contact: { consignor_contact: masked(consignorPhone) } } }
}

function bodyOf(shipment: Shipment, consignorPhone: string | undefined, now: number) {
  const road = roadOf(shipment, consignorPhone)
  if ('refused' in road) return road
  return {
    order_key: {
      order_number_type: BY_OUR_NUMBER,
      mchid: shipment.merchantId,
      out_trade_no: shipment.outTradeNo,
    },
    logistics_type: road.type,
    delivery_mode: WHOLE,
    shipping_list: [
      { item_desc: Array.from(shipment.description).slice(0, DESCRIPTION_CHARS).join(''), ...road.parcel },
    ],
    upload_time: uploadTime(now),
    payer: { openid: shipment.payerId },
  }
}

/** RFC 3339 with milliseconds, China's time: newer than the one before, or WeChat takes it for that one. */
function uploadTime(at: number): string {
  const moment = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('+08:00')
  return moment.toString({ timeZoneName: 'never', smallestUnit: 'millisecond' })
}

/** A phone as WeChat wants it: 189****1234. */
const masked = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`
