/** Fills `Maps` with 高德: longitude first, figures as texts, `[]` for nothing, HTTP 200 whatever happened. */
import { amount, callJson, list, text, type Wire } from '@tiantou/adapter-kit'
import type { Leg, Maps, MapsCode, Point, RoadAnswer } from '@tiantou/logistics/port'
import { codeOf, precisionOf } from './codes.data.ts'
import type { AmapConfig } from './config.ts'
import { signedQuery } from './sign.ts'

export interface MapsDeps {
  /** The global fetch when absent. */
  readonly fetch?: typeof globalThis.fetch
}

interface Account {
  readonly config: AmapConfig
  readonly deps: MapsDeps
}

/** The service measures from many to one, we ask from one to many: so many calls at once, no more. */
const AT_ONCE = 3
const DRIVING = '1'

/** One call, sorted into ok, refused and unknown. */
async function call(
  { config, deps }: Account,
  path: string,
  params: Readonly<Record<string, string>>,
): Promise<RoadAnswer<Wire, MapsCode>> {
  const { key, secretKey, baseUrl, timeout_ms } = config
  const query = signedQuery({ ...params, key }, secretKey)
  const answer = await callJson({ url: `${baseUrl}${path}?${query}`, timeout_ms, fetch: deps.fetch })
  if (answer.kind === 'unknown' || answer.value['status'] === '1') return answer
  const infocode = text(answer.value, 'infocode') ?? 'missing'
  const message = `infocode ${infocode} ${text(answer.value, 'info') ?? ''}`.trim()
  const code = codeOf(infocode)
  return code === undefined ? { kind: 'unknown', message } : { kind: 'refused', code, message }
}

const lngLat = ({ lng, lat }: Point): string => `${lng.toFixed(6)},${lat.toFixed(6)}`

const geocode =
  (account: Account): Maps['geocode'] =>
  async ({ address, city }) => {
    const params = { address, ...(city === undefined ? {} : { city }) }
    const answer = await call(account, '/v3/geocode/geo', params)
    if (answer.kind !== 'ok') return answer
    const [found] = list(answer.value, 'geocodes')
    if (found === undefined) return { kind: 'refused', code: 'no_result', message: 'count 0' }
    const [lng = NaN, lat = NaN] = (text(found, 'location') ?? '').split(',').map(Number)
    if (Number.isNaN(lng) || Number.isNaN(lat))
      return { kind: 'unknown', message: 'a place without coordinates' }
    return { kind: 'ok', value: { lng, lat, precision: precisionOf(text(found, 'level') ?? '') } }
  }

/** From one to one; null where the service names a reason why there is no road. */
async function legBetween(
  account: Account,
  from: Point,
  to: Point,
): Promise<RoadAnswer<Leg | null, MapsCode>> {
  const params = { origins: lngLat(from), destination: lngLat(to), type: DRIVING }
  const answer = await call(account, '/v3/distance', params)
  if (answer.kind === 'refused' && answer.code === 'no_result') return { kind: 'ok', value: null }
  if (answer.kind !== 'ok') return answer
  const [result = {}] = list(answer.value, 'results')
  if (text(result, 'info') !== undefined) return { kind: 'ok', value: null }
  const metres = amount(result, 'distance')
  const seconds = amount(result, 'duration')
  if (metres === undefined || seconds === undefined)
    return { kind: 'unknown', message: 'a way without figures' }
  return { kind: 'ok', value: { metres: Math.round(metres), seconds: Math.round(seconds) } }
}

const distances =
  (account: Account): Maps['distances'] =>
  async ({ from, to }) => {
    const legs: (Leg | null)[] = []
    for (let start = 0; start < to.length; start += AT_ONCE) {
      const some = to.slice(start, start + AT_ONCE).map((place) => legBetween(account, from, place))
      for (const answer of await Promise.all(some)) {
        if (answer.kind !== 'ok') return answer
        legs.push(answer.value)
      }
    }
    return { kind: 'ok', value: legs }
  }

export function createAmap(config: AmapConfig, deps: MapsDeps = {}): Maps {
  const account = { config, deps }
  return { name: 'amap', geocode: geocode(account), distances: distances(account) }
}
