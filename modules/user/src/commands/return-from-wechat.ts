/**
 * Takes a state that came back from WeChat. It must be the caller's own: whoever follows a stranger's link
 * would else be signed in as the stranger, or link him.
 */
import { actorKey } from '@tiantou/kernel'
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { columns } from '../places.ts'
import { takeState } from '../store/wechat.ts'
import type { UserTables } from '../tables.ts'
import { tokenHash } from '../tokens.ts'

/** Uses a state up. Refuses wechat_state_invalid. */
export const returnFromWechat: CommandHandler<typeof User.commands.returnFromWechat, UserTables> = async (
  { state },
  { tx, now, actor, secrets, refuse },
) => {
  const callerBlind = secrets.blind(columns.visitCaller, actorKey(actor))
  const visit = await takeState(tx, tokenHash(state), callerBlind, now)
  return visit === undefined ? refuse('wechat_state_invalid') : { visitId: visit.id, app: visit.app }
}
