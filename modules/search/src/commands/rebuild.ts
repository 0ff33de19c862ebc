/** Asks for the index to be made anew; each process sees it at the next run of its feed. */
import type { CommandHandler } from '@tiantou/platform'
import type { Search } from '../contract.ts'
import { countRebuild, lastRebuild } from '../store.ts'
import type { SearchTables } from '../tables.ts'

/** Counts the generation up. Refuses nothing: who asks twice has it made twice. */
export const rebuild: CommandHandler<typeof Search.commands.rebuild, SearchTables> = async (
  _input,
  { tx, now },
) => {
  await countRebuild(tx, now)
  const { generation } = await lastRebuild(tx)
  return { generation }
}
