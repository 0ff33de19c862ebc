/** Routes of parcels: asked for, read, and compared with what was pushed. */
import { cut, fromChinaClock, list, parseObject, text, type Wire } from '@tiantou/adapter-kit'
import type { CarrierAnswer, Track, TrackedParcel, VerifiedPush } from '@tiantou/logistics/port'
import { type Account, call } from './client.ts'
import { stateOf } from './codes.data.ts'

/** So many routes come in one push, and so many parcels are asked for at once. */
const MOST_PARCELS = 10
const MOST_TRACKS = 200
const PUSH_LIMIT_BYTES = 262_144
const NUMBER = /^[0-9A-Z]{10,20}$/

const opCodeOf = ({ opCode }: Wire): string =>
  typeof opCode === 'string' || typeof opCode === 'number' ? String(opCode) : ''

const trackOf = (route: Wire): Track[] => {
  const at = fromChinaClock(text(route, 'acceptTime'))
  const words = text(route, 'remark')
  if (at === undefined || words === undefined) return []
  const place = cut(text(route, 'acceptAddress') ?? '', 60)
  return [{ at, state: stateOf(opCodeOf(route)), text: cut(words, 500), place }]
}

/** What S.F. knows of these parcels, oldest first each. */
export async function routesOf(
  account: Account,
  numbers: readonly string[],
  phoneTail?: string,
): Promise<CarrierAnswer<{ readonly parcel: TrackedParcel; readonly routes: readonly Wire[] }[]>> {
  const answer = await call(account, 'EXP_RECE_SEARCH_ROUTES', {
    language: 'zh-CN',
    trackingType: '1',
    trackingNumber: numbers,
    methodType: '1',
    ...(phoneTail === undefined ? {} : { checkPhoneNo: phoneTail }),
  })
  if (answer.kind !== 'ok') return answer
  const value = list(answer.value, 'routeResps').map((each) => {
    const routes = list(each, 'routes').slice(-MOST_TRACKS)
    const tracks = routes.flatMap(trackOf).toSorted((a, b) => a.at - b.at)
    return { parcel: { trackingNo: text(each, 'mailNo') ?? '', carrier: 'shunfeng', tracks }, routes }
  })
  return { kind: 'ok', value: value.filter(({ parcel }) => numbers.includes(parcel.trackingNo)) }
}

const bad = (code: string): VerifiedPush => ({ kind: 'bad', code })

/**
 * S.F. signs no push: it is only a knock. We ask S.F. itself and believe its answer alone; what it does not
 * know was made up, or is not written down yet and will be pushed again.
 */
export async function verifyPush(account: Account, body: Buffer): Promise<VerifiedPush> {
  if (body.length > PUSH_LIMIT_BYTES) return bad('too_large')
  const whole = parseObject(body.toString('utf8'))
  const inside = whole === undefined ? undefined : whole['Body']
  const told = list((inside ?? {}) as Wire, 'WaybillRoute')
  const numbers = [...new Set(told.map((route) => text(route, 'mailno') ?? ''))]
  if (numbers.length === 0 || numbers.length > MOST_PARCELS) return bad('not_understood')
  if (!numbers.every((number) => NUMBER.test(number))) return bad('not_understood')
  const answer = await routesOf(account, numbers)
  if (answer.kind !== 'ok') return { kind: 'unknown', message: answer.message }
  const isKnown = (route: Wire): boolean =>
    answer.value.some(
      ({ parcel, routes }) =>
        parcel.trackingNo === route['mailno'] &&
        routes.some(
          (each) => each['acceptTime'] === route['acceptTime'] && opCodeOf(each) === opCodeOf(route),
        ),
    )
  if (!told.every(isKnown)) return bad('not_confirmed')
  return { kind: 'ok', parcels: answer.value.map(({ parcel }) => parcel) }
}
