/** Pure decisions about freight: which rate holds, what a parcel costs, what may not travel together. */
import { type InputOf, type OutputOf, type Static, type StorageClass, storageClasses } from '@tiantou/kernel'
import type { Logistics, Rate } from './contract.ts'
import type { RateRow } from './tables.ts'

export type RateFields = Static<typeof Rate>
export type Base = Readonly<Record<StorageClass, RateFields>>
type Items = InputOf<typeof Logistics.queries.quote>['items']
type Quote = OutputOf<typeof Logistics.queries.quote>

export const toRate = (row: RateRow): RateFields => ({
  delivers: row.delivers === 1,
  by: row.unit,
  first: row.first_units,
  firstFen: row.first_fen,
  step: row.step_units,
  stepFen: row.step_fen,
  freeFromFen: row.free_from_fen,
})

/**
 * The rate that holds for a class of goods: of the closest region that has one, then of the whole country,
 * then of the settings.
 * @param chain codes of a place, most exact first
 */
export const rateFor = (
  storageClass: StorageClass,
  chain: readonly string[],
  rows: readonly RateRow[],
  base: Base,
): RateFields => {
  for (const region of [...chain, 'all']) {
    const row = rows.find((one) => one.region === region && one.storage_class === storageClass)
    if (row !== undefined) return toRate(row)
  }
  return base[storageClass]
}

/** What a parcel costs: the first units, and every step begun behind them (首重 and 续重). Fen. */
export const freightOf = (
  rate: Pick<RateFields, 'by' | 'first' | 'firstFen' | 'step' | 'stepFen'>,
  parcel: { readonly grams: number; readonly pieces: number },
): number => {
  const units = rate.by === 'weight' ? parcel.grams : parcel.pieces
  const steps = Math.ceil(Math.max(0, units - rate.first) / rate.step)
  return rate.firstFen + steps * rate.stepFen
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

/** The freight of all parcels; what the goods are worth together makes a parcel free. */
export const quoteOf = (
  items: Items,
  rateOf: (storageClass: StorageClass) => RateFields,
  travelAlone: readonly StorageClass[],
): Quote => {
  const goodsFen = sum(items.map((item) => item.amountFen))
  const here = storageClasses.filter((one) => items.some((item) => item.storageClass === one))
  const missing: number[] = []
  const parcels = here.map((storageClass) => {
    const rate = rateOf(storageClass)
    const inside = items.filter((item) => item.storageClass === storageClass)
    const { by, first, firstFen, step, stepFen } = rate
    const priced = { storageClass, by, first, firstFen, step, stepFen }
    if (rate.freeFromFen !== null && goodsFen >= rate.freeFromFen) return { ...priced, freightFen: 0 }
    if (rate.freeFromFen !== null) missing.push(rate.freeFromFen - goodsFen)
    const grams = sum(inside.map((item) => item.grams))
    const pieces = sum(inside.map((item) => item.pieces))
    return { ...priced, freightFen: freightOf(rate, { grams, pieces }) }
  })
  return {
    parcels,
    freightFen: sum(parcels.map((parcel) => parcel.freightFen)),
    toFreeFreightFen: missing.length === 0 ? 0 : Math.min(...missing),
    noDelivery: here.filter((storageClass) => !rateOf(storageClass).delivers),
    alone: here.length > 1 ? here.filter((storageClass) => travelAlone.includes(storageClass)) : [],
  }
}

type Packed = InputOf<typeof Logistics.queries.freightOfPacked>

/**
 * What of the freight comes back once the parcels are packed: each is priced again by the rate that held when
 * it was bought, over what its goods really weigh; a parcel that was not made costs nothing. Who bought more
 * than it came to is asked for nothing.
 * @returns fen, never more than was paid for the parcels
 */
export const freightBack = ({ quoted, packed }: Packed): number =>
  sum(
    quoted.map((one) => {
      const parcel = packed.find(({ storageClass }) => storageClass === one.storageClass)
      const due = parcel === undefined || parcel.pieces === 0 ? 0 : freightOf(one, parcel)
      return Math.max(0, one.freightFen - due)
    }),
  )
