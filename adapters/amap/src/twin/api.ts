/** 高德 as its documents describe it, over the small country of the kit. */
import { createHash } from 'node:crypto'
import { findPlace, type Found, isByRoad, type PlainFault, roadBetween } from '@tiantou/adapter-kit/twin'

/** A "no" in the provider's codes. */
export class Refusal extends Error {
  readonly infocode: string
  constructor(infocode: string, info: string) {
    super(info)
    this.infocode = infocode
  }
}

export interface Account {
  readonly key: string
  readonly secretKey: string
}

const LEVELS = { city: '市', county: '区县', road: '道路', door: '门牌号' } as const
const MOST_ORIGINS = 100

/** What the provider says by itself when it is told to: troubles, quota, any other no. */
export function spokenFault(fault: PlainFault | undefined): object | undefined {
  const no = (infocode: string, info: string) => ({ status: '0', info, infocode })
  if (fault?.kind === 'system-error') return no('10016', 'SERVER_IS_BUSY')
  if (fault?.kind === 'quota') return no('10003', 'DAILY_QUERY_OVER_LIMIT')
  if (fault?.kind === 'refuse') return no(fault.code ?? '20800', 'SANDBOX')
  return undefined
}

/** Answers one request. @throws Refusal */
export function answerMap(url: URL, account: Account): object {
  const params = new Map(url.searchParams)
  if (params.get('key') !== account.key) throw new Refusal('10001', 'INVALID_USER_KEY')
  if (params.get('sig') !== sigOf(params, account.secretKey))
    throw new Refusal('10007', 'INVALID_USER_SIGNATURE')
  if (url.pathname === '/v3/geocode/geo') return geocode(params)
  if (url.pathname === '/v3/distance') return distance(params)
  throw new Refusal('10002', 'SERVICE_NOT_AVAILABLE')
}

/** The rule of 数字签名: raw pairs in the order of their names, the private key directly behind. */
export function sigOf(params: ReadonlyMap<string, string>, secretKey: string): string {
  const names = [...params.keys()].filter((name) => name !== 'sig')
  names.sort()
  const line = names.map((name) => `${name}=${params.get(name)}`).join('&')
  return createHash('md5').update(line).update(secretKey).digest('hex')
}

function geocode(params: ReadonlyMap<string, string>): object {
  const address = params.get('address') ?? ''
  if (address === '') throw new Refusal('20001', 'MISSING_REQUIRED_PARAMS')
  const place = findPlace(address, params.get('city'))
  return place === undefined ? { count: '0', geocodes: [] } : { count: '1', geocodes: [placeOf(place)] }
}

const placeOf = ({ lng, lat, level, code, province, city, county, rest }: Found): object => ({
  formatted_address: `${province}${city}${county}${rest}`,
  country: '中国',
  province,
  city,
  district: county === '' ? [] : county,
  street: [],
  number: [],
  adcode: code,
  location: `${lng},${lat}`,
  level: LEVELS[level],
})

function pointOf(given: string | undefined): { lng: number; lat: number } {
  const [lng = NaN, lat = NaN, ...rest] = (given ?? '').split(',').map(Number)
  const isPoint = rest.length === 0 && Math.abs(lng) <= 180 && Math.abs(lat) <= 90
  if (!isPoint) throw new Refusal('20000', 'INVALID_PARAMS')
  return { lng, lat }
}

function distance(params: ReadonlyMap<string, string>): object {
  const origins = (params.get('origins') ?? '').split('|')
  if (origins.length > MOST_ORIGINS || params.get('type') !== '1')
    throw new Refusal('20000', 'INVALID_PARAMS')
  const end = pointOf(params.get('destination'))
  const results = origins.map(pointOf).map((start, at) => {
    const { metres, seconds } = roadBetween(start, end)
    const way = { origin_id: String(at + 1), dest_id: '1', distance: String(metres) }
    return isByRoad(start) && isByRoad(end)
      ? { ...way, duration: String(seconds) }
      : { ...way, duration: '0', info: '起点或终点附近没有路', code: '2' }
  })
  return { count: String(results.length), results }
}
