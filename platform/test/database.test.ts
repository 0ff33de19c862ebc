/**
 * What every database must do alike: units of work, savepoints, conflicts, values. The same on SQLite and
 * MariaDB.
 */
import { describe, expect, it } from 'vitest'
import { HandleMisuse, UniqueConflict, type Unit } from '../src/db/database.ts'
import { DATABASES } from '../src/testing/index.ts'
import { idsIn, put, toyDatabase, toyTx } from './toy-tables.ts'

const insert = (unit: Unit, id: string, n: number | bigint | null = 1, word: string | null = null) =>
  toyTx(unit).insertInto('toy_row').values({ id, n, word }).execute()

describe.each(DATABASES)('a unit of work on %s', (name) => {
  it('is kept, and read by everybody after it', async () => {
    const { database } = await toyDatabase(name)
    const value = await database.transact(async (unit) => {
      await insert(unit, 'a')
      return { keep: true, value: 42 }
    })
    expect(value).toBe(42)
    expect(await idsIn(database)).toEqual(['a'])
  })

  it('is undone when it says so, and then looks up what is there', async () => {
    const { database } = await toyDatabase(name)
    await put(database, 'before')
    const seen = await database.transact<string[]>(async (unit) => {
      await insert(unit, 'never')
      return {
        keep: false,
        after: async (after) => {
          const rows = await toyTx(after).selectFrom('toy_row').select('id').execute()
          return rows.map((row) => String(row['id']))
        },
      }
    })
    expect(seen).toEqual(['before'])
    const plain = await database.transact(async (unit) => {
      await insert(unit, 'nor this')
      return { keep: false, value: 'undone' }
    })
    expect(plain).toBe('undone')
    expect(await idsIn(database)).toEqual(['before'])
  })

  it('is undone when it throws, at the look-up too, and the next ones go on', async () => {
    const { database } = await toyDatabase(name)
    const thrown = database.transact(async (unit) => {
      await insert(unit, 'a')
      throw new Error('mine')
    })
    await expect(thrown).rejects.toThrow('mine')
    const late = database.transact(async (unit) => {
      await insert(unit, 'b')
      return { keep: false, after: () => Promise.reject(new Error('late')) }
    })
    const next = put(database, 'c')
    await expect(late).rejects.toThrow('late')
    await next
    expect(await idsIn(database)).toEqual(['c'])
  })

  it('reads its own writes, and readers do not', async () => {
    const { database } = await toyDatabase(name)
    await database.transact(async (unit) => {
      await insert(unit, 'a', 5)
      const row = await toyTx(unit).selectFrom('toy_row').selectAll().executeTakeFirstOrThrow()
      expect(row['n']).toBe(5)
      return { keep: false, value: undefined }
    })
    expect(await idsIn(database)).toEqual([])
  })

  it('says that a unique key is taken, and can go on', async () => {
    const { database } = await toyDatabase(name)
    await put(database, 'a', 1, 'peach')
    await database.transact(async (unit) => {
      await expect(insert(unit, 'a')).rejects.toThrow(UniqueConflict)
      await expect(insert(unit, 'b', 1, 'peach')).rejects.toThrow(UniqueConflict)
      await insert(unit, 'c', 1, 'plum')
      return { keep: true, value: undefined }
    })
    expect(await idsIn(database)).toEqual(['a', 'c'])
  })

  it('does not call other mistakes unique conflicts', async () => {
    const { database } = await toyDatabase(name)
    const wrong = database.transact(async (unit) => {
      await insert(unit, 'a', null)
      return { keep: true, value: undefined }
    })
    const error: unknown = await wrong.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    expect(error).not.toBeInstanceOf(UniqueConflict)
  })

  it('lets a savepoint be undone alone, one inside the other', async () => {
    const { database } = await toyDatabase(name)
    await database.transact(async (unit) => {
      await insert(unit, 'a')
      const kept = await unit.savepoint(async () => {
        await insert(unit, 'b')
        const inner = unit.savepoint(async () => {
          await insert(unit, 'c')
          throw new Error('inner')
        })
        await expect(inner).rejects.toThrow('inner')
        return 'kept'
      })
      expect(kept).toBe('kept')
      const gone = unit.savepoint(async () => {
        await unit.savepoint(() => insert(unit, 'd'))
        throw new Error('outer')
      })
      await expect(gone).rejects.toThrow('outer')
      return { keep: true, value: undefined }
    })
    expect(await idsIn(database)).toEqual(['a', 'b'])
  })

  it('takes its handle and its savepoints with it', async () => {
    const { database } = await toyDatabase(name)
    const escaped = await database.transact((unit) => Promise.resolve({ keep: true, value: unit }))
    await expect(insert(escaped, 'a')).rejects.toThrow(HandleMisuse)
    await expect(escaped.savepoint(() => Promise.resolve(1))).rejects.toThrow(HandleMisuse)
    expect(await idsIn(database)).toEqual([])
  })
})

describe.each(DATABASES)('values on %s', (name) => {
  it.each([
    '',
    '桃子 🍑',
    "'; DROP TABLE toy_row; --",
    '\\ " \' ` % _',
    'a\nb\tc',
    'A',
    'ﾊﾝ',
    '\u0001\u007f',
  ])('keeps the text %j as it is', async (word) => {
    const { database } = await toyDatabase(name)
    await put(database, 'a', 1, word)
    const row = await database.reader('toy').selectFrom('toy_row').selectAll().executeTakeFirstOrThrow()
    expect(row['word']).toBe(word)
  })

  it('tells big and small letters and trailing blanks apart', async () => {
    const { database } = await toyDatabase(name)
    await put(database, 'a', 1, 'Peach')
    await put(database, 'A', 1, 'peach')
    await put(database, 'b', 1, 'plum')
    await put(database, 'B', 1, 'plum!')
    expect((await idsIn(database)).length).toBe(4)
    const found = await database
      .reader('toy')
      .selectFrom('toy_row')
      .select('id')
      .where('word', '=', 'PEACH')
      .execute()
    expect(found).toEqual([])
  })

  it('keeps whole numbers up to 2^53 − 1, and sums and counts them as numbers', async () => {
    const { database } = await toyDatabase(name)
    const most = Number.MAX_SAFE_INTEGER
    await put(database, 'a', most)
    await put(database, 'b', -most)
    await put(database, 'c', 7)
    const db = database.reader('toy')
    const rows = await db.selectFrom('toy_row').select('n').orderBy('id').limit(3).execute()
    expect(rows).toEqual([{ n: most }, { n: -most }, { n: 7 }])
    const { sum, count } = await db
      .selectFrom('toy_row')
      .select(({ fn }) => [fn.sum<number>('n').as('sum'), fn.countAll<number>().as('count')])
      .executeTakeFirstOrThrow()
    expect({ sum, count }).toEqual({ sum: 7, count: 3 })
  })

  it('counts rows that matched, changed or not', async () => {
    const { database } = await toyDatabase(name)
    await put(database, 'a', 5)
    const matched = await database.transact(async (unit) => {
      const tx = toyTx(unit)
      const same = await tx.updateTable('toy_row').set({ n: 5 }).where('id', '=', 'a').executeTakeFirst()
      const none = await tx.updateTable('toy_row').set({ n: 5 }).where('id', '=', 'b').executeTakeFirst()
      const less = await tx
        .updateTable('toy_row')
        .set((expression) => ({ n: expression('n', '-', 3) }))
        .where('n', '>=', 3)
        .executeTakeFirst()
      const gone = await tx.deleteFrom('toy_row').where('n', '=', 2).executeTakeFirst()
      return {
        keep: true,
        value: [same.numUpdatedRows, none.numUpdatedRows, less.numUpdatedRows, gone.numDeletedRows],
      }
    })
    expect(matched).toEqual([1n, 0n, 1n, 1n])
  })

  it('refuses what a column does not hold', async () => {
    const { database } = await toyDatabase(name)
    const crooked = database.transact(async (unit) => {
      await toyTx(unit).insertInto('toy_row').values({ id: 'a', n: 'seven', word: null }).execute()
      return { keep: true, value: undefined }
    })
    await expect(crooked).rejects.toThrow()
  })
})
