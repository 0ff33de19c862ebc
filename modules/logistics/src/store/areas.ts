/** Every SQL statement about areas, pick-up points and places of addresses. */
import { type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import type { Point } from '../port.ts'
import type { AreaHere } from '../promise.ts'
import type { AreaRow, PlaceRow, PointRow } from '../promise-tables.ts'
import type { LogisticsTables } from '../tables.ts'

type Db = ReadDb<LogisticsTables> | Tx<LogisticsTables>
type LogisticsTx = Tx<LogisticsTables>

/** Writes an area with its regions, the first time too. */
export const putArea = async (tx: LogisticsTx, area: AreaRow, regions: readonly string[]): Promise<void> => {
  const isNew = await unlessTaken(tx.insertInto('logistics_area').values(area).execute())
  if (!isNew) {
    const { code, ...fields } = area
    await tx.updateTable('logistics_area').set(fields).where('code', '=', code).execute()
  }
  await tx.deleteFrom('logistics_area_region').where('area_code', '=', area.code).execute()
  if (regions.length === 0) return
  const rows = regions.map((region) => ({ region, area_code: area.code }))
  await tx.insertInto('logistics_area_region').values(rows).execute()
}

export const deleteArea = async (tx: LogisticsTx, code: string): Promise<void> => {
  await tx.deleteFrom('logistics_area').where('code', '=', code).execute()
  await tx.deleteFrom('logistics_area_region').where('area_code', '=', code).execute()
}

const withRegions = async (db: Db, areas: readonly AreaRow[]): Promise<AreaHere[]> => {
  if (areas.length === 0) return []
  const codes = areas.map(({ code }) => code)
  const rows = await db
    .selectFrom('logistics_area_region')
    .selectAll()
    .where('area_code', 'in', codes)
    .orderBy('region')
    .execute()
  const byArea = Map.groupBy(rows, (row) => row.area_code)
  return areas.map((area) => ({
    ...area,
    regions: (byArea.get(area.code) ?? []).map(({ region }) => region),
  }))
}

export const allAreas = async (db: Db): Promise<AreaHere[]> =>
  withRegions(db, await db.selectFrom('logistics_area').selectAll().orderBy('code').execute())

export const areaByCode = async (db: Db, code: string): Promise<AreaHere | undefined> => {
  const rows = await db.selectFrom('logistics_area').selectAll().where('code', '=', code).execute()
  return (await withRegions(db, rows))[0]
}

/** Areas that may hold a place: they name one of its regions, or their shape reaches around its point. */
export const areasNear = async (
  db: Db,
  chain: readonly string[],
  point: Point | undefined,
): Promise<AreaHere[]> => {
  const named = await db
    .selectFrom('logistics_area_region')
    .select('area_code')
    .where('region', 'in', chain)
    .execute()
  const codes = named.map((row) => row.area_code)
  const [lng, lat] = [(point?.lng ?? 0) * 1e6, (point?.lat ?? 0) * 1e6]
  if (codes.length === 0 && point === undefined) return []
  const rows = await db
    .selectFrom('logistics_area')
    .selectAll()
    .where((row) => {
      const around = row.and([
        row('west_e6', '<=', Math.ceil(lng)),
        row('east_e6', '>=', Math.floor(lng)),
        row('south_e6', '<=', Math.ceil(lat)),
        row('north_e6', '>=', Math.floor(lat)),
      ])
      if (codes.length === 0) return around
      const byRegion = row('code', 'in', codes)
      return point === undefined ? byRegion : row.or([byRegion, around])
    })
    .orderBy('code')
    .execute()
  return withRegions(db, rows)
}

/** Writes a pick-up point, the first time too. */
export const putPoint = async (tx: LogisticsTx, { code, ...fields }: PointRow): Promise<void> => {
  const isNew = await unlessTaken(
    tx
      .insertInto('logistics_point')
      .values({ code, ...fields })
      .execute(),
  )
  if (!isNew) await tx.updateTable('logistics_point').set(fields).where('code', '=', code).execute()
}

export const allPoints = (db: Db): Promise<PointRow[]> =>
  db.selectFrom('logistics_point').selectAll().orderBy('code').execute()

export const pointByCode = (db: Db, code: string): Promise<PointRow | undefined> =>
  db.selectFrom('logistics_point').selectAll().where('code', '=', code).executeTakeFirst()

/** Keeps where an address lies; what was found later counts. */
export const putPlace = async (tx: LogisticsTx, { address_blind, ...found }: PlaceRow): Promise<void> => {
  const row = { address_blind, ...found }
  if (await unlessTaken(tx.insertInto('logistics_place').values(row).execute())) return
  await tx.updateTable('logistics_place').set(found).where('address_blind', '=', address_blind).execute()
}

export const placeByBlind = (db: Db, address_blind: string): Promise<PlaceRow | undefined> =>
  db.selectFrom('logistics_place').selectAll().where('address_blind', '=', address_blind).executeTakeFirst()
