/**
 * Keeps what a carrier told of a parcel, and lets it stand where it is. Pushes repeat all that was told
 * before; only what is new counts.
 */
import type { CommandHandler } from '@tiantou/platform'
import { Logistics } from '../contract.ts'
import type { logisticsSettings } from '../settings.ts'
import { addTrack, latestTrack } from '../store/tracks.ts'
import { changeWaybill, waybillByNo } from '../store/waybills.ts'
import type { LogisticsTables, TrackRow, WaybillRow } from '../tables.ts'
import { trackPlace } from '../tracks.ts'
import { quietUntil } from '../waybills.ts'
import { moveWaybill } from './waybills.ts'

type Handler = CommandHandler<
  typeof Logistics.commands.recordTracks,
  LogisticsTables,
  typeof logisticsSettings
>

const ENDS = { delivered: 'arrive', returned: 'comeBack' } as const

/** The parcel ends with its last track; while it is on the road, news put off asking where it is. */
const follow = async (context: Parameters<Handler>[1], row: WaybillRow, { state }: TrackRow) => {
  if (state === 'delivered' || state === 'returned')
    await moveWaybill(context, row.id, ENDS[state], { ask_at: null })
  else if (row.state === 'on_road' && row.subscribed === 1)
    await changeWaybill(context.tx, row.id, { ask_at: quietUntil(context.now, row, context.settings) })
}

/** Writes what is new and tells of it, once however much it is. */
export const recordTracks: Handler = async ({ carrier, trackingNo, tracks }, context) => {
  const { tx, emit, secrets, now } = context
  let fresh = 0
  for (const { at, state, text, place } of tracks) {
    const text_blind = secrets.blind('logistics_track.text', text)
    const key = { carrier, tracking_no: trackingNo, at, text_blind }
    const text_sealed = secrets.seal(text, trackPlace(key))
    if (await addTrack(tx, { ...key, state, place, text_sealed, told_at: now })) fresh += 1
  }
  const latest = fresh === 0 ? undefined : await latestTrack(tx, carrier, trackingNo)
  if (latest === undefined) return { fresh }
  const row = await waybillByNo(tx, carrier, trackingNo)
  if (row !== undefined) await follow(context, row, latest)
  emit(Logistics.events.tracked, {
    carrier,
    trackingNo,
    state: latest.state,
    latest: { at: latest.at, place: latest.place },
    ...(row === undefined ? {} : { parcelId: row.id }),
  })
  return { fresh }
}
