/** Migrations: in order, once, and again from where a crash stopped them. */
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Database, UniqueConflict } from '../src/db/database.ts'
import { migrate, type Migration } from '../src/db/migrate.ts'
import { DATABASES, scratchDatabase } from '../src/testing/index.ts'
import type { DatabaseName } from '../src/testing/index.ts'

const open = async (name: DatabaseName) => {
  const scratch = await scratchDatabase(name)
  onTestFinished(async () => {
    await scratch.database.close()
    await scratch.remove()
  })
  return scratch
}

const first: Migration = {
  name: '0001-boxes',
  up: async ({ table, types, index }) => {
    await table('toy_box')
      .addColumn('id', types.id, (column) => column.primaryKey().notNull())
      .addColumn('label', types.text(60))
      .addColumn('size_g', types.int)
      .execute()
    await index('toy_box_label', 'toy_box', ['label'], true)
    await index('toy_box_size', 'toy_box', ['size_g', 'label'])
  },
}

const second: Migration = {
  name: '0002-lids',
  up: async ({ table, column, types, db }) => {
    await table('toy_lid')
      .addColumn('id', types.id, (one) => one.primaryKey())
      .execute()
    await column('toy_lid', 'colour', types.code(20))
    await db.deleteFrom('toy_lid').where('id', '=', 'only').execute()
    await db.insertInto('toy_lid').values({ id: 'only' }).execute()
  },
}

const ledgerOf = async (database: Database) => {
  const rows = await database.owner().selectFrom('toy_migration').selectAll().orderBy('name').execute()
  return rows.map((row) => [row['name'], row['ran_at']])
}

describe.each(DATABASES)('migrations on %s', (name) => {
  it('run in order, are written down, and run once', async () => {
    const { database } = await open(name)
    expect(await migrate(database, 'toy', [first], 1)).toEqual(['0001-boxes'])
    expect(await migrate(database, 'toy', [first, second], 2)).toEqual(['0002-lids'])
    expect(await migrate(database, 'toy', [first, second], 3)).toEqual([])
    expect(await ledgerOf(database)).toEqual([
      ['0001-boxes', 1],
      ['0002-lids', 2],
    ])
  })

  it('keep a ledger for every module', async () => {
    const { database } = await open(name)
    await migrate(database, 'toy', [first], 1)
    expect(await migrate(database, 'toy-shop', [second], 1)).toEqual(['0002-lids'])
    const rows = await database.owner().selectFrom('toy_shop_migration').select('name').execute()
    expect(rows).toEqual([{ name: '0002-lids' }])
  })

  it('are run again after a crash at any of their statements', async () => {
    for (let survived = 0; survived < 6; survived += 1) {
      const { database } = await open(name)
      const crashing = crashAfter(database, survived)
      await expect(migrate(crashing, 'toy', [first, second], 1)).rejects.toThrow('pulled the plug')
      await migrate(database, 'toy', [first, second], 2)
      expect((await ledgerOf(database)).map(([done]) => done)).toEqual(['0001-boxes', '0002-lids'])
      expect(await database.owner().selectFrom('toy_lid').select('id').execute()).toEqual([{ id: 'only' }])
      const put = (id: string) => database.owner().insertInto('toy_box').values({ id, label: 'x' }).execute()
      await put('a')
      await expect(put('b')).rejects.toThrow(UniqueConflict)
    }
  })

  it('make tables whose columns hold what their type says and nothing else', async () => {
    const { database } = await open(name)
    await migrate(database, 'toy', [first], 1)
    const put = (values: Record<string, unknown>) =>
      database.owner().insertInto('toy_box').values(values).execute()
    await put({ id: 'a'.repeat(32), label: '桃'.repeat(60), size_g: Number.MAX_SAFE_INTEGER })
    await expect(put({ id: 'b', size_g: 'heavy' })).rejects.toThrow()
    const rows = await sql<{ n: number }>`SELECT COUNT(*) AS n FROM toy_box`.execute(database.owner())
    expect(rows.rows).toEqual([{ n: 1 }])
  })
})

describe.each(DATABASES.filter((name) => name === 'mariadb'))('migrations of two processes', (name) => {
  it('wait for those of another process that starts at the same time', async () => {
    const { database, again } = await open(name)
    const other = again()
    onTestFinished(() => other.close())
    const both = await Promise.all(
      [database, other].map((one) => one.exclusively(() => migrate(one, 'toy', [first, second], 1))),
    )
    expect(both.flat().toSorted()).toEqual(['0001-boxes', '0002-lids'])
  })
})

/** The same database, whose owner dies after so many statements. */
const crashAfter = (database: Database, statements: number): Database => {
  let left = statements
  return {
    ...database,
    owner: () =>
      new Proxy(database.owner(), {
        get: (handle, key) => {
          const changes = ['schema', 'insertInto', 'deleteFrom'].includes(String(key))
          if (changes && left === 0) throw new Error('pulled the plug')
          if (changes) left -= 1
          const member: unknown = Reflect.get(handle, key)
          return typeof member === 'function' ? (member.bind(handle) as unknown) : member
        },
      }),
  }
}
