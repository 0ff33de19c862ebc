/** What module logistics asks of maps and carriers through its ports; what it sends is kept nowhere. */
import { createHash } from 'node:crypto'
import type { EffectHandler } from '@tiantou/platform'
import type { Logistics } from './contract.ts'
import type { LogisticsPorts, Maps, MapsCode, RoadAnswer, TrackedParcel } from './port.ts'
import { carrierFor, mapsInTurn, roughMetres } from './roads.ts'
import type { logisticsSettings } from './settings.ts'
import type { LogisticsTables } from './tables.ts'

type Effects = typeof Logistics.effects
type Handler<N extends keyof Effects> = EffectHandler<
  Effects[N],
  LogisticsTables,
  LogisticsPorts,
  typeof logisticsSettings
>

const ABSENT = { kind: 'absent' } as const
type Answer<T> = RoadAnswer<T, string> | typeof ABSENT

/** The answer without its value. */
const wordOf = (answer: Answer<unknown>) =>
  answer.kind === 'refused' ? { word: answer.kind, code: answer.code } : { word: answer.kind }

/** A no about our own key is no word on the address: the other map is asked, as after silence. */
const isDecided = (answer: RoadAnswer<unknown, MapsCode>): boolean =>
  answer.kind === 'ok' || (answer.kind === 'refused' && answer.code !== 'not_authorised')

/** The first map that decides anything; else what the last one said. */
const askMaps = async <T>(
  maps: readonly Maps[],
  question: (one: Maps) => Promise<RoadAnswer<T, MapsCode>>,
): Promise<Answer<T>> => {
  let last: Answer<T> = ABSENT
  for (const one of maps) {
    const answer = await question(one)
    if (isDecided(answer)) return answer
    last = answer
  }
  return last
}

export const geocode: Handler<'geocode'> = async (asked, { ports, settings }) => {
  const answer = await askMaps(mapsInTurn(ports, settings.maps), (one) => one.geocode(asked))
  return answer.kind === 'ok' ? { word: 'ok', place: answer.value } : wordOf(answer)
}

export const distances: Handler<'distances'> = async ({ from, to }, { ports, settings }) => {
  const answer = await askMaps(mapsInTurn(ports, settings.maps), (one) => one.distances({ from, to }))
  if (answer.kind === 'ok') return { word: 'ok', isEstimate: false, legs: [...answer.value] }
  const legs = to.map((place) => ({ metres: roughMetres(from, place), seconds: null }))
  return { ...wordOf(answer), isEstimate: true, legs }
}

export const createWaybill: Handler<'createWaybill'> = async (parcel, { ports }) => {
  const answer = (await carrierFor(ports, parcel.carrier)?.createWaybill(parcel)) ?? ABSENT
  return answer.kind === 'ok' ? { word: 'ok', waybill: answer.value } : wordOf(answer)
}

export const cancelWaybill: Handler<'cancelWaybill'> = async (asked, { ports }) =>
  wordOf((await carrierFor(ports, asked.carrier)?.cancelWaybill(asked)) ?? ABSENT)

export const subscribeTracks: Handler<'subscribeTracks'> = async (parcel, { ports }) =>
  wordOf((await carrierFor(ports, parcel.carrier)?.subscribe(parcel)) ?? ABSENT)

const tracked = ({ carrier, trackingNo, tracks }: TrackedParcel) => ({
  carrier,
  trackingNo,
  tracks: [...tracks],
})

export const queryTracks: Handler<'queryTracks'> = async (parcel, { ports }) => {
  const answer = (await carrierFor(ports, parcel.carrier)?.queryTracks(parcel)) ?? ABSENT
  return answer.kind === 'ok' ? { word: 'ok', parcel: tracked(answer.value) } : wordOf(answer)
}

export const verifyPush: Handler<'verifyPush'> = async ({ provider, bodyBase64 }, { ports }) => {
  const port = ports[provider]
  if (port === undefined) return { word: 'absent', parcels: [] }
  const push = await port.verifyPush({ body: Buffer.from(bodyBase64, 'base64') })
  if (push.kind === 'unknown') return { word: 'unknown', parcels: [] }
  if (push.kind === 'bad') return { word: 'bad', code: push.code, parcels: [] }
  const parcels = push.parcels.map((one) => {
    const parcel = tracked(one)
    return { key: createHash('sha256').update(JSON.stringify(parcel)).digest('hex'), parcel }
  })
  return { word: 'ok', parcels }
}
