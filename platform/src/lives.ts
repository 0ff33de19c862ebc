/**
 * Whose claims still count. A claim bears the life of the process that made it; when that life has ended, all
 * that it held is free at once, and its lease only matters where nobody can tell.
 */
import { type Corridor, corridorTx } from './corridor.ts'
import type { CorridorTables } from './corridor-tables.ts'
import { type LifeLine, type ReadDb, UniqueConflict } from './db/database.ts'

const LOOK_MS = 1_000
const BITE = 200

export interface Lives {
  /** Begins the life of this process: from here on others can tell whether it goes on. */
  begin(): Promise<void>
  /** Frees what the dead held; true when there was somebody dead. */
  look(): Promise<boolean>
  end(): Promise<void>
}

const read = (corridor: Corridor) =>
  corridor.database.reader('platform', true) as unknown as ReadDb<CorridorTables>

/** Frees everything: right at the start of the only process on a database all others must be dead. */
export const freeAll = (corridor: Corridor): Promise<void> =>
  corridor.database.transact(async (unit) => {
    const tx = corridorTx(unit)
    const free = { claimed_until: 0 }
    await tx.updateTable('platform_outbox').set(free).where('state', '=', 'ready').execute()
    await tx.updateTable('platform_flow').set(free).where('state', 'in', ['running', 'undoing']).execute()
    await tx.updateTable('platform_job').set(free).execute()
    return { keep: true, value: undefined }
  })

const changeIn = async (
  corridor: Corridor,
  change: (tx: ReturnType<typeof corridorTx>) => Promise<unknown>,
) => {
  await corridor.database.transact(async (unit) => {
    await change(corridorTx(unit))
    return { keep: true, value: undefined }
  })
}

/** Read first, then changed by key: a change by range would hold up everybody who is writing events. */
const freeIn = async (
  corridor: Corridor,
  table: 'platform_outbox' | 'platform_flow',
  states: readonly ('ready' | 'running' | 'undoing')[],
  life: string,
): Promise<void> => {
  const rows = await corridor.database
    .reader('platform', true)
    .selectFrom(table)
    .select('id')
    .where('state', 'in', [...states])
    .where('claimed_by', '=', life)
    .execute()
  const ids = rows.map((row) => String(row['id']))
  while (ids.length > 0) {
    const bite = ids.splice(0, BITE)
    await corridor.database.transact(async (unit) => {
      const change = unit.handle('platform').updateTable(table).set({ claimed_until: 0 })
      await change.where('id', 'in', bite).where('claimed_by', '=', life).execute()
      return { keep: true, value: undefined }
    })
  }
}

/** The row goes last: whoever dies in the middle leaves the rest to the next. */
const bury = async (corridor: Corridor, life: string): Promise<void> => {
  await freeIn(corridor, 'platform_outbox', ['ready'], life)
  await freeIn(corridor, 'platform_flow', ['running', 'undoing'], life)
  await changeIn(corridor, async (tx) => {
    await tx.updateTable('platform_job').set({ claimed_until: 0 }).where('claimed_by', '=', life).execute()
    await tx.deleteFrom('platform_life').where('id', '=', life).execute()
  })
  corridor.log.warn({ life }, 'a process has died; what it held is free')
}

/** Somebody may have taken this life for dead while its line was cut. */
const note = async (corridor: Corridor): Promise<void> => {
  const row = { id: corridor.life, began_at: corridor.clock.now() }
  await changeIn(corridor, (tx) => tx.insertInto('platform_life').values(row).execute()).catch(
    (error: unknown) => {
      if (!(error instanceof UniqueConflict)) throw error
    },
  )
}

/** Looks after the lives on a database that processes share; `found` hears when one has ended. */
export const openLives = (corridor: Corridor, line: LifeLine, found: () => void): Lives => {
  let looking: Promise<unknown> | undefined
  let timer: NodeJS.Timeout | undefined
  const look = async (): Promise<boolean> => {
    const rows = await read(corridor).selectFrom('platform_life').select('id').execute()
    const others = rows.map((row) => row.id).filter((id) => id !== corridor.life)
    const dead = await line.ended(others)
    if (others.length === rows.length) await note(corridor)
    for (const life of dead) await bury(corridor, life)
    return dead.length > 0
  }
  const tick = () => {
    looking ??= look()
      .then((any) => {
        if (any) found()
      })
      .catch((error: unknown) => corridor.log.warn({ err: error }, 'nobody knows who has died'))
      .finally(() => {
        looking = undefined
      })
  }
  return {
    look,
    begin: async () => {
      await line.ended([])
      await note(corridor)
      timer = setInterval(tick, LOOK_MS)
    },
    // Its row stays: if anything was left behind, whoever finds the row frees it.
    end: async () => {
      clearInterval(timer)
      await looking
      line.close()
    },
  }
}
