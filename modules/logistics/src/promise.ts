/**
 * Pure decisions about promises: slots of a week, days of carriers, which area holds an address, what is
 * left.
 */
import type { Static, StorageClass } from '@tiantou/kernel'
import { regionChain } from '@tiantou/kernel/regions'
import type { Point } from './port.ts'
import type { Area, PromiseOption, WeeklySlot } from './promise-shapes.ts'
import type { AreaRow, PointRow, SlotRow } from './promise-tables.ts'
import { isInside, type Shape } from './shape.ts'

type Weekly = Static<typeof WeeklySlot>
export type Option = Static<typeof PromiseOption>

const MINUTE_MS = 60_000
export const DAY_MS = 86_400_000
const china_ms = 8 * 3_600_000

/** Midnight in China of the day that holds a moment. */
export const dayStart = (at: number): number => Math.floor((at + china_ms) / DAY_MS) * DAY_MS - china_ms

/** 1 is Monday. 1970-01-01 was a Thursday. */
const weekdayOf = (start: number): number => (((start + china_ms) / DAY_MS + 3) % 7) + 1

/** Whether every slot ends after it begins, and none is there twice. */
export const isPattern = (pattern: readonly Weekly[]): boolean => {
  const times = pattern.flatMap(({ weekdays, fromMinute, toMinute }) =>
    weekdays.map((day) => `${day} ${fromMinute} ${toMinute}`),
  )
  return (
    pattern.every(({ fromMinute, toMinute }) => fromMinute < toMinute) && new Set(times).size === times.length
  )
}

/** The slots of a pattern that begin within so many days from today, and not before now. */
export const slotsOf = (
  areaCode: string,
  pattern: readonly Weekly[],
  now: number,
  days: number,
): Omit<SlotRow, 'id'>[] =>
  Array.from({ length: days }, (_, i) => dayStart(now) + i * DAY_MS).flatMap((start) =>
    pattern
      .filter(({ weekdays }) => weekdays.includes(weekdayOf(start)))
      .map((one) => {
        const from_at = start + one.fromMinute * MINUTE_MS
        return {
          area_code: areaCode,
          from_at,
          to_at: start + one.toMinute * MINUTE_MS,
          cutoff_at: from_at - one.cutoffMinutes * MINUTE_MS,
          capacity: one.capacity,
          booked: 0,
          fee_fen: one.feeFen,
          closed: 0,
        }
      })
      .filter(({ cutoff_at }) => cutoff_at > now),
  )

/** An area and the regions that it names. */
export interface AreaHere extends AreaRow {
  readonly regions: readonly string[]
}

export const shapeOf = ({ shape }: Pick<AreaRow, 'shape'>): Shape | null =>
  shape === null ? null : (JSON.parse(shape) as Shape)

export const classesOf = (row: Pick<AreaRow, 'storage_classes'>): StorageClass[] =>
  row.storage_classes.split(',') as StorageClass[]

export const toArea = (row: AreaHere): Static<typeof Area> => ({
  code: row.code,
  name: row.name,
  mode: row.mode,
  storageClasses: classesOf(row),
  shape: shapeOf(row),
  regions: [...row.regions],
  pointCode: row.point_code,
  pattern: JSON.parse(row.pattern) as Weekly[],
})

export interface Asked {
  readonly regionCode: string
  /** Unknown where no map has told. */
  readonly point: Point | undefined
  readonly storageClasses: readonly StorageClass[]
}

/**
 * Whether an area holds an address and takes these goods. A shape decides where the point is known; else the
 * regions do.
 */
export const holds = (area: AreaHere, { regionCode, point, storageClasses }: Asked): boolean => {
  const carried = classesOf(area)
  if (!storageClasses.every((one) => carried.includes(one))) return false
  const shape = shapeOf(area)
  if (shape !== null && point !== undefined) return isInside(point, shape)
  return regionChain(regionCode).some((code) => area.regions.includes(code))
}

/** How much of a slot is left, without saying how many. */
export const leftOf = ({ capacity, booked, closed }: SlotRow, fewAtMost: number): Option['left'] => {
  const left = closed === 1 ? 0 : capacity - booked
  if (left <= 0) return 'none'
  return left <= fewAtMost ? 'few' : 'plenty'
}

/** A slot as the shopper is told of it. */
export const slotOption = (
  slot: SlotRow,
  area: AreaRow,
  point: PointRow | undefined,
  fewAtMost: number,
): Option => ({
  mode: area.mode,
  slotId: slot.id,
  from: slot.from_at,
  to: slot.to_at,
  cutoffAt: slot.cutoff_at,
  feeFen: slot.fee_fen,
  left: leftOf(slot, fewAtMost),
  pickup: point === undefined ? null : { name: point.name, address: point.address },
})

export interface CarrierDays {
  /** When parcels leave; minutes of the day in China. */
  readonly leavesMinute: number
  /** So long before that an order must be there. */
  readonly packMinutes: number
  readonly base: { readonly least: number; readonly most: number }
  readonly regions: Readonly<Record<string, { readonly least: number; readonly most: number }>>
}

/** Carriers ring between these hours. */
const [FIRST_HOUR, LAST_HOUR] = [9, 21]

/** When a carrier is likely to be there: so many days behind the day the parcel leaves. */
export const byCarrier = (regionCode: string, now: number, days: CarrierDays) => {
  const ready = now + (days.packMinutes - days.leavesMinute) * MINUTE_MS
  // The first day whose parcels leave when this one can be ready.
  const leaves = dayStart(ready) + (dayStart(ready) < ready ? DAY_MS : 0)
  const closest = regionChain(regionCode).find((code) => days.regions[code] !== undefined)
  const { least, most } = (closest === undefined ? undefined : days.regions[closest]) ?? days.base
  return {
    mode: 'carrier' as const,
    slotId: null,
    from: leaves + least * DAY_MS + FIRST_HOUR * 60 * MINUTE_MS,
    to: leaves + most * DAY_MS + LAST_HOUR * 60 * MINUTE_MS,
    cutoffAt: leaves + days.leavesMinute * MINUTE_MS,
    pickup: null,
  }
}

/** The six digits that a digest stands for. */
export const codeFrom = (digest: string): string => {
  const number = Buffer.from(digest, 'base64url').readUIntBE(0, 6) % 1_000_000
  return String(number).padStart(6, '0')
}
