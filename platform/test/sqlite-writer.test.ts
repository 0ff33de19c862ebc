/** SQLite's one writer: grouping, order, the watch on waiting, full disks, foreign locks, the end. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Database, DatabaseAway, HandleMisuse, type Unit } from '../src/db/database.ts'
import { idsIn, put, raw, toyDatabase, toyTx } from './toy-tables.ts'

const insert = (unit: Unit, id: string, word: string | null = null) =>
  toyTx(unit).insertInto('toy_row').values({ id, n: 1, word }).execute()

/** Counts COMMITs from now on. */
const commits = (): (() => number) => {
  const spy = vi.spyOn(StatementSync.prototype, 'run')
  onTestFinished(() => spy.mockRestore())
  const ran = () => (spy.mock.contexts as StatementSync[]).map((statement) => statement.sourceSQL)
  return () => ran().filter((text) => text === 'COMMIT').length
}

const fileOf = async (database: Database): Promise<string> => {
  const rows = (await raw(database.owner(), 'PRAGMA database_list')) as { rows: { file: string }[] }
  return String(rows.rows[0]?.file)
}

/** A second connection to the same file, as a backup or a shell would hold it. */
const foreigner = async (database: Database): Promise<DatabaseSync> => {
  const other = new DatabaseSync(await fileOf(database))
  onTestFinished(() => other.close())
  return other
}

const settledAs = (outcomes: PromiseSettledResult<unknown>[]) => outcomes.map((one) => one.status)

describe('a batch', () => {
  it('holds many units in one commit and answers all after it, in their order', async () => {
    const { database } = await toyDatabase('sqlite')
    const other = await foreigner(database)
    const count = other.prepare('SELECT COUNT(*) AS n FROM toy_row')
    const counted = commits()
    const order: number[] = []
    await Promise.all(
      Array.from({ length: 100 }, async (_, i) => {
        await put(database, `r${String(i).padStart(3, '0')}`)
        // How many share a commit depends on how fast the machine is; that all before are durable does not.
        expect(Number(count.get()?.['n'])).toBeGreaterThan(i)
        order.push(i)
      }),
    )
    expect(counted()).toBeLessThan(100)
    expect(order).toEqual(Array.from({ length: 100 }, (_, i) => i))
  })

  it('is bounded, and the next one follows by itself', async () => {
    const { database } = await toyDatabase('sqlite')
    const counted = commits()
    await Promise.all(Array.from({ length: 300 }, (_, i) => put(database, `r${i}`)))
    expect(counted()).toBeGreaterThanOrEqual(3)
    expect((await idsIn(database)).length).toBe(300)
  })

  it('loses nothing to the unit that throws, refuses, or breaks a constraint inside it', async () => {
    const { database } = await toyDatabase('sqlite')
    const outcomes = await Promise.allSettled([
      put(database, 'a'),
      database.transact(async (unit) => {
        await insert(unit, 'b')
        throw new Error('mine')
      }),
      database.transact(async (unit) => {
        await insert(unit, 'c')
        return { keep: false, value: 'refused' }
      }),
      put(database, 'a'),
      put(database, 'd'),
      database.transact(() => Promise.reject(undefined as unknown as Error)),
      put(database, 'e'),
    ])
    expect(settledAs(outcomes)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
    expect(await idsIn(database)).toEqual(['a', 'd', 'e'])
  })

  it('shows each unit what the ones before it in the batch did', async () => {
    const { database } = await toyDatabase('sqlite')
    const seen = Array.from({ length: 5 }, (_, i) =>
      database.transact(async (unit) => {
        const rows = await toyTx(unit).selectFrom('toy_row').select('id').execute()
        await insert(unit, `r${i}`)
        return { keep: true, value: rows.length }
      }),
    )
    expect(await Promise.all(seen)).toEqual([0, 1, 2, 3, 4])
  })
})

describe('a unit that waits for something else than its database', () => {
  const waits: [string, () => Promise<unknown>][] = [
    ['a timer', () => sleep(1)],
    ['the next turn of the loop', () => new Promise((resolve) => setImmediate(resolve))],
    ['nothing that ever comes', () => new Promise(() => undefined)],
  ]

  it.each(waits)('%s: is rolled back, and the batch goes on', async (_what, wait) => {
    const { database } = await toyDatabase('sqlite')
    let late: Promise<unknown> = Promise.resolve()
    const outcomes = await Promise.allSettled([
      put(database, 'a'),
      database.transact(async (unit) => {
        await insert(unit, 'b')
        late = wait().then(() => insert(unit, 'late'))
        await late
        return { keep: true, value: undefined }
      }),
      put(database, 'c'),
    ])
    expect(settledAs(outcomes)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[1]).toMatchObject({ reason: expect.any(HandleMisuse) as unknown })
    expect(await idsIn(database)).toEqual(['a', 'c'])
    if (!_what.startsWith('nothing')) await expect(late).rejects.toThrow(HandleMisuse)
  })

  it('a fast local server: is caught too', async () => {
    const { database } = await toyDatabase('sqlite')
    const server = createServer((_request, response) => response.end('quick'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    expect(await (await fetch(url)).text()).toBe('quick')
    const calling = database.transact(async (unit) => {
      await insert(unit, 'a')
      await fetch(url)
      return { keep: true, value: undefined }
    })
    await expect(calling).rejects.toThrow(HandleMisuse)
    expect(await idsIn(database)).toEqual([])
  })

  it('at its look-up: is caught as well', async () => {
    const { database } = await toyDatabase('sqlite')
    const waiting = database.transact(() =>
      Promise.resolve({ keep: false as const, after: () => sleep(1, 'late') }),
    )
    await expect(waiting).rejects.toThrow(HandleMisuse)
  })

  it('but long chains of promises are no waiting', async () => {
    const { database } = await toyDatabase('sqlite')
    await database.transact(async (unit) => {
      for (let i = 0; i < 2_000; i += 1) await Promise.resolve()
      await Promise.all(Array.from({ length: 50 }, (_, i) => insert(unit, `r${i}`)))
      return { keep: true, value: undefined }
    })
    expect((await idsIn(database)).length).toBe(50)
  })
})

describe('a full disk', () => {
  const limit = async (database: Database, pages: number) => {
    await raw(database.owner(), `PRAGMA max_page_count = ${pages}`)
  }
  const fill = async (unit: Unit, byRow: boolean) => {
    const words = Array.from({ length: 200 }, (_, i) => `${'x'.repeat(1_000)}${i}`)
    const rows = words.map((word, i) => ({ id: `fill${i}`, n: 1, word }))
    if (!byRow) await toyTx(unit).insertInto('toy_row').values(rows).execute()
    else for (const row of rows) await toyTx(unit).insertInto('toy_row').values(row).execute()
  }
  const swallow = async (unit: Unit, byRow: boolean) => {
    await fill(unit, byRow).catch(() => undefined)
    await insert(unit, 'after the fall')
    return { keep: true as const, value: undefined }
  }

  it('that ends the transaction rejects the whole batch, and nothing commits by itself', async () => {
    const { database } = await toyDatabase('sqlite')
    await put(database, 'before')
    await limit(database, 30)
    const outcomes = await Promise.allSettled([
      put(database, 'a'),
      database.transact((unit) => swallow(unit, true)),
      put(database, 'b'),
    ])
    expect(settledAs(outcomes).slice(0, 2)).toEqual(['rejected', 'rejected'])
    expect(outcomes[0]).toMatchObject({ reason: expect.any(DatabaseAway) as unknown })
    await limit(database, 100_000)
    await put(database, 'later')
    const ids = await idsIn(database)
    expect(ids.filter((id) => id !== 'b')).toEqual(['before', 'later'])
    expect(ids.includes('b')).toBe(outcomes[2]?.status === 'fulfilled')
  })

  it('in a savepoint or a look-up starts no transaction of its own', async () => {
    const { database } = await toyDatabase('sqlite')
    await limit(database, 30)
    const inSavepoint = database.transact(async (unit) => {
      await fill(unit, true).catch(() => undefined)
      await unit.savepoint(() => insert(unit, 'a'))
      return { keep: true, value: undefined }
    })
    await expect(inSavepoint).rejects.toThrow(DatabaseAway)
    const atLookUp = database.transact(async (unit) => {
      await fill(unit, true).catch(() => undefined)
      return { keep: false, after: (after) => insert(after, 'b') }
    })
    await expect(atLookUp).rejects.toThrow(DatabaseAway)
    await limit(database, 100_000)
    expect(await idsIn(database)).toEqual([])
  })

  it('that fails one statement alone is that unit’s own affair', async () => {
    const { database } = await toyDatabase('sqlite')
    await limit(database, 30)
    const outcomes = await Promise.allSettled([
      put(database, 'a'),
      database.transact(async (unit) => {
        await fill(unit, false)
        return { keep: true, value: undefined }
      }),
      put(database, 'b'),
    ])
    expect(settledAs(outcomes)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await idsIn(database)).toEqual(['a', 'b'])
  })
})

describe('a foreign lock', () => {
  it('is waited for while the loop turns and readers read', async () => {
    const { database } = await toyDatabase('sqlite')
    const other = await foreigner(database)
    other.exec('BEGIN IMMEDIATE')
    let done = false
    const writing = put(database, 'a').then(() => {
      done = true
    })
    for (let turns = 0; turns < 5; turns += 1) await sleep(5)
    expect(await idsIn(database)).toEqual([])
    expect(done).toBe(false)
    other.exec('COMMIT')
    await writing
    expect(await idsIn(database)).toEqual(['a'])
  })

  it('is waited for by migrations and by the end too', async () => {
    const { database } = await toyDatabase('sqlite')
    const other = await foreigner(database)
    other.exec('BEGIN IMMEDIATE')
    const migrating = raw(database.owner(), 'CREATE TABLE toy_other (id TEXT PRIMARY KEY)')
    const closing = database.close()
    await sleep(10)
    other.exec('ROLLBACK')
    await Promise.all([migrating, closing])
    expect(other.prepare('SELECT COUNT(*) AS n FROM toy_other').get()).toEqual({ n: 0 })
  })
})

describe('the end', () => {
  it('finishes what is queued and refuses more', async () => {
    const { database, again } = await toyDatabase('sqlite')
    const queued = Array.from({ length: 200 }, (_, i) => put(database, `r${i}`))
    const closed = database.close()
    await expect(put(database, 'late')).rejects.toThrow(DatabaseAway)
    await Promise.all([...queued, closed])
    const reopened = again()
    expect((await idsIn(reopened)).length).toBe(200)
    await reopened.close()
    await expect(database.ping()).rejects.toThrow()
  })
})
