/** Erases what a session that was still at work may have left behind the erasure. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { eraseRows } from '../store/privacy.ts'
import type { UserTables } from '../tables.ts'

/** Erases again; nothing left is fine. */
export const eraseUser: CommandHandler<typeof User.commands.eraseUser, UserTables> = async (
  { userId },
  { tx },
) => {
  await eraseRows(tx, userId)
  return {}
}
