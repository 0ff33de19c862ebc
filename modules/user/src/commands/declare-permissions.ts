/**
 * The house says at its start which permissions its contracts declare; a module cannot see the others'
 * contracts.
 */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { replacePermissions } from '../store/staff.ts'
import type { UserTables } from '../tables.ts'

/** Replaces the list of permissions that roles may be given. */
export const declarePermissions: CommandHandler<typeof User.commands.declarePermissions, UserTables> = async (
  { permissions },
  { tx },
) => {
  await replacePermissions(
    tx,
    permissions.map(({ code, meaning, offered }) => ({ code, meaning, offered: Number(offered === true) })),
  )
  return {}
}
