/**
 * What MariaDB brings of its own: session set-up, conflicts that run again, statements that are left running.
 */
import { createConnection } from 'mysql2/promise'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Database, DatabaseAway, HandleMisuse, RunAgain, type Unit } from '../src/db/database.ts'
import { MARIADB, opened, scratchUrl } from './mariadb.ts'
import { idsIn, put, raw, toyDatabase, toyTx } from './toy-tables.ts'

const rowsOf = (answer: unknown) => (answer as { rows: Record<string, unknown>[] }).rows

/** Lets so many callers go on together once all of them have come. */
const meeting = (callers: number) => {
  let come = 0
  let open: () => void = () => undefined
  const opening = new Promise<void>((resolve) => {
    open = resolve
  })
  return async () => {
    come += 1
    if (come >= callers) open()
    await opening
  }
}

const addOne = (unit: Unit, id: string) =>
  toyTx(unit)
    .updateTable('toy_row')
    .set((expression) => ({ n: expression('n', '+', 1) }))
    .where('id', '=', id)
    .execute()

const numberOf = async (database: Database, id: string): Promise<number> => {
  const db = database.reader('toy', true)
  const row = await db.selectFrom('toy_row').select('n').where('id', '=', id).executeTakeFirstOrThrow()
  return Number(row['n'])
}

describe.each(MARIADB)('a session', () => {
  it('is set up: snapshot isolation, strict, UTC', async () => {
    const { database } = await toyDatabase('mariadb')
    const [row] = rowsOf(
      await raw(
        database.reader('toy'),
        `SELECT @@innodb_snapshot_isolation AS snapshot, @@tx_isolation AS level, @@sql_mode AS mode,
          @@time_zone AS zone, @@collation_connection AS collation, @@innodb_lock_wait_timeout AS lock_s`,
      ),
    )
    expect(row).toMatchObject({ snapshot: 1, level: 'REPEATABLE-READ', zone: '+00:00', lock_s: 5 })
    expect(String(row?.['mode'])).toContain('STRICT_ALL_TABLES')
    expect(row?.['collation']).toBe('utf8mb4_bin')
  })

  it('that cannot be set up is thrown away', async () => {
    const url = await scratchUrl()
    // A lock time-out that is no number makes the very set-up fail.
    const database = opened({ url, connections: 1, lockTimeout_s: Number.NaN, poolTimeout_ms: 2_000 })
    for (let tries = 0; tries < 3; tries += 1) {
      await expect(database.ping()).rejects.toThrow('could not be set up')
    }
    const [row] = rowsOf(
      await raw(
        opened({ url }).reader('toy'),
        `SELECT COUNT(*) AS n FROM information_schema.processlist WHERE db = '${url.split('/').at(-1)}'`,
      ),
    )
    expect(Number(row?.['n'])).toBeLessThanOrEqual(3)
  })

  it('ends neither by a lost connection nor by a killed one', async () => {
    const url = await scratchUrl()
    const database = opened({ url, connections: 1 })
    const idOf = async () =>
      rowsOf(await raw(database.reader('toy'), 'SELECT CONNECTION_ID() AS id'))[0]?.['id']
    const before = await idOf()
    const other = await createConnection(url)
    onTestFinished(() => other.end())
    const killing = database.transact(async (unit) => {
      await toyTx(unit).insertInto('toy_row').values({ id: 'a', n: 1, word: null }).execute()
      await other.query(`KILL CONNECTION ${String(before)}`)
      await toyTx(unit).insertInto('toy_row').values({ id: 'b', n: 1, word: null }).execute()
      return { keep: true, value: undefined }
    })
    await expect(killing).rejects.toThrow(DatabaseAway)
    expect(await idOf()).not.toBe(before)
    await put(database, 'c')
    expect(await idsIn(database)).toEqual(['c'])
  })
})

describe.each(MARIADB)('conflicts between units of work', () => {
  it('a deadlock runs one of them again, from its start', async () => {
    const { database } = await toyDatabase('mariadb')
    await put(database, 'a', 0)
    await put(database, 'b', 0)
    const met = meeting(2)
    let runs = 0
    const crosswise = (first: string, second: string) =>
      database.transact(async (unit) => {
        runs += 1
        await addOne(unit, first)
        await met()
        await addOne(unit, second)
        return { keep: true, value: undefined }
      })
    await Promise.all([crosswise('a', 'b'), crosswise('b', 'a')])
    expect(runs).toBeGreaterThanOrEqual(3)
    expect([await numberOf(database, 'a'), await numberOf(database, 'b')]).toEqual([2, 2])
  })

  it('a row that changed since it was read runs the reader again: no update is lost', async () => {
    const { database } = await toyDatabase('mariadb')
    await put(database, 'a', 0)
    const met = meeting(2)
    let runs = 0
    const readThenWrite = () =>
      database.transact(async (unit) => {
        runs += 1
        const tx = toyTx(unit)
        const row = await tx.selectFrom('toy_row').select('n').where('id', '=', 'a').executeTakeFirstOrThrow()
        await met()
        const n = Number(row['n']) + 1
        await tx.updateTable('toy_row').set({ n }).where('id', '=', 'a').execute()
        return { keep: true, value: undefined }
      })
    await Promise.all([readThenWrite(), readThenWrite()])
    expect(runs).toBe(3)
    expect(await numberOf(database, 'a')).toBe(2)
  })

  it('a lock that is held too long runs the waiter again, and after a while gives up', async () => {
    const url = await scratchUrl()
    const holder = opened({ url })
    const waiter = opened({ url, lockTimeout_s: 1 })
    await put(holder, 'a', 0)
    let free: () => void = () => undefined
    const freed = new Promise<void>((resolve) => {
      free = resolve
    })
    let runs = 0
    const { promise: held, resolve: holds } = Promise.withResolvers<void>()
    const holding = holder.transact(async (unit) => {
      await addOne(unit, 'a')
      holds()
      await freed
      return { keep: true, value: undefined }
    })
    // Without this the waiter might come first, find nothing to wait for, and never run again.
    await held
    const waiting = waiter.transact(async (unit) => {
      runs += 1
      if (runs === 2) free()
      await addOne(unit, 'a')
      return { keep: true, value: undefined }
    })
    await Promise.all([holding, waiting])
    expect(runs).toBeGreaterThanOrEqual(2)
    expect(await numberOf(holder, 'a')).toBe(2)
    const never = waiter.transact(() => Promise.reject(new RunAgain('always')))
    await expect(never).rejects.toThrow(RunAgain)
  })

  it('a savepoint inside a deadlock passes it on', async () => {
    const { database } = await toyDatabase('mariadb')
    await put(database, 'a', 0)
    await put(database, 'b', 0)
    const met = meeting(2)
    const crosswise = (first: string, second: string) =>
      database.transact(async (unit) => {
        await addOne(unit, first)
        await met()
        await unit.savepoint(() => addOne(unit, second))
        return { keep: true, value: undefined }
      })
    await Promise.all([crosswise('a', 'b'), crosswise('b', 'a')])
    expect([await numberOf(database, 'a'), await numberOf(database, 'b')]).toEqual([2, 2])
  })

  it('forty at once on one row all count', async () => {
    const { database } = await toyDatabase('mariadb')
    await put(database, 'a', 0)
    const one = () =>
      database.transact(async (unit) => {
        await addOne(unit, 'a')
        return { keep: true, value: undefined }
      })
    await Promise.all(Array.from({ length: 40 }, one))
    expect(await numberOf(database, 'a')).toBe(40)
  })
})

describe.each(MARIADB)('statements still running at the end of a unit', () => {
  it('are a defect, and nothing of the unit is kept', async () => {
    const { database } = await toyDatabase('mariadb')
    let forgotten: Promise<unknown> = Promise.resolve()
    const unfinished = database.transact(async (unit) => {
      await toyTx(unit).insertInto('toy_row').values({ id: 'a', n: 1, word: null }).execute()
      forgotten = toyTx(unit).insertInto('toy_row').values({ id: 'b', n: 1, word: null }).execute()
      return { keep: true, value: undefined }
    })
    await expect(unfinished).rejects.toThrow(HandleMisuse)
    await forgotten
    expect(await idsIn(database)).toEqual([])
  })
})
