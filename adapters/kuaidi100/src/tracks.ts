/** Reads what 快递100 tells of a parcel, asked or pushed: newest first as it comes, oldest first as it goes. */
import { cut, fromChinaClock, list, text, type Wire } from '@tiantou/adapter-kit'
import type { Track, TrackedParcel } from '@tiantou/logistics/port'
import { stateOf } from './codes.data.ts'

const MOST_TRACKS = 200
const LONGEST_TEXT = 500
const LONGEST_PLACE = 60

const trackOf = (each: Wire): Track[] => {
  const at = fromChinaClock(text(each, 'ftime') ?? text(each, 'time'))
  const words = text(each, 'context')
  const state = stateOf(text(each, 'statusCode'), text(each, 'status'))
  if (at === undefined || words === undefined || state === undefined) return []
  const place = text(each, 'location') ?? text(each, 'areaName') ?? ''
  return [{ at, state, text: cut(words, LONGEST_TEXT), place: cut(place, LONGEST_PLACE) }]
}

/** Undefined where the parcel itself is not named. */
export function trackedParcel(told: Wire): TrackedParcel | undefined {
  const trackingNo = text(told, 'nu')
  const carrier = text(told, 'com')
  if (trackingNo === undefined || !/^[0-9A-Za-z-]{6,32}$/.test(trackingNo)) return undefined
  if (carrier === undefined || !/^[a-z][a-z0-9]{1,29}$/.test(carrier)) return undefined
  const tracks = list(told, 'data').slice(0, MOST_TRACKS).toReversed().flatMap(trackOf)
  return { trackingNo, carrier, tracks: tracks.toSorted((a, b) => a.at - b.at) }
}
