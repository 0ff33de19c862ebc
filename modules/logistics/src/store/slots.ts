/** Every SQL statement about slots and the places that orders have in them. */
import { from, to } from '@tiantou/kernel'
import { type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import type { BookingRow, SlotRow } from '../promise-tables.ts'
import { booking } from '../states.ts'
import type { LogisticsTables } from '../tables.ts'

type Db = ReadDb<LogisticsTables> | Tx<LogisticsTables>
type LogisticsTx = Tx<LogisticsTables>

/** Writes a slot; false where the area has one at that time. */
export const addSlot = (tx: LogisticsTx, row: SlotRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('logistics_slot').values(row).execute())

/** When an area's slots begin and end, from a moment on. */
export const timesOf = (tx: LogisticsTx, areaCode: string, after: number) =>
  tx
    .selectFrom('logistics_slot')
    .select(['from_at', 'to_at'])
    .where('area_code', '=', areaCode)
    .where('from_at', '>=', after)
    .execute()

/** Takes away the coming slots of an area that nobody booked and nobody closed. */
export const dropUnbooked = async (tx: LogisticsTx, areaCode: string, after: number): Promise<void> => {
  await tx
    .deleteFrom('logistics_slot')
    .where('area_code', '=', areaCode)
    .where('from_at', '>=', after)
    .where('booked', '=', 0)
    .where('closed', '=', 0)
    .execute()
}

/** Closes what is left of an area. */
export const closeSlots = async (tx: LogisticsTx, areaCode: string, after: number): Promise<void> => {
  await tx
    .updateTable('logistics_slot')
    .set({ closed: 1 })
    .where('area_code', '=', areaCode)
    .where('from_at', '>=', after)
    .execute()
}

export const slotById = (db: Db, slotId: string): Promise<SlotRow | undefined> =>
  db.selectFrom('logistics_slot').selectAll().where('id', '=', slotId).executeTakeFirst()

/** Slots of areas that can still be booked in time, full ones too; earliest first. */
export const bookableSlots = async (
  db: Db,
  areaCodes: readonly string[],
  now: number,
  limit: number,
): Promise<SlotRow[]> => {
  if (areaCodes.length === 0) return []
  return db
    .selectFrom('logistics_slot')
    .selectAll()
    .where('area_code', 'in', areaCodes)
    .where('from_at', '>=', now)
    .where('cutoff_at', '>', now)
    .orderBy('from_at')
    .orderBy('to_at')
    .orderBy('area_code')
    .limit(limit)
    .execute()
}

/** Slots that are not over, those that end first in front. */
export const comingSlots = (db: Db, areaCode: string | undefined, now: number): Promise<SlotRow[]> => {
  let query = db.selectFrom('logistics_slot').selectAll().where('to_at', '>', now)
  if (areaCode !== undefined) query = query.where('area_code', '=', areaCode)
  return query.orderBy('to_at').orderBy('area_code').orderBy('from_at').limit(1_000).execute()
}

/** Changes a slot; false where there is none. */
export const setSlot = async (
  tx: LogisticsTx,
  slotId: string,
  set: Pick<SlotRow, 'capacity' | 'closed'>,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('logistics_slot')
    .set(set)
    .where('id', '=', slotId)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Takes one place, if the slot is open, in time and not full. */
export const takePlace = async (tx: LogisticsTx, slotId: string, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('logistics_slot')
    .set((row) => ({ booked: row('booked', '+', 1) }))
    .where('id', '=', slotId)
    .where('closed', '=', 0)
    .where('cutoff_at', '>', now)
    .whereRef('booked', '<', 'capacity')
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Gives one place back. */
export const givePlace = async (tx: LogisticsTx, slotId: string): Promise<void> => {
  await tx
    .updateTable('logistics_slot')
    .set((row) => ({ booked: row('booked', '-', 1) }))
    .where('id', '=', slotId)
    .where('booked', '>', 0)
    .execute()
}

/** Writes whose the place is; false where its code is taken. */
export const insertBooking = (tx: LogisticsTx, row: BookingRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('logistics_booking').values(row).execute())

/** Ends an open booking and lets go of its code; false where none was open. */
export const endBooking = async (
  tx: LogisticsTx,
  orderId: string,
  how: 'use' | 'free',
  now: number,
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('logistics_booking')
    .set({ state: to(booking, how), closed_at: now, code_blind: null })
    .where('order_id', '=', orderId)
    .where('state', 'in', [...from(booking, how)])
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export const bookingOf = (db: Db, orderId: string): Promise<BookingRow | undefined> =>
  db.selectFrom('logistics_booking').selectAll().where('order_id', '=', orderId).executeTakeFirst()

/** The open booking that a code stands for at a point. */
export const bookingByCode = (
  db: Db,
  pointCode: string,
  codeBlind: string,
): Promise<BookingRow | undefined> =>
  db
    .selectFrom('logistics_booking')
    .selectAll()
    .where('point_code', '=', pointCode)
    .where('code_blind', '=', codeBlind)
    .executeTakeFirst()
