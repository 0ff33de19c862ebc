/** Another password for a staff account. Whoever knew the old one, and is inside, is sent out. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { columns } from '../places.ts'
import { forgiveAccount } from '../store/codes.ts'
import { endSessionsOf } from '../store/sessions.ts'
import { staffByAccount, updatePassword } from '../store/staff.ts'
import type { UserTables } from '../tables.ts'

/** Sets the password; refuses no_such_account. */
export const setStaffPassword: CommandHandler<typeof User.commands.setStaffPassword, UserTables> = async (
  { account, passwordHash },
  { tx, now, secrets, refuse },
) => {
  if (!(await updatePassword(tx, account, passwordHash))) return refuse('no_such_account')
  const staff = await staffByAccount(tx, account)
  if (staff !== undefined) await endSessionsOf(tx, staff.id, 'new_password', now)
  await forgiveAccount(tx, secrets.blind(columns.staffAccount, account))
  return {}
}
