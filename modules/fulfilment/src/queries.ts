/** What the house asks module fulfilment: which lots are wanted, what left, what stands on a label. */
import { split } from '@tiantou/kernel'
import type { QueryHandler, ReadDb } from '@tiantou/platform'
import type { Fulfilment } from './contract.ts'
import { backOfLine, boughtLine } from './outcome.ts'
import { gotOf, gramsOf, lackingOf, mustWeigh, useByFrom } from './rules.ts'
import type { FulfilmentSettings } from './settings.ts'
import { isOpen } from './standing.ts'
import { findParcel, parcelsOf } from './store/parcels.ts'
import { findShortage, shortagesOf } from './store/shortages.ts'
import { findLine, findTask, linesOf, partsOf } from './store/tasks.ts'
import type { FulfilmentTables, LineRow, ParcelRow, PartRow } from './tables.ts'
import { partView } from './views.ts'

type Queries = typeof Fulfilment.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], FulfilmentTables, FulfilmentSettings>

const ofLine = (line: LineRow, parts: readonly PartRow[]): PartRow[] =>
  parts.filter((part) => part.line_id === line.id)

export const wanted: Handler<'wanted'> = async ({ orderId }, { db, settings }) => {
  const task = await findTask(db, orderId)
  if (task === undefined || !isOpen(task)) return { lines: [] }
  const parts = await partsOf(db, orderId)
  const shortages = await shortagesOf(db, orderId)
  const bySku = new Map<string, { skuId: string; pieces: number; useByFrom: number }>()
  for (const line of await linesOf(db, orderId)) {
    const pieces = lackingOf(line, parts, shortages)
    if (line.state !== 'waiting' || pieces <= 0) continue
    const until = useByFrom(task.arrive_to, line.shelf_life_d, settings.leastLifeBps)
    const known = bySku.get(line.sku_id)
    bySku.set(line.sku_id, {
      skuId: line.sku_id,
      pieces: pieces + (known?.pieces ?? 0),
      useByFrom: Math.max(until, known?.useByFrom ?? 0),
    })
  }
  return { lines: [...bySku.values()] }
}

export const weights: Handler<'weights'> = async ({ orderId }, { db }) => {
  const weighed = new Map<string, { lotId: string; location: string; grams: number }>()
  const parts = await partsOf(db, orderId)
  for (const line of (await linesOf(db, orderId)).filter(mustWeigh)) {
    for (const { lot_id: lotId, location, got_g } of ofLine(line, parts)) {
      const grams = got_g + (weighed.get(`${lotId} ${location}`)?.grams ?? 0)
      if (grams > 0) weighed.set(`${lotId} ${location}`, { lotId, location, grams })
    }
  }
  return { weighed: [...weighed.values()] }
}

export const parts: Handler<'parts'> = async ({ orderId }, { db }) => {
  const rows = await partsOf(db, orderId)
  const lines = await linesOf(db, orderId)
  return {
    lines: lines.map((line) => {
      const own = ofLine(line, rows)
      return {
        skuId: line.sku_id,
        boughtSkuId: boughtLine(line, lines).sku_id,
        pieces: gotOf(own),
        grams: mustWeigh(line) ? gramsOf(own) : null,
        parts: own.map(partView),
      }
    }),
  }
}

export const shortage: Handler<'shortage'> = async ({ shortageId }, { db, refuse }) => {
  const row = await findShortage(db, shortageId)
  const line = row === undefined ? undefined : await findLine(db, row.line_id)
  if (row === undefined || line === undefined) return refuse('no_such_shortage')
  return {
    orderId: row.order_id,
    skuId: line.sku_id,
    productId: line.product_id,
    pieces: row.pieces,
    rule: line.if_short,
    state: row.state,
    offer: row.offer === null ? null : JSON.parse(row.offer),
  }
}

/** Of one line what each of its lots cost, as it was weighed. */
const pricesOf = (line: LineRow, own: readonly PartRow[]): number[] => {
  const due = line.paid_fen - backOfLine(line, own)
  return split(
    due,
    own.map((part) => (mustWeigh(line) ? part.got_g : part.got_pieces)),
  )
}

/** The lines whose goods lie in a parcel: those of its class. */
const linesIn = async (db: ReadDb<FulfilmentTables>, parcel: ParcelRow): Promise<LineRow[]> =>
  (await linesOf(db, parcel.order_id)).filter((line) => line.storage_class === parcel.storage_class)

export const lotsIn: Handler<'lotsIn'> = async ({ parcelId }, { db, refuse }) => {
  const found = await findParcel(db, parcelId)
  if (found === undefined) return refuse('no_such_parcel')
  const rows = await partsOf(db, found.order_id)
  const inside = (await linesIn(db, found)).flatMap((line) => ofLine(line, rows))
  return { lotIds: [...new Set(inside.filter((part) => part.got_pieces > 0).map((part) => part.lot_id))] }
}

export const parcel: Handler<'parcel'> = async ({ parcelId }, { db, refuse }) => {
  const found = await findParcel(db, parcelId)
  if (found === undefined) return refuse('no_such_parcel')
  const rows = await partsOf(db, found.order_id)
  const lines = await linesIn(db, found)
  const goods = lines.map((line) => ({ title: line.title, pieces: gotOf(ofLine(line, rows)) }))
  return { goods: goods.filter(({ pieces }) => pieces > 0) }
}

export const label: Handler<'label'> = async ({ parcelId }, { db, refuse }) => {
  const parcel = await findParcel(db, parcelId)
  const task = parcel === undefined ? undefined : await findTask(db, parcel.order_id)
  if (parcel === undefined || task === undefined) return refuse('no_such_parcel')
  const rows = await partsOf(db, task.id)
  const lines = await linesIn(db, parcel)
  return {
    parcelId,
    orderId: task.id,
    orderNo: task.order_no,
    no: parcel.no,
    of: (await parcelsOf(db, task.id)).length,
    route: task.route,
    mode: task.mode,
    storageClass: parcel.storage_class,
    goodsGrams: parcel.goods_g,
    coolantGrams: parcel.coolant_g,
    carrier: parcel.carrier,
    trackingNo: parcel.tracking_no,
    packedAt: parcel.packed_at,
    lines: lines.flatMap((line) => {
      const own = ofLine(line, rows).filter((part) => part.got_pieces > 0)
      const prices = pricesOf(line, own)
      return own.map((part, at) => ({
        skuId: line.sku_id,
        title: line.title,
        spec: line.spec,
        lotId: part.lot_id,
        lotNo: part.lot_no,
        useBy: part.use_by,
        pieces: part.got_pieces,
        grams: mustWeigh(line) ? part.got_g : null,
        fen: prices[at] ?? 0,
      }))
    }),
  }
}
