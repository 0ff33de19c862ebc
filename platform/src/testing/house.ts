/**
 * Houses for suites: any list of modules on a scratch database, on SQLite and, when asked for, on MariaDB.
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor, Command, InputOf, Operation, OutputOf, Query, ResultOf } from '@tiantou/kernel'
import { afterAll, describe } from 'vitest'
import type { Database } from '../db/database.ts'
import { openMysql } from '../db/mysql.ts'
import { openSqlite } from '../db/sqlite.ts'
import { type House, type HouseOptions, type HouseParts, openHouse } from '../house.ts'
import { openLog } from '../log.ts'
import { testClock, type TestClock } from './clock.ts'
import { createTestDatabase } from './mariadb.ts'

export type DatabaseName = 'sqlite' | 'mariadb'

interface By {
  readonly actor?: Actor
  readonly key?: string
}

/**
 * A house as tests hold it: a key of its own for every call that names none, `system` for every call that
 * names nobody.
 */
export interface TestHouse {
  readonly house: House
  readonly clock: TestClock
  readonly database: Database
  run<Op extends Command | Operation<'flow'>>(op: Op, input: InputOf<Op>, by?: By): Promise<ResultOf<Op>>
  /** Runs and returns the value; throws with the code when it was a no. */
  must<Op extends Command | Operation<'flow'>>(op: Op, input: InputOf<Op>, by?: By): Promise<OutputOf<Op>>
  ask<Op extends Query>(op: Op, input: InputOf<Op>, by?: { actor?: Actor }): Promise<OutputOf<Op>>
  effect<Op extends Operation<'effect'>>(op: Op, input: InputOf<Op>): Promise<OutputOf<Op>>
  /** Delivers every committed event, and what these cause. */
  settle(): Promise<void>
  close(): Promise<void>
}

export interface TestParts extends Omit<HouseParts, 'doors'>, Partial<Pick<HouseParts, 'doors'>> {
  readonly options?: Partial<
    Pick<HouseOptions, 'fuse' | 'settingsYaml' | 'relay' | 'log' | 'alone' | 'indexFolder'>
  >
  readonly clock?: TestClock
  /** Opens on this database instead of a fresh one: for restarts. */
  readonly on?: Database
}

export type OpenHouse = (parts: TestParts) => Promise<TestHouse>

/** The database kinds this run covers: TIANTOU_TEST_DB=both adds MariaDB. */
export const DATABASES: readonly DatabaseName[] =
  process.env['TIANTOU_TEST_DB'] === 'both' ? ['sqlite', 'mariadb'] : ['sqlite']

const KEYS = { current: 'test', keys: new Map([['test', testClock().random(32)]]) }

/** Fresh keys at every run, the same within one: no secret stands in the repository. */
export const testKeys = () => KEYS

export interface Scratch {
  readonly database: Database
  /** Opens the same data once more, as a restarted process would. */
  again(): Database
  remove(): Promise<void>
}

/** A fresh, empty database of one kind. */
export const scratchDatabase = async (name: DatabaseName): Promise<Scratch> => {
  if (name === 'sqlite') {
    const folder = await mkdtemp(join(tmpdir(), 'tiantou-test-'))
    const path = join(folder, 'test.sqlite')
    return {
      database: openSqlite(path),
      again: () => openSqlite(path),
      remove: () => rm(folder, { recursive: true, force: true }),
    }
  }
  const server = process.env['TIANTOU_TEST_MARIADB']
  if (server === undefined)
    throw new Error('TIANTOU_TEST_MARIADB is not set: the suite starts MariaDB by itself.')
  const url = await createTestDatabase(server, `t_${randomUUID().replaceAll('-', '')}`)
  // A file may hold fifty houses until its end: none of them keeps connections that it does not need.
  const open = () => openMysql({ url, connections: 24, idle: 2 })
  return { database: open(), again: open, remove: () => Promise.resolve() }
}

const wrap = (house: House, clock: TestClock, database: Database): TestHouse => {
  const by = (given: By = {}) => ({
    actor: given.actor ?? ({ kind: 'system', id: 'test' } as const),
    key: given.key ?? randomUUID(),
  })
  return {
    house,
    clock,
    database,
    run: (op, input, given) => house.run(op, input, by(given)),
    must: async (op, input, given) => {
      const result = await house.run(op, input, by(given))
      if (!result.ok) throw new Error(`${op.name} said ${JSON.stringify(result)}`)
      return result.value as OutputOf<typeof op>
    },
    ask: (op, input, given) => house.ask(op, input, by(given).actor),
    effect: (op, input) => house.effect(op, input),
    settle: () => house.relay.settle(),
    close: () => house.close(),
  }
}

/**
 * Describes the same suite on every database of this run; `open` gives a house on a fresh database of that
 * kind.
 */
export const eachDatabase = (suite: (name: DatabaseName, open: OpenHouse) => void): void => {
  describe.each(DATABASES)('on %s', (name) => {
    const cleanUps: (() => Promise<unknown>)[] = []
    const open: OpenHouse = async ({ options, clock = testClock(), on, ...parts }) => {
      let database = on
      if (database === undefined) {
        const scratch = await scratchDatabase(name)
        database = scratch.database
        cleanUps.push(scratch.remove)
      }
      const log = openLog('silent', clock)
      const house = await openHouse(parts, {
        database,
        clock,
        log,
        keys: testKeys(),
        alone: true,
        ...options,
      })
      let closed = false
      const held = wrap(house, clock, database)
      const close = async () => {
        if (!closed) await held.close()
        closed = true
      }
      cleanUps.unshift(close)
      return { ...held, close }
    }
    afterAll(async () => {
      for (const cleanUp of cleanUps) await cleanUp()
    })
    suite(name, open)
  })
}
