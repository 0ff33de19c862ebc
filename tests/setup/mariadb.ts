/**
 * One private MariaDB for a whole run of the suites: its address goes to every worker as
 * `TIANTOU_TEST_MARIADB` and by `inject('mariadb')`. A server named by that variable beforehand is used as it
 * is; a run on SQLite alone starts none.
 */
import type { TestProject } from 'vitest/node'
import { startMariaDb } from '../../platform/src/testing/mariadb.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** `mysql://root@127.0.0.1:PORT`, or empty in a run on SQLite alone. */
    mariadb: string
  }
}

const variable = 'TIANTOU_TEST_MARIADB'

export default async (project: TestProject): Promise<() => Promise<void>> => {
  const given = process.env[variable]
  const wanted = given === undefined && process.env['TIANTOU_TEST_DB'] === 'both'
  // Suites kill servers, not machines.
  const server = wanted ? await startMariaDb(false) : undefined
  const url = given ?? server?.url ?? ''
  if (url !== '') process.env[variable] = url
  project.provide('mariadb', url)
  return async () => {
    if (server) delete process.env[variable]
    await server?.stop()
  }
}
