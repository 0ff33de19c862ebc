/** What can be asked about areas, slots and promises. */
import { regionChain } from '@tiantou/kernel/regions'
import type { FieldSecrets, QueryHandler, ReadDb } from '@tiantou/platform'
import type { Logistics } from './contract.ts'
import { codeBlind, drawCode } from './pickup-code.ts'
import { addressBlind, pointPlace } from './places.ts'
import type { Point } from './port.ts'
import { type AreaHere, byCarrier, classesOf, holds, leftOf, shapeOf, slotOption, toArea } from './promise.ts'
import type { SlotRow } from './promise-tables.ts'
import type { logisticsSettings } from './settings.ts'
import { allAreas, allPoints, areaByCode, areasNear, placeByBlind, pointByCode } from './store/areas.ts'
import { bookableSlots, bookingByCode, comingSlots, slotById } from './store/slots.ts'
import type { LogisticsTables } from './tables.ts'

type Queries = typeof Logistics.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], LogisticsTables, typeof logisticsSettings>
type Db = ReadDb<LogisticsTables>
type Asked = Parameters<Handler<'chosen'>>[0]

const MOST_OPTIONS = 100

/** What is kept about where an address lies: undefined where no map was asked, a point where one knew. */
const placeOf = async (db: Db, secrets: FieldSecrets, text: string) => {
  const blind = addressBlind(secrets, text)
  const place = await placeByBlind(db, blind)
  const sealed = place?.point_sealed ?? null
  const point = sealed === null ? undefined : (JSON.parse(secrets.open(sealed, pointPlace(blind))) as Point)
  return { isLocated: place !== undefined, point }
}

const toPlace = ({ address, storageClasses }: Pick<Asked, 'address' | 'storageClasses'>, point?: Point) => ({
  regionCode: address.regionCode,
  storageClasses,
  point,
})

/** What keeps an order from one slot, or nothing. */
const problemOf = (
  slot: SlotRow | undefined,
  area: AreaHere | undefined,
  at: ReturnType<typeof toPlace>,
  now: number,
) => {
  if (slot === undefined) return 'no_such_slot' as const
  if (slot.cutoff_at <= now) return 'cutoff_passed' as const
  if (area !== undefined && !holds(area, at)) return 'outside_area' as const
  return area === undefined || leftOf(slot, 0) === 'none' ? ('slot_full' as const) : null
}

const lookAt = async (
  db: Db,
  slotId: string,
  asked: Pick<Asked, 'address' | 'storageClasses'>,
  point: Point | undefined,
  now: number,
) => {
  const slot = await slotById(db, slotId)
  const area = slot === undefined ? undefined : await areaByCode(db, slot.area_code)
  return { slot, area, problem: problemOf(slot, area, toPlace(asked, point), now) }
}

/** When goods can be at an address. */
export const promise: Handler<'promise'> = async (asked, { db, now, secrets, settings }) => {
  const { regionCode, text } = asked.address
  const { isLocated, point } = await placeOf(db, secrets, text)
  const near = await areasNear(db, regionChain(regionCode), point)
  const areas = near.filter((area) => holds(area, toPlace(asked, point)))
  const codes = areas.map(({ code }) => code)
  const slots = await bookableSlots(db, codes, now, MOST_OPTIONS)
  const points = areas.some((area) => area.point_code !== null) ? await allPoints(db) : []
  const options = slots.flatMap((slot) => {
    const area = areas.find(({ code }) => code === slot.area_code)
    if (area === undefined) return []
    return slotOption(
      slot,
      area,
      points.find(({ code }) => code === area.point_code),
      settings.fewPlaces,
    )
  })
  const carrier = {
    ...byCarrier(regionCode, now, settings.carrierDays),
    feeFen: 0,
    left: 'plenty' as const,
  }
  const isFull = options.every(({ left }) => left === 'none')
  const noSlot = areas.length === 0 ? ('outside' as const) : isFull ? ('all_full' as const) : null
  const looked = asked.slotId === undefined ? undefined : await lookAt(db, asked.slotId, asked, point, now)
  return {
    promise: { isLocated, options: [...options, carrier].toSorted((a, b) => a.from - b.from), noSlot },
    chosen: looked === undefined ? null : { feeFen: looked.slot?.fee_fen ?? 0, problem: looked.problem },
  }
}

/** Whether a map was asked where an address is. */
export const isLocated: Handler<'isLocated'> = async ({ text }, { db, secrets }) => {
  const place = await placeOf(db, secrets, text)
  return { isLocated: place.isLocated }
}

/** What an order keeps of the slot that was chosen. */
export const chosen: Handler<'chosen'> = async (asked, { db, now, secrets, settings, refuse }) => {
  if (asked.slotId === null) {
    const arrival = { ...byCarrier(asked.address.regionCode, now, settings.carrierDays), route: '快递' }
    return { arrival, feeFen: 0, pointCode: null }
  }
  const { point } = await placeOf(db, secrets, asked.address.text)
  const { slot, area, problem } = await lookAt(db, asked.slotId, asked, point, now)
  if (problem !== null) return refuse(problem)
  if (slot === undefined || area === undefined) return refuse('no_such_slot')
  const pointCode = area.point_code
  const at = pointCode === null ? undefined : await pointByCode(db, pointCode)
  const pickup =
    at === undefined
      ? null
      : {
          name: at.name,
          address: at.address,
          code: await drawCode(db, secrets, at.code, asked.orderId),
        }
  return {
    arrival: {
      mode: area.mode,
      slotId: slot.id,
      from: slot.from_at,
      to: slot.to_at,
      cutoffAt: slot.cutoff_at,
      route: area.name,
      pickup,
    },
    feeFen: slot.fee_fen,
    pointCode,
  }
}

/** All areas and pick-up points. */
export const areas: Handler<'areas'> = async (_input, { db }) => ({
  items: (await allAreas(db)).map(toArea),
  points: await allPoints(db),
})

/** Slots that are not over, with how many places are taken. */
export const slots: Handler<'slots'> = async ({ areaCode }, { db, now }) => ({
  items: (await comingSlots(db, areaCode, now)).map((slot) => ({
    slotId: slot.id,
    areaCode: slot.area_code,
    from: slot.from_at,
    to: slot.to_at,
    cutoffAt: slot.cutoff_at,
    capacity: slot.capacity,
    booked: slot.booked,
    feeFen: slot.fee_fen,
    closed: slot.closed === 1,
  })),
})

/** Areas as GeoJSON, for maps. */
export const areaMap: Handler<'areaMap'> = async (_input, { db }) => ({
  type: 'FeatureCollection',
  features: (await allAreas(db)).map((area) => ({
    type: 'Feature',
    properties: {
      code: area.code,
      name: area.name,
      mode: area.mode,
      storageClasses: classesOf(area),
      regions: [...area.regions],
    },
    geometry: shapeOf(area),
  })),
})

/** Whose goods a code fetches. */
export const orderAtPoint: Handler<'orderAtPoint'> = async ({ pointCode, code }, { db, secrets }) => {
  const found = await bookingByCode(db, pointCode, codeBlind(secrets, code))
  return found === undefined ? null : { orderId: found.order_id }
}
