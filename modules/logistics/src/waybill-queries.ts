/** What can be asked about parcels at their carriers. */
import type { Static } from '@tiantou/kernel'
import { pageOf, type QueryHandler } from '@tiantou/platform'
import type { Logistics } from './contract.ts'
import type { logisticsSettings } from './settings.ts'
import { findWaybill, waybillsDue, waybillsIn } from './store/waybills.ts'
import type { LogisticsTables, WaybillRow } from './tables.ts'
import type { WaybillView } from './waybill-operations.ts'
import { carrierName, todoOf } from './waybills.ts'

type Queries = typeof Logistics.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], LogisticsTables, typeof logisticsSettings>

const DEFAULT_LIMIT = 20

const view = (row: WaybillRow): Static<typeof WaybillView> => ({
  parcelId: row.id,
  orderId: row.order_id,
  state: row.state,
  carrier: row.carrier,
  carrierName: carrierName(row.carrier),
  trackingNo: row.tracking_no,
  destinationCode: row.destination_code,
  labelUrl: row.label_url,
  byHand: row.by_hand === 1,
  grams: row.grams,
  costFen: row.cost_fen,
  code: row.code,
  asks: row.asks,
  wantedAt: row.wanted_at,
})

/** Of which parcels a carrier is to be asked now. */
export const carriersDue: Handler<'carriersDue'> = async ({ limit }, { db, now }) => ({
  items: (await waybillsDue(db, now, limit)).map(({ id: parcelId, asks }) => ({ parcelId, asks })),
})

/** What is to be asked of one parcel’s carrier. */
export const toAsk: Handler<'toAsk'> = async ({ parcelId }, { db, settings }) => {
  const row = await findWaybill(db, parcelId)
  const what = row === undefined ? null : todoOf(row)
  if (row === undefined || what === null) return null
  const { order_id: orderId, carrier, tracking_no: trackingNo, grams } = row
  return { orderId, what, carrier, trackingNo, grams, sender: settings.sender }
}

/** One parcel at its carrier. */
export const waybill: Handler<'waybill'> = async ({ parcelId }, { db }) => {
  const row = await findWaybill(db, parcelId)
  return row === undefined ? null : view(row)
}

/** Parcels at carriers in one state. */
export const waybills: Handler<'waybills'> = async ({ limit = DEFAULT_LIMIT, cursor, state }, { db }) => {
  const { shown, next } = pageOf(await waybillsIn(db, state, cursor, limit + 1), limit, (row) => row.id)
  return { items: shown.map(view), next }
}
