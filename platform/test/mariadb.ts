/** Handles of a test's own on one scratch database of MariaDB. */
import { inject, onTestFinished } from 'vitest'
import type { Database } from '../src/db/database.ts'
import { migrate } from '../src/db/migrate.ts'
import { type MysqlOptions, openMysql } from '../src/db/mysql.ts'
import { createTestDatabase, DATABASES } from '../src/testing/index.ts'
import { toyMigration } from './toy-tables.ts'

/** MariaDB where this run covers it. */
export const MARIADB = DATABASES.filter((name) => name === 'mariadb')

/** A handle that goes with the test. */
export const opened = (options: MysqlOptions): Database => {
  const database = openMysql(options)
  onTestFinished(() => database.close())
  return database
}

let databases = 0

/** The same scratch database for several handles with options of their own. */
export const scratchUrl = async (): Promise<string> => {
  databases += 1
  const url = await createTestDatabase(inject('mariadb'), `m_${process.pid}_${Date.now()}_${databases}`)
  await migrate(opened({ url, connections: 1 }), 'toy', [toyMigration], 0)
  return url
}
