/** Fills `Maps` with Tencent's location service: latitude first, HTTP 200 whatever happened. */
import { amount, callJson, inner, list, text, type Wire } from '@tiantou/adapter-kit'
import type { Leg, Maps, MapsCode, Point, Precision, RoadAnswer } from '@tiantou/logistics/port'
import { codeOf } from './codes.data.ts'
import type { TencentMapConfig } from './config.ts'
import { signedPath } from './sign.ts'

const GEOCODER = '/ws/geocoder/v1/'
const MATRIX = '/ws/distance/v1/matrix'
/** Below this the service itself does not trust what it found (可信度, 1 to 10). */
const TRUSTED = 7

export interface MapsDeps {
  /** The global fetch when absent. */
  readonly fetch?: typeof globalThis.fetch
}

/** One call, sorted into ok, refused and unknown. */
async function call(
  config: TencentMapConfig,
  deps: MapsDeps,
  path: string,
  params: Readonly<Record<string, string>>,
): Promise<RoadAnswer<Wire, MapsCode>> {
  const { key, secretKey, baseUrl, timeout_ms } = config
  const signed = signedPath(path, { ...params, key }, secretKey)
  const answer = await callJson({ url: `${baseUrl}${signed}`, timeout_ms, fetch: deps.fetch })
  if (answer.kind === 'unknown') return answer
  const status = amount(answer.value, 'status')
  if (status === 0) return answer
  const message = `status ${status ?? 'missing'} ${text(answer.value, 'message') ?? ''}`.trim()
  const code = status === undefined ? undefined : codeOf(status)
  return code === undefined ? { kind: 'unknown', message } : { kind: 'refused', code, message }
}

/**
 * Levels of the service: 1 city … 3 town, 4 village, 5 zone, 6 quarter, 7 road, 8 on a road, 9 door, 10, 11.
 */
const precisionOf = (level: number, reliability: number): Precision => {
  if (level < 4 || reliability < TRUSTED) return 'area'
  return level < 9 ? 'street' : 'point'
}

const latLng = ({ lat, lng }: Point): string => `${lat.toFixed(6)},${lng.toFixed(6)}`

const odd = (message: string) => ({ kind: 'unknown', message }) as const

const legOf = (element: Wire): Leg | null => {
  const metres = amount(element, 'distance')
  const seconds = amount(element, 'duration')
  if ((amount(element, 'status') ?? 0) !== 0 || metres === undefined || seconds === undefined) return null
  return { metres: Math.round(metres), seconds: Math.round(seconds) }
}

export function createTencentMap(config: TencentMapConfig, deps: MapsDeps = {}): Maps {
  return {
    name: 'tencent-map',
    geocode: async ({ address, city }) => {
      const params = { address, ...(city === undefined ? {} : { region: city }) }
      const answer = await call(config, deps, GEOCODER, params)
      if (answer.kind !== 'ok') return answer
      const result = inner(answer.value, 'result')
      const lng = amount(inner(result, 'location'), 'lng')
      const lat = amount(inner(result, 'location'), 'lat')
      if (lng === undefined || lat === undefined) return odd('a place without coordinates')
      const precision = precisionOf(amount(result, 'level') ?? 0, amount(result, 'reliability') ?? 0)
      return { kind: 'ok', value: { lng, lat, precision } }
    },
    distances: async ({ from, to }) => {
      const params = { mode: 'driving', from: latLng(from), to: to.map(latLng).join(';') }
      const answer = await call(config, deps, MATRIX, params)
      if (answer.kind !== 'ok') return answer
      const [row = {}] = list(inner(answer.value, 'result'), 'rows')
      const legs = list(row, 'elements').map(legOf)
      return legs.length === to.length ? { kind: 'ok', value: legs } : odd('not as many ways as asked for')
    },
  }
}
