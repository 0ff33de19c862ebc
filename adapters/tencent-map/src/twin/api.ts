/** The location service as its documents describe it, over the small country of the kit. */
import { createHash } from 'node:crypto'
import { findPlace, type Found, isByRoad, type PlainFault, roadBetween } from '@tiantou/adapter-kit/twin'

/** A "no" in the provider's numbers. */
export class Refusal extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export interface Account {
  readonly key: string
  readonly secretKey: string
}

const LEVELS = { city: 1, county: 2, road: 7, door: 9 } as const
const TRUST = { city: 2, county: 3, road: 7, door: 9 } as const
/** One to many: so many points at most. */
const MOST_POINTS = 200

/** What the provider says by itself when it is told to: troubles, quota, any other no. */
export function spokenFault(fault: PlainFault | undefined): object | undefined {
  if (fault?.kind === 'system-error') return { status: 500, message: '后端超时' }
  if (fault?.kind === 'quota') return { status: 121, message: '此key每日调用量已达到上限' }
  if (fault?.kind === 'refuse') return { status: Number(fault.code ?? 347), message: '沙箱按要求拒绝' }
  return undefined
}

/** Answers one request. @throws Refusal */
export function answerMap(url: URL, account: Account): object {
  const params = new Map(url.searchParams)
  admit(url.pathname, params, account)
  if (url.pathname === '/ws/geocoder/v1/') return geocoder(params)
  if (url.pathname === '/ws/distance/v1/matrix') return matrix(params)
  throw new Refusal(113, '此功能未被授权')
}

/** The rule of SN: path, question mark, raw pairs in the order of their names, secret; md5 in hexadecimal. */
export function snOf(path: string, params: ReadonlyMap<string, string>, secretKey: string): string {
  const names = [...params.keys()].filter((name) => name !== 'sig')
  names.sort()
  const line = names.map((name) => `${name}=${params.get(name)}`).join('&')
  return createHash('md5').update([path, '?', line, secretKey].join('')).digest('hex')
}

function admit(path: string, params: ReadonlyMap<string, string>, { key, secretKey }: Account): void {
  if (params.get('key') !== key) throw new Refusal(190, '无效的KEY')
  if (params.get('sig') !== snOf(path, params, secretKey)) throw new Refusal(111, '签名验证失败')
}

function geocoder(params: ReadonlyMap<string, string>): object {
  const address = params.get('address') ?? ''
  if (address === '') throw new Refusal(300, '缺少必要字段address')
  const place = findPlace(address, params.get('region'))
  if (place === undefined) throw new Refusal(347, '查询无结果')
  return { status: 0, message: 'Success', result: resultOf(place) }
}

const resultOf = ({ lng, lat, level, code, province, city, county, rest }: Found): object => ({
  title: `${county}${rest}`,
  location: { lng, lat },
  ad_info: { adcode: code },
  address_components: { province, city, district: county, street: rest, street_number: '' },
  similarity: 0.99,
  deviation: 1000,
  reliability: TRUST[level],
  level: LEVELS[level],
})

function pointsOf(given: string | undefined): { lng: number; lat: number }[] {
  if (given === undefined) throw new Refusal(300, '缺少必要字段')
  return given.split(';').map((pair) => {
    const [lat = NaN, lng = NaN, ...rest] = pair.split(',').map(Number)
    if (rest.length > 0 || Number.isNaN(lat) || Number.isNaN(lng)) throw new Refusal(310, '请求参数信息有误')
    if (Math.abs(lat) > 90) throw new Refusal(365, '纬度不能超过±90')
    if (Math.abs(lng) > 180) throw new Refusal(366, '经度不能超过±180')
    return { lat, lng }
  })
}

function matrix(params: ReadonlyMap<string, string>): object {
  const modes = ['driving', 'walking', 'bicycling', 'trucking']
  if (!modes.includes(params.get('mode') ?? '')) throw new Refusal(310, '请求参数信息有误')
  const [from, to] = [pointsOf(params.get('from')), pointsOf(params.get('to'))]
  if (to.length > MOST_POINTS) throw new Refusal(396, '起终点数量超限')
  const rows = from.map((start) => ({
    elements: to.map((end) => {
      const { metres, seconds } = roadBetween(start, end)
      return isByRoad(start) && isByRoad(end)
        ? { distance: metres, duration: seconds }
        : { distance: metres, duration: 0, status: 4 }
    }),
  }))
  return { status: 0, message: 'query ok', result: { rows } }
}
