/** The whole database at a glance, to see that nothing was changed. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestPlatform } from './platform.ts'

const ROOT = join(import.meta.dirname, '../../..')

/** Written by the house itself at any time, or meant to be left by a no: timers, the audit of the denied. */
const NOT_WATCHED = new Set(['platform_job', 'platform_audit'])

/** What the migrations of the house say, file by file. */
const texts = ['modules/*/migrations/*.ts', 'platform/src/*.ts']
  .flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
  .map((file) => readFileSync(join(ROOT, file), 'utf8'))

/** Every table there is, with its columns. */
export const columnsOf: ReadonlyMap<string, readonly string[]> = (() => {
  const found = new Map<string, string[]>()
  for (const text of texts) {
    for (const [, table = '', body = ''] of text.matchAll(/\btable\('([a-z_]+)'\)([^;]*?)\.execute\(\)/g)) {
      const columns = [...body.matchAll(/\.addColumn\('(\w+)'/g)].map((match) => String(match[1]))
      found.set(table, [...(found.get(table) ?? []), ...columns])
    }
    for (const [, table = '', column = ''] of text.matchAll(/\bcolumn\('([a-z_]+)', '(\w+)'/g)) {
      found.set(table, [...(found.get(table) ?? []), column])
    }
  }
  return found
})()

const tables = [...columnsOf.keys()]

if (tables.length < 30) throw new Error('The tables of the house were not found in its migrations.')

/** A timer and a reaction leave their keys whenever they come. */
const isOwn = (table: string, row: Readonly<Record<string, unknown>>): boolean =>
  table === 'platform_done' && String(row['actor']).startsWith('system:')

/** Every row of every table as text; of the outbox how many, as the relay marks them whenever it likes. */
export const everythingIn = async (t: TestPlatform): Promise<Readonly<Record<string, string>>> => {
  const db = t.platform.house.corridor.database.owner()
  const seen: Record<string, string> = {}
  for (const table of tables.filter((name) => !NOT_WATCHED.has(name))) {
    const all = await db.selectFrom(table).selectAll().execute()
    const rows = all.filter((row) => !isOwn(table, row)).map((row) => JSON.stringify(row))
    seen[table] = table === 'platform_outbox' ? String(rows.length) : rows.toSorted().join('\n')
  }
  return seen
}
