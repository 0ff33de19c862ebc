/** No wait for MySQL or MariaDB is for ever: connecting, the pool, an answer, a server that stands still. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Database, DatabaseAway } from '../src/db/database.ts'
import { migrate } from '../src/db/migrate.ts'
import { startMariaDb } from '../src/testing/index.ts'
import { MARIADB, opened, scratchUrl } from './mariadb.ts'
import { idsIn, put, raw, toyMigration, toyTx } from './toy-tables.ts'

/** Stops a process; on a busy machine a thread of it may still answer for a moment after the signal. */
const standStill = async (pid: number): Promise<void> => {
  process.kill(pid, 'SIGSTOP')
  const threads = `/proc/${pid}/task`
  const stopped = (thread: string): boolean =>
    /\) [Tt] /.test(readFileSync(`${threads}/${thread}/stat`, 'utf8'))
  while (existsSync(threads) && !readdirSync(threads).every(stopped)) await sleep(5)
}

/** A server that was woken up on a busy machine takes its time for the first word. */
const untilItAnswers = async (database: Database): Promise<void> => {
  await expect.poll(() => database.ping().then(() => 'yes', String), { timeout: 15_000 }).toBe('yes')
}

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

describe.each(MARIADB)('waiting has an end too', () => {
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
    try {
      await standStill(server.pid)
      await expect(database.ping()).rejects.toThrow(DatabaseAway)
      // A statement that was never prepared on this connection: mysql2 alone would wait for ever.
      await expect(raw(database.reader('toy'), 'SELECT 17')).rejects.toThrow(DatabaseAway)
      await expect(put(database, 'b')).rejects.toThrow(DatabaseAway)
    } finally {
      process.kill(server.pid, 'SIGCONT')
    }
    await untilItAnswers(database)
    await put(database, 'c')
    expect(await idsIn(database)).toContain('c')
    await server.kill9()
    await expect(put(database, 'd')).rejects.toThrow(DatabaseAway)
    await server.restart()
    await untilItAnswers(database)
    await put(database, 'e')
    expect(await idsIn(database)).toEqual(['a', 'c', 'e'])
  })
})
