/** The two ends of a removal; the files go between them, outside any transaction. */
import { type CommandHandler, move } from '@tiantou/platform'
import type { Media } from '../contract.ts'
import { picture } from '../states.ts'
import { isUnused, pictureOf } from '../store.ts'
import type { MediaTables } from '../tables.ts'

const at = { machine: picture, table: 'media_picture', column: 'state' } as const

/** From here on nobody is shown it, and whoever sends it again is asked to wait. */
export const beginRemoval: CommandHandler<typeof Media.commands.beginRemoval, MediaTables> = async (
  { name, orphan },
  context,
) => {
  const { tx, refuse } = context
  const moved = await move(context, 'media_history', { ...at, id: name, transition: 'remove' })
  if (!moved) return refuse((await pictureOf(tx, name)) === undefined ? 'no_such_picture' : 'still_used')
  // The row is ours by now: nobody can begin to show it before we commit.
  return orphan && !(await isUnused(tx, name)) ? refuse('still_used') : {}
}

/** The files are gone. A removal that has ended already is fine. */
export const endRemoval: CommandHandler<typeof Media.commands.endRemoval, MediaTables> = async (
  { name },
  context,
) => {
  const moved = await move(context, 'media_history', { ...at, id: name, transition: 'removed' })
  if (moved || (await pictureOf(context.tx, name)) !== undefined) return {}
  return context.refuse('no_such_picture')
}
