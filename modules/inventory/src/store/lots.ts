/** SQL of lots, of the places where they lie, and of the movements that brought them there or away. */
import { type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import type { InventoryTables, LocationRow, LotRow, MovementRow, PlaceRow } from '../tables.ts'

type InventoryTx = Tx<InventoryTables>
type InventoryDb = ReadDb<InventoryTables>

/** Writes a lot; false where its number is taken for this SKU. */
export const insertLot = (tx: InventoryTx, row: LotRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('inventory_lot').values(row).execute())

/** Writes a location; false where its code is taken. */
export const insertLocation = (tx: InventoryTx, row: LocationRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('inventory_location').values(row).execute())

export const allLocations = (db: InventoryDb): Promise<LocationRow[]> =>
  db.selectFrom('inventory_location').selectAll().orderBy('code').execute()

export const isLocation = async (db: InventoryDb, code: string): Promise<boolean> =>
  (await db.selectFrom('inventory_location').select('code').where('code', '=', code).executeTakeFirst()) !==
  undefined

export const findLot = (db: InventoryDb, lotId: string): Promise<LotRow | undefined> =>
  db.selectFrom('inventory_lot').selectAll().where('id', '=', lotId).executeTakeFirst()

export const findPlace = (db: InventoryDb, lotId: string, location: string): Promise<PlaceRow | undefined> =>
  db
    .selectFrom('inventory_place')
    .selectAll()
    .where('lot_id', '=', lotId)
    .where('location', '=', location)
    .executeTakeFirst()

/** Where these SKUs lie, with the lots' own words, first to expire first. */
export const placesOf = async (db: InventoryDb, skuIds: readonly string[]) => {
  if (skuIds.length === 0) return []
  return db
    .selectFrom('inventory_place as place')
    .innerJoin('inventory_lot as lot', 'lot.id', 'place.lot_id')
    .selectAll('place')
    .select(['lot.lot_no', 'lot.harvested_at'])
    .where('place.sku_id', 'in', skuIds)
    .orderBy('place.use_by')
    .orderBy('place.lot_id')
    .orderBy('place.location')
    .execute()
}

/** Where one lot lies. */
export const placesOfLot = (db: InventoryDb, lotId: string): Promise<PlaceRow[]> =>
  db.selectFrom('inventory_place').selectAll().where('lot_id', '=', lotId).orderBy('location').execute()

/** What became of a lot, oldest first. */
export const historyOfLot = (db: InventoryDb, lotId: string) =>
  db.selectFrom('inventory_history').selectAll().where('subject_id', '=', lotId).orderBy('id').execute()

/** Stops what lies of a lot from going to orders, or lets it. */
export const setHeld = async (tx: InventoryTx, lotId: string, held: boolean): Promise<void> => {
  await tx
    .updateTable('inventory_place')
    .set({ held: held ? 1 : 0 })
    .where('lot_id', '=', lotId)
    .execute()
}

/** Places whose lots are past, longest past first, behind one place. */
export const expiredPlaces = (
  tx: InventoryTx,
  now: number,
  limit: number,
  after?: Pick<PlaceRow, 'use_by' | 'lot_id' | 'location'>,
): Promise<PlaceRow[]> => {
  let query = tx.selectFrom('inventory_place').selectAll().where('use_by', '<=', now)
  if (after !== undefined) {
    query = query.where((row) =>
      row(
        row.refTuple('use_by', 'lot_id', 'location'),
        '>',
        row.tuple(after.use_by, after.lot_id, after.location),
      ),
    )
  }
  return query.orderBy('use_by').orderBy('lot_id').orderBy('location').limit(limit).execute()
}

/** Writes down from whom a lot came; false where there is no such lot. */
export const setSupplier = async (tx: InventoryTx, lotId: string, supplierId: string): Promise<boolean> => {
  await tx.updateTable('inventory_lot').set({ supplier_id: supplierId }).where('id', '=', lotId).execute()
  // MySQL counts a row that stays as it is as not updated.
  return (await findLot(tx, lotId)) !== undefined
}

/** Lots that came from one supplier before one of them, newest first. */
export const lotsFrom = (
  db: InventoryDb,
  supplierId: string,
  before: string | undefined,
  limit: number,
): Promise<LotRow[]> => {
  let query = db.selectFrom('inventory_lot').selectAll().where('supplier_id', '=', supplierId)
  if (before !== undefined) query = query.where('id', '<', before)
  return query.orderBy('id', 'desc').limit(limit).execute()
}

/** Makes a place hold exactly so much, if it still is as it was read; an empty place is forgotten. */
const change = async (tx: InventoryTx, was: PlaceRow, pieces: number, grams: number): Promise<boolean> => {
  const at = { lot: was.lot_id, location: was.location }
  if (pieces === 0) {
    const { numDeletedRows } = await tx
      .deleteFrom('inventory_place')
      .where('lot_id', '=', at.lot)
      .where('location', '=', at.location)
      .where('pieces', '=', was.pieces)
      .executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  }
  const { numUpdatedRows } = await tx
    .updateTable('inventory_place')
    .set({ pieces, weight_g: grams })
    .where('lot_id', '=', at.lot)
    .where('location', '=', at.location)
    .where('pieces', '=', was.pieces)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Makes a place hold exactly so much. @throws where somebody changed it since it was read */
export const setPlace = async (
  tx: InventoryTx,
  was: PlaceRow,
  pieces: number,
  grams: number,
): Promise<void> => {
  // MySQL counts a row that stays as it is as not updated.
  if (pieces === was.pieces && grams === was.weight_g) return
  if (!(await change(tx, was, pieces, grams)))
    throw new Error(`Lot ${was.lot_id} at ${was.location} was changed meanwhile.`)
}

/** Adds pieces of a lot to a place, the first time too. */
export const putInPlace = async (tx: InventoryTx, row: PlaceRow): Promise<void> => {
  const { numUpdatedRows } = await tx
    .updateTable('inventory_place')
    .set((place) => ({
      pieces: place('pieces', '+', row.pieces),
      weight_g: place('weight_g', '+', row.weight_g),
    }))
    .where('lot_id', '=', row.lot_id)
    .where('location', '=', row.location)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) await tx.insertInto('inventory_place').values(row).execute()
}

/** Writes down what came or went. */
export const insertMovements = async (tx: InventoryTx, rows: readonly MovementRow[]): Promise<void> => {
  if (rows.length > 0)
    await tx
      .insertInto('inventory_movement')
      .values([...rows])
      .execute()
}

/** Movements of one SKU before one of them, newest first. */
export const movementsBefore = (
  db: InventoryDb,
  skuId: string,
  before: string | undefined,
  limit: number,
): Promise<MovementRow[]> => {
  let query = db.selectFrom('inventory_movement').selectAll().where('sku_id', '=', skuId)
  if (before !== undefined) query = query.where('id', '<', before)
  return query.orderBy('id', 'desc').limit(limit).execute()
}
