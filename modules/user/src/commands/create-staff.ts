/** Makes a staff account. Its password arrives hashed: hashing takes too long for a transaction. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { ensureRole, insertStaff } from '../store/staff.ts'
import type { UserTables } from '../tables.ts'

/** Creates staff, and the role with these permissions when it is new. Refuses account_taken. */
export const createStaff: CommandHandler<typeof User.commands.createStaff, UserTables> = async (
  { account, name, passwordHash, role, permissions },
  { tx, now, refuse, id },
) => {
  const staffId = id('stf')
  await ensureRole(tx, role, permissions)
  const row = { id: staffId, account, name, password_hash: passwordHash, role, created_at: now }
  if (!(await insertStaff(tx, row))) return refuse('account_taken')
  return { staffId }
}
