/** SQL of staff, roles and permissions. */
import { type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import type { PermissionRow, StaffRow, UserTables } from '../tables.ts'

type UserTx = Tx<UserTables>
type UserDb = ReadDb<UserTables>

/** The staff account of that name with its role's permissions; undefined when there is none. */
export const staffByAccount = (db: UserDb, account: string) =>
  db
    .selectFrom('user_staff as staff')
    .innerJoin('user_role as role', 'role.name', 'staff.role')
    .select(['staff.id', 'staff.name', 'staff.password_hash', 'role.permissions'])
    .where('staff.account', '=', account)
    .executeTakeFirst()

/** Writes a staff account; false where the name is taken. */
export const insertStaff = (tx: UserTx, row: StaffRow): Promise<boolean> =>
  unlessTaken(tx.insertInto('user_staff').values(row).execute())

/** Replaces the password of an account; false where there is none of that name. */
export const updatePassword = async (tx: UserTx, account: string, passwordHash: string): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('user_staff')
    .set({ password_hash: passwordHash })
    .where('account', '=', account)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Makes a role unless there is one of that name. */
export const ensureRole = async (tx: UserTx, name: string, permissions: readonly string[]): Promise<void> => {
  const row = { name, permissions: JSON.stringify(permissions) }
  await unlessTaken(tx.insertInto('user_role').values(row).execute())
}

/** Replaces what a role may do; false where there is no such role. */
export const updateRole = async (
  tx: UserTx,
  name: string,
  permissions: readonly string[],
): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('user_role')
    .set({ permissions: JSON.stringify(permissions) })
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** The permissions that the house declares. */
export const declaredPermissions = async (db: UserDb): Promise<string[]> => {
  const rows = await db.selectFrom('user_permission').select('code').execute()
  return rows.map((row) => row.code)
}

/** Replaces the list of declared permissions. */
export const replacePermissions = async (tx: UserTx, rows: readonly PermissionRow[]): Promise<void> => {
  await tx.deleteFrom('user_permission').execute()
  if (rows.length > 0)
    await tx
      .insertInto('user_permission')
      .values([...rows])
      .execute()
}

/** What a role's column says it may do. */
export const readPermissions = (column: string | null): string[] =>
  column === null ? [] : (JSON.parse(column) as string[])
