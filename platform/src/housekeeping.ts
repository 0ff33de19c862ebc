/**
 * What the corridor throws away in time: expired client keys, delivered events, finished flows. In small
 * bites.
 */
import type { CrossJob } from './between.ts'
import { type Corridor, corridorTx } from './corridor.ts'
import type { CorridorTables } from './corridor-tables.ts'
import type { ReadDb } from './db/database.ts'

const KEEP_SENT_MS = 7 * 86_400_000
const KEEP_FLOWS_MS = 30 * 86_400_000
const BITE = 500
const MAX_BITES = 200

const sweepDone = async (corridor: Corridor, now: number): Promise<number> => {
  const db = corridor.database.reader('platform', true) as unknown as ReadDb<CorridorTables>
  const rows = await db
    .selectFrom('platform_done')
    .select(['op', 'actor', 'key'])
    .where('expires_at', '<=', now)
    .limit(BITE)
    .execute()
  if (rows.length === 0) return 0
  await corridor.database.transact(async (unit) => {
    const tx = corridorTx(unit)
    for (const row of rows) {
      await tx
        .deleteFrom('platform_done')
        .where('op', '=', row.op)
        .where('actor', '=', row.actor)
        .where('key', '=', row.key)
        .where('expires_at', '<=', now)
        .execute()
    }
    return { keep: true, value: undefined }
  })
  return rows.length
}

const sweepById = async (
  corridor: Corridor,
  table: 'platform_outbox' | 'platform_flow',
  states: readonly ('sent' | 'done' | 'refused')[],
  column: 'occurred_at' | 'started_at',
  before: number,
): Promise<number> => {
  const db = corridor.database.reader('platform', true)
  const rows = await db
    .selectFrom(table)
    .select('id')
    .where('state', 'in', [...states])
    .where(column, '<=', before)
    .limit(BITE)
    .execute()
  if (rows.length === 0) return 0
  const ids = rows.map((row) => String(row['id']))
  await corridor.database.transact(async (unit) => {
    await unit.handle('platform').deleteFrom(table).where('id', 'in', ids).execute()
    return { keep: true, value: undefined }
  })
  return rows.length
}

const inBites = async (bite: () => Promise<number>): Promise<void> => {
  for (let bites = 0; bites < MAX_BITES; bites += 1) if ((await bite()) < BITE) return
}

/** The hourly sweep. */
export const housekeeping = (corridor: Corridor): CrossJob => ({
  name: 'platform.housekeeping',
  every_s: 3_600,
  run: async ({ now }) => {
    await inBites(() => sweepDone(corridor, now))
    await inBites(() => sweepById(corridor, 'platform_outbox', ['sent'], 'occurred_at', now - KEEP_SENT_MS))
    await inBites(() =>
      sweepById(corridor, 'platform_flow', ['done', 'refused'], 'started_at', now - KEEP_FLOWS_MS),
    )
  },
})
