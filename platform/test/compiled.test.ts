/**
 * Hot queries: built once with holes, bound per call, the same rows as the plain builder on every database.
 */
import { describe, expect, it } from 'vitest'
import { hotChange, hotInsert, hotRows } from '../src/db/compiled.ts'
import { type AnyTables, type Tx, UniqueConflict } from '../src/db/database.ts'
import { DATABASES } from '../src/testing/index.ts'
import { idsIn, put, toyDatabase, toyTx } from './toy-tables.ts'

interface Row {
  id: string
  n: number
  word: string | null
}

interface Tables {
  toy_row: Row
}

const typed = (tx: Tx<AnyTables>) => tx as unknown as Tx<Tables>

const insertRows = hotInsert<Row>('toy_row', ['id', 'n', 'word'])

const between = hotRows((db: Tx<Tables>, p: { low: number; high: number }) =>
  db.selectFrom('toy_row').select(['id', 'n']).where('n', '>=', p.low).where('n', '<', p.high).orderBy('id'),
)

describe.each(DATABASES)('hot queries on %s', (name) => {
  const filled = async () => {
    const scratch = await toyDatabase(name)
    for (const [i, id] of ['a', 'b', 'c', 'd'].entries()) await put(scratch.database, id, i)
    return scratch.database
  }
  const inTx = async <R>(work: (tx: Tx<Tables>) => Promise<R>) => {
    const database = await filled()
    return database.transact(async (unit) => ({ keep: true, value: await work(typed(toyTx(unit))) }))
  }

  it('give the rows of the values they are called with', async () => {
    await inTx(async (tx) => {
      expect(await between(tx, { low: 1, high: 3 })).toEqual([
        { id: 'b', n: 1 },
        { id: 'c', n: 2 },
      ])
      expect(await between(tx, { low: 3, high: 9 })).toEqual([{ id: 'd', n: 3 }])
      expect(await between(tx, { low: 9, high: 0 })).toEqual([])
    })
  })

  it('fill the same hole wherever it stands, and leave constants alone', async () => {
    const around = hotRows((db: Tx<Tables>, p: { n: number }) =>
      db
        .selectFrom('toy_row')
        .select('id')
        .where((where) => where.or([where('n', '=', p.n), where('n', '=', 3)]))
        .where('n', '<=', p.n)
        .where('id', '!=', 'zzz')
        .orderBy('id')
        .limit(10),
    )
    await inTx(async (tx) => {
      expect(await around(tx, { n: 2 })).toEqual([{ id: 'c' }])
      expect(await around(tx, { n: 3 })).toEqual([{ id: 'd' }])
    })
  })

  it('count what they change: sets, sums, deletions, limits', async () => {
    const add = hotChange((db: Tx<Tables>, p: { id: string; more: number }) =>
      db
        .updateTable('toy_row')
        .set((expression) => ({ n: expression('n', '+', p.more) }))
        .where('id', '=', p.id)
        .where('n', '>=', p.more),
    )
    const rename = hotChange((db: Tx<Tables>, p: { id: string; word: string | null }) =>
      db.updateTable('toy_row').set({ word: p.word }).where('id', '=', p.id),
    )
    const remove = hotChange((db: Tx<Tables>, p: { id: string }) =>
      db.deleteFrom('toy_row').where('id', '=', p.id),
    )
    const few = hotRows((db: Tx<Tables>, p: { most: number }) =>
      db.selectFrom('toy_row').selectAll().orderBy('id').limit(p.most),
    )
    await inTx(async (tx) => {
      expect(await add(tx, { id: 'c', more: 2 })).toBe(1)
      expect(await add(tx, { id: 'b', more: 2 })).toBe(0)
      expect(await rename(tx, { id: 'a', word: '桃' })).toBe(1)
      expect(await rename(tx, { id: 'a', word: null })).toBe(1)
      expect(await remove(tx, { id: 'd' })).toBe(1)
      expect(await remove(tx, { id: 'd' })).toBe(0)
      expect(await few(tx, { most: 2 })).toEqual([
        { id: 'a', n: 0, word: null },
        { id: 'b', n: 1, word: null },
      ])
      expect(await few(tx, { most: 9 })).toHaveLength(3)
    })
  })

  it('insert any number of rows in one statement, and none in none', async () => {
    const database = await filled()
    await database.transact(async (unit) => {
      const tx = typed(toyTx(unit))
      await insertRows(tx, [])
      await insertRows(tx, [{ id: 'e', n: 1, word: null }])
      const rows = Array.from({ length: 40 }, (_, i) => ({ id: `r${i}`, n: i, word: `w${i}` }))
      await insertRows(tx, rows)
      await insertRows(tx, [{ id: 'f', n: 1, word: 'f' }])
      await expect(
        insertRows(tx, [
          { id: 'g', n: 1, word: null },
          { id: 'a', n: 1, word: null },
        ]),
      ).rejects.toThrow(UniqueConflict)
      return { keep: true, value: undefined }
    })
    const ids = await idsIn(database)
    expect(ids).toHaveLength(46)
    expect(ids).not.toContain('g')
  })

  it('read through readers as well as in transactions', async () => {
    const database = await filled()
    expect(await between(database.reader('toy') as never, { low: 0, high: 1 })).toEqual([{ id: 'a', n: 0 }])
  })

  it('say what they cannot do: lists, and holes without a value', async () => {
    const listed = hotRows((db: Tx<Tables>, p: { ids: string[] }) =>
      db.selectFrom('toy_row').select('id').where('id', 'in', p.ids),
    )
    const three = hotRows((db: Tx<Tables>, p: { a: string; b: string }) =>
      db.selectFrom('toy_row').select('id').where('id', 'in', [p.a, p.b]).orderBy('id'),
    )
    await inTx(async (tx) => {
      await expect(listed(tx, { ids: ['a', 'b'] })).rejects.toThrow('holds one value')
      await expect(listed(tx, { ids: [] })).rejects.toThrow('holds one value')
      expect(await three(tx, { a: 'b', b: 'd' })).toEqual([{ id: 'b' }, { id: 'd' }])
      await expect(between(tx, { low: 1 } as { low: number; high: number })).rejects.toThrow('high')
      const partial = { id: 'x', n: 1 } as Row
      await expect(insertRows(tx, [partial])).rejects.toThrow('word')
    })
  })
})

it('are compiled for each dialect once', async () => {
  let built = 0
  const counted = hotRows((db: Tx<Tables>, p: { n: number }) => {
    built += 1
    return db.selectFrom('toy_row').select('id').where('n', '=', p.n)
  })
  for (const name of DATABASES) {
    const { database } = await toyDatabase(name)
    for (let i = 0; i < 3; i += 1) await counted(database.reader('toy') as never, { n: i })
  }
  expect(built).toBe(DATABASES.length)
})
