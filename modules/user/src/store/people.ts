/** SQL of shoppers and their addresses. */
import { hotRows, type ReadDb, type Tx } from '@tiantou/platform'
import type { AddressRow, UserRow, UserTables } from '../tables.ts'

type UserTx = Tx<UserTables>
type UserDb = ReadDb<UserTables>

/** The shopper with this phone; undefined when there is none. */
export const userByPhone = (db: UserDb, phoneBlind: string): Promise<UserRow | undefined> =>
  db.selectFrom('user_user').selectAll().where('phone_blind', '=', phoneBlind).executeTakeFirst()

/** The shopper with this id; undefined when there is none. */
export const userById = (db: UserDb, id: string): Promise<UserRow | undefined> =>
  db.selectFrom('user_user').selectAll().where('id', '=', id).executeTakeFirst()

/** Writes a new shopper. Throws UniqueConflict where the phone has one. */
export const insertUser = async (tx: UserTx, row: UserRow): Promise<void> => {
  await tx.insertInto('user_user').values(row).execute()
}

/**
 * Waits until no other command is at this shopper's addresses; what is read after it stays true until the
 * commit. False where the shopper does not exist or was erased.
 */
export const waitForTurn = async (tx: UserTx, userId: string): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('user_user')
    .set((row) => ({ turns: row('turns', '+', 1) }))
    .where('id', '=', userId)
    .where('phone_sealed', '<>', '')
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** A shopper's addresses, the default one first, then the newest. */
export const addressesOf = (db: UserDb, userId: string): Promise<AddressRow[]> =>
  db
    .selectFrom('user_address')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('is_default', 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()

const addressOfOwner = hotRows((db: UserTx, hole: { userId: string; id: string }) =>
  db.selectFrom('user_address').selectAll().where('id', '=', hole.id).where('user_id', '=', hole.userId),
)

/** One address of one shopper; undefined when it is not theirs. */
export const addressById = async (db: UserDb, userId: string, id: string): Promise<AddressRow | undefined> =>
  (await addressOfOwner(db, { userId, id }))[0]

/** Writes a new address. */
export const insertAddress = async (tx: UserTx, row: AddressRow): Promise<void> => {
  await tx.insertInto('user_address').values(row).execute()
}

/** Changes an address of its owner. */
export const updateAddress = async (
  tx: UserTx,
  userId: string,
  id: string,
  change: Partial<Omit<AddressRow, 'id' | 'user_id' | 'created_at'>>,
): Promise<void> => {
  await tx
    .updateTable('user_address')
    .set(change)
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .execute()
}

/** Takes the mark of the default off every other address of a shopper. */
export const clearOtherDefaults = async (tx: UserTx, userId: string, id: string): Promise<void> => {
  await tx
    .updateTable('user_address')
    .set({ is_default: 0 })
    .where('user_id', '=', userId)
    .where('id', '<>', id)
    .where('is_default', '=', 1)
    .execute()
}

/** Deletes an address of its owner; false when it is not theirs. */
export const deleteAddress = async (tx: UserTx, userId: string, id: string): Promise<boolean> => {
  const { numDeletedRows } = await tx
    .deleteFrom('user_address')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}
