/** Replaces what a role may do. Sessions look their role up, so open ones obey within five seconds. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { unknownAmong } from '../rules.ts'
import { declaredPermissions, updateRole } from '../store/staff.ts'
import type { UserTables } from '../tables.ts'

/**
 * Sets the permissions of a role. Refuses no_such_role, and unknown_permission for what no contract declares.
 */
export const setRolePermissions: CommandHandler<typeof User.commands.setRolePermissions, UserTables> = async (
  { role, permissions },
  { tx, refuse },
) => {
  const permission = unknownAmong(permissions, await declaredPermissions(tx))
  if (permission !== undefined) return refuse('unknown_permission', { permission })
  return (await updateRole(tx, role, permissions)) ? {} : refuse('no_such_role')
}
