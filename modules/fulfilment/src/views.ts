/**
 * Rows as they are shown: an order at the packing station with its lines, lots, weights and parcels. Pure.
 */
import type { Static } from '@tiantou/kernel'
import { outcomeOf } from './outcome.ts'
import { gotOf, gramsOf, mostGrams, mustWeigh, toPackOf } from './rules.ts'
import type { Offer, PackLine, Parcel, Part, Shortage, Task } from './shapes.ts'
import type { LineRow, ParcelRow, PartRow, ShortageRow, TaskRow, WeighingRow } from './tables.ts'

export const partView = (row: PartRow): Static<typeof Part> => ({
  lotId: row.lot_id,
  lotNo: row.lot_no,
  location: row.location,
  useBy: row.use_by,
  pieces: row.pieces,
  gotPieces: row.got_pieces,
  gotGrams: row.got_g,
})

const parcelView = (row: ParcelRow): Static<typeof Parcel> => ({
  parcelId: row.id,
  no: row.no,
  state: row.state,
  storageClass: row.storage_class,
  goodsGrams: row.goods_g,
  coolantGrams: row.coolant_g,
  packagingGrams: row.packaging_g,
  carrier: row.carrier,
  trackingNo: row.tracking_no,
  packedAt: row.packed_at,
  shippedAt: row.shipped_at,
  deliveredAt: row.delivered_at,
})

/** An order with everything that belongs to it. */
export interface Whole {
  readonly task: TaskRow
  readonly lines: readonly LineRow[]
  readonly parts: readonly PartRow[]
  readonly weighings: readonly WeighingRow[]
  readonly shortages: readonly ShortageRow[]
  readonly parcels: readonly ParcelRow[]
}

/** What comes back of a line as it was bought, its substitutes reckoned in. */
const netBackOf = (line: LineRow, { lines, parts }: Whole): number =>
  outcomeOf(lines, parts).find((one) => one.skuId === line.sku_id)?.backFen ?? 0

const lineView = (line: LineRow, whole: Whole, freeOverBps: number): Static<typeof PackLine> => {
  const parts = whole.parts.filter((part) => part.line_id === line.id)
  const wanted = toPackOf(line)
  const before = whole.lines.find((one) => one.id === line.instead_of)
  return {
    no: line.no,
    insteadOf: before?.no ?? null,
    state: line.state,
    skuId: line.sku_id,
    title: line.title,
    spec: line.spec,
    storageClass: line.storage_class,
    pieces: line.pieces,
    shortPieces: line.short_pieces,
    weigh: mustWeigh(line),
    nominalGrams: line.nominal_g * wanted,
    leastGrams: (line.nominal_g - line.tolerance_minus_g) * wanted,
    mostGrams: mostGrams(line, wanted, freeOverBps),
    gotPieces: gotOf(parts),
    gotGrams: gramsOf(parts),
    backFen: line.instead_of === null && gotOf(parts) === wanted ? netBackOf(line, whole) : 0,
    parts: parts.map(partView),
    weighings: whole.weighings
      .filter((one) => one.line_id === line.id)
      .map((one) => ({
        weighingId: one.id,
        lotNo: parts.find((part) => part.lot_id === one.lot_id)?.lot_no ?? '',
        pieces: one.pieces,
        grams: one.grams,
        scale: one.scale,
        at: one.at,
      })),
  }
}

const shortageView = (row: ShortageRow, lines: readonly LineRow[]): Static<typeof Shortage> => {
  const line = lines.find((one) => one.id === row.line_id)
  const offer = row.offer === null ? null : (JSON.parse(row.offer) as Static<typeof Offer>)
  return {
    shortageId: row.id,
    lineNo: line?.no ?? 0,
    title: line?.title ?? '',
    pieces: row.pieces,
    state: row.state,
    offer: offer === null ? null : { title: offer.title, spec: offer.spec, pieceFen: offer.pieceFen },
    answerBy: row.answer_by,
  }
}

export const taskView = (whole: Whole, freeOverBps: number): Static<typeof Task> => {
  const { task, lines } = whole
  return {
    orderId: task.id,
    orderNo: task.order_no,
    state: task.state,
    mode: task.mode,
    route: task.route,
    packBy: task.pack_by,
    arriveFrom: task.arrive_from,
    arriveTo: task.arrive_to,
    waveId: task.wave_id,
    lines: lines.map((line) => lineView(line, whole, freeOverBps)),
    shortages: whole.shortages.map((row) => shortageView(row, lines)),
    parcels: whole.parcels.map(parcelView),
  }
}
