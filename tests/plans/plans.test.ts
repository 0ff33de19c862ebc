/**
 * Every statement that the suites ran is found by an index on both databases, or stands among what may be
 * read whole; and the suites ran every kind of statement that the stores hold.
 */
import { existsSync } from 'node:fs'
import type { Database } from '@tiantou/platform'
import { DATABASES, migrate, platformMigrations, scratchDatabase } from '@tiantou/platform/testing'
import { houseParts } from '@tiantou/server'
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTree } from '../checks/files.ts'
import { fill, tablesOf } from './fill.ts'
import { faultsOfMysql, faultsOfSqlite, type MysqlPlanRow, readStatements, type Statement } from './look.ts'
import { SMALL } from './small.data.ts'
import { kindsIn, wasRun } from './stores.ts'

const folder = process.env['TIANTOU_STATEMENTS'] ?? ''
const statements = existsSync(folder) ? readStatements(folder) : []

test('the suites left their statements: npm test runs them first and says where', () => {
  expect(
    statements.length,
    'run npm test, or name a folder in TIANTOU_STATEMENTS for both runs',
  ).toBeGreaterThan(200)
})

test('the suites ran every kind of statement that a store holds', () => {
  const texts = statements.map((one) => one.sql)
  const stores = readTree().filter(({ path }) => /^modules\/[a-z-]+\/src\/.*\.ts$/.test(path))
  const never = stores.flatMap(({ path, text }) =>
    kindsIn(text)
      .filter((kind) => !wasRun(kind, texts))
      .map(({ verb, table }) => `${path}: ${verb} of ${table}`),
  )
  expect([...new Set(never)]).toEqual([])
})

/** A migration, or a test of one, spoke to a schema that is no more. */
const ofOtherSchema = (error: unknown): string[] => {
  if (/no such (column|table)|Unknown column|doesn't exist|no column named/.test(String(error))) return []
  throw error
}

describe.each(DATABASES)('on %s', (name) => {
  let database: Database
  let remove: () => Promise<void>

  beforeAll(async () => {
    const scratch = await scratchDatabase(name)
    database = scratch.database
    remove = scratch.remove
    await migrate(database, 'platform', platformMigrations, 1)
    // Only the list of modules is wanted: no port is called.
    const { modules } = houseParts({} as never, {} as never)
    for (const { contract, migrations } of modules) await migrate(database, contract.module, migrations, 1)
    for (const table of await tablesOf(database)) await fill(database, table)
  })

  afterAll(async () => {
    await database.close()
    await remove()
  })

  const planOf = async ({ sql, parameters }: Pick<Statement, 'sql' | 'parameters'>): Promise<string[]> => {
    const explain = name === 'sqlite' ? `EXPLAIN QUERY PLAN ${sql}` : `EXPLAIN ${sql}`
    const values = name === 'sqlite' ? sql.match(/\?/g)?.map(() => null) : parameters
    const query = CompiledQuery.raw(explain, [...(values ?? [])])
    const { rows } = await database.owner().executeQuery(query)
    if (name === 'sqlite')
      return faultsOfSqlite(
        sql,
        rows.map((row) => String((row as { detail: string }).detail)),
      )
    return faultsOfMysql(sql, rows as MysqlPlanRow[])
  }

  test('no statement reads a table from one end to the other', async () => {
    const dialect = name === 'sqlite' ? 'sqlite' : 'mysql'
    const known = new Set(await tablesOf(database))
    const ours = statements.filter(({ sql }) => {
      const tables = sql.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? []
      return tables.some((table) => known.has(table))
    })
    const faults: string[] = []
    for (const one of ours.filter((each) => each.dialect === dialect)) {
      faults.push(...(await planOf(one).catch(ofOtherSchema)))
    }
    expect([...new Set(faults)]).toEqual([])
  })

  test('one that does is caught', async () => {
    const scan = 'select * from order_order where note = ?'
    expect(await planOf({ sql: scan, parameters: ['x'] })).toHaveLength(1)
    const found = 'select * from order_order where order_no = ?'
    expect(await planOf({ sql: found, parameters: ['x'] })).toEqual([])
  })

  test('what may be read whole is there', async () => {
    const tables = await tablesOf(database)
    expect(Object.keys(SMALL).filter((table) => !tables.includes(table))).toEqual([])
  })
})
