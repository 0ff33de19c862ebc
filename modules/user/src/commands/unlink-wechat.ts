/** Unlinks a WeChat identity from the account of the caller; sessions that it opened stay open. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { shopperOf } from '../rules.ts'
import { deleteLink } from '../store/wechat.ts'
import type { UserTables } from '../tables.ts'

/** Unlinks. Refuses no_such_link. */
export const unlinkWechat: CommandHandler<typeof User.commands.unlinkWechat, UserTables> = async (
  { linkId },
  { tx, actor, refuse },
) => ((await deleteLink(tx, shopperOf(actor), linkId)) ? {} : refuse('no_such_link'))
