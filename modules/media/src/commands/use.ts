/** Notes that something shows pictures: from now on they are no orphans. */
import type { CommandHandler } from '@tiantou/platform'
import type { Media } from '../contract.ts'
import { markUsed, picturesOf } from '../store.ts'
import type { MediaTables } from '../tables.ts'

/** Marks those that are ready; answers which. */
export const use: CommandHandler<typeof Media.commands.use, MediaTables> = async ({ names }, { tx, now }) => {
  await markUsed(tx, names, now)
  const rows = await picturesOf(tx, names)
  return { names: rows.filter((row) => row.state === 'ready').map((row) => row.id) }
}
