/**
 * What MariaDB brings of its own: session set-up, conflicts that run again, a pool that never waits for ever.
 */
import { createServer, type Socket } from 'node:net'
import { createConnection } from 'mysql2/promise'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { type Database, DatabaseAway, HandleMisuse, RunAgain, type Unit } from '../src/db/database.ts'
import { type MysqlOptions, openMysql } from '../src/db/mysql.ts'
import { createTestDatabase, DATABASES, startMariaDb } from '../src/testing/index.ts'
import { idsIn, put, raw, toyDatabase, toyMigration, toyTx } from './toy-tables.ts'
import { migrate } from '../src/db/migrate.ts'

const opened = (options: MysqlOptions): Database => {
  const database = openMysql(options)
  onTestFinished(() => database.close())
  return database
}

let databases = 0
/** The same scratch database for several handles with options of their own. */
const scratchUrl = async (): Promise<string> => {
  databases += 1
  const url = await createTestDatabase(inject('mariadb'), `m_${process.pid}_${databases}`)
  await migrate(opened({ url, connections: 1 }), 'toy', [toyMigration], 0)
  return url
}

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

const onMariaDb = describe.each(DATABASES.filter((name) => name === 'mariadb'))

onMariaDb('a session', () => {
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

onMariaDb('conflicts between units of work', () => {
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
    const holding = holder.transact(async (unit) => {
      await addOne(unit, 'a')
      await freed
      return { keep: true, value: undefined }
    })
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

onMariaDb('statements still running at the end of a unit', () => {
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

describe('waiting has an end', () => {
  /** Takes connections and never says a word. */
  const blackHole = async (): Promise<string> => {
    const sockets = new Set<Socket>()
    const server = createServer((socket) => sockets.add(socket.on('error', () => undefined)))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    const address = server.address()
    return `mysql://root@127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/none`
  }

  it('for a server that takes the connection and stays silent', async () => {
    const database = opened({ url: await blackHole(), connectTimeout_ms: 100, poolTimeout_ms: 5_000 })
    await expect(database.ping()).rejects.toThrow(DatabaseAway)
    await expect(idsIn(database)).rejects.toThrow(DatabaseAway)
    await expect(put(database, 'a')).rejects.toThrow(DatabaseAway)
  })

  it('for the pool, where connecting takes longer', async () => {
    const database = opened({ url: await blackHole(), connectTimeout_ms: 600, poolTimeout_ms: 50 })
    await expect(database.ping()).rejects.toThrow('came free within 50 ms')
  })

  it('for a port where nobody listens', async () => {
    const database = opened({ url: 'mysql://root@127.0.0.1:1/none' })
    await expect(database.ping()).rejects.toThrow(DatabaseAway)
  })
})

onMariaDb('waiting has an end too', () => {
  it('for a free connection, and those who gave up do not keep it', async () => {
    const url = await scratchUrl()
    const database = opened({ url, connections: 1, poolTimeout_ms: 100 })
    let free: () => void = () => undefined
    const freed = new Promise<void>((resolve) => {
      free = resolve
    })
    const holding = database.transact(async () => {
      await freed
      return { keep: true, value: undefined }
    })
    await expect(put(database, 'a')).rejects.toThrow('came free within 100 ms')
    free()
    await holding
    await put(database, 'b')
    expect(await idsIn(database)).toEqual(['b'])
  })

  it('for an answer: the connection is thrown away, the next one works', async () => {
    const url = await scratchUrl()
    const database = opened({ url, connections: 1, queryTimeout_ms: 300 })
    const slow = database.transact(async (unit) => {
      await toyTx(unit).insertInto('toy_row').values({ id: 'a', n: 1, word: null }).execute()
      await raw(unit.handle('toy'), 'SELECT SLEEP(3)')
      return { keep: true, value: undefined }
    })
    await expect(slow).rejects.toThrow('did not answer within 300 ms')
    await expect(raw(database.reader('toy'), 'SELECT SLEEP(3)')).rejects.toThrow(DatabaseAway)
    await put(database, 'b')
    expect(await idsIn(database)).toEqual(['b'])
  })

  it('for a server that stands still, wherever it stopped, and all goes on when it does', async () => {
    const server = await startMariaDb()
    onTestFinished(() => server.stop())
    const url = await server.createDatabase('still')
    const database = opened({ url, connections: 2, queryTimeout_ms: 300, connectTimeout_ms: 300 })
    await migrate(database, 'toy', [toyMigration], 0)
    await put(database, 'a')
    process.kill(server.pid, 'SIGSTOP')
    try {
      await expect(database.ping()).rejects.toThrow(DatabaseAway)
      // A statement that was never prepared on this connection: mysql2 alone would wait for ever.
      await expect(raw(database.reader('toy'), 'SELECT 17')).rejects.toThrow(DatabaseAway)
      await expect(put(database, 'b')).rejects.toThrow(DatabaseAway)
    } finally {
      process.kill(server.pid, 'SIGCONT')
    }
    await put(database, 'c')
    expect(await idsIn(database)).toContain('c')
    await server.kill9()
    await expect(put(database, 'd')).rejects.toThrow(DatabaseAway)
    await server.restart()
    await put(database, 'e')
    expect(await idsIn(database)).toEqual(['a', 'c', 'e'])
  })
})
