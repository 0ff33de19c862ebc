/** Forgets everything about one shopper. */
import type { CommandHandler } from '@tiantou/platform'
import type { Member } from '../contract.ts'
import { deleteShopper } from '../store/shoppers.ts'
import type { MemberTables } from '../tables.ts'

/** Nothing to forget is fine. */
export const eraseUser: CommandHandler<typeof Member.commands.eraseUser, MemberTables> = async (
  { userId },
  { tx },
) => {
  await deleteShopper(tx, userId)
  return {}
}
