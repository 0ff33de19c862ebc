/** What the codes of 丰桥 mean to us. Source: open.sf-express.com, API 响应码 and 路由操作码. */
import type { CarrierCode, TrackState } from '@tiantou/logistics/port'

/** Of the platform; undefined where nothing is decided: flow limits, its own troubles, codes unheard of. */
export const PLATFORM_CODES: Readonly<Record<string, CarrierCode>> = {
  A1001: 'bad_input',
  A1002: 'not_authorised',
  A1003: 'not_authorised',
  A1004: 'not_authorised',
  A1006: 'not_authorised',
}

export const DUPLICATE_ORDER = '8016'
export const UNKNOWN_ORDER = '8024'
export const CANCELLED_ALREADY = '8037'

/** Of a service: what we sent is not taken (8xxx, 2xxxx, S000x); undefined where nothing is decided. */
export const serviceCode = (code: string): CarrierCode | undefined => {
  if (code === UNKNOWN_ORDER) return 'no_such_parcel'
  return /^(8\d{3}|2\d{4}|S000[1-9])$/.test(code) ? 'bad_input' : undefined
}

const STATES: Readonly<Record<string, TrackState>> = {
  50: 'accepted',
  30: 'in_transit',
  31: 'in_transit',
  44: 'out_for_delivery',
  80: 'delivered',
  8000: 'delivered',
  33: 'problem',
  70: 'problem',
  648: 'returned',
}

/** Operations unheard of happen on the way. */
export const stateOf = (opCode: string): TrackState => STATES[opCode] ?? 'in_transit'
