/** Begins to remove every private picture of a shopper; the sweep brings it to its end. */
import { actorKey } from '@tiantou/kernel'
import { type CommandHandler, move } from '@tiantou/platform'
import type { Media } from '../contract.ts'
import { picture } from '../states.ts'
import { sentBy } from '../store.ts'
import type { MediaTables } from '../tables.ts'

/** Takes back what one shopper sent. What is being removed already is fine. */
export const eraseUser: CommandHandler<typeof Media.commands.eraseUser, MediaTables> = async (
  { userId },
  context,
) => {
  const rows = await sentBy(context.tx, actorKey({ kind: 'user', id: userId, sessionId: '' }))
  const at = { machine: picture, table: 'media_picture', column: 'state', transition: 'remove' } as const
  let pictures = 0
  for (const { id } of rows) if (await move(context, 'media_history', { ...at, id })) pictures += 1
  return { pictures }
}
