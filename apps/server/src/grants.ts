/**
 * What the application's database account may do, as GRANT statements: read and write every table, but where
 * a module says that rows stay, only add to it. The schema is for the account of DATABASE_MIGRATE_URL.
 */
import type { House } from '@tiantou/platform'
import { sql } from 'kysely'

/** `tiantou@10.0.0.%`: a name and the hosts it may come from. */
const ACCOUNT = /^([\w.-]{1,32})@([\w.:%-]{1,255})$/

/** One statement a table. @throws Error where the account is none, or the database is SQLite */
export const grantsFor = async ({ corridor }: House, account: string): Promise<string[]> => {
  const [, name, host] = ACCOUNT.exec(account) ?? []
  if (name === undefined || host === undefined)
    throw new Error('An account is name@host, such as tiantou@10.0.0.%.')
  if (corridor.database.dialect !== 'mysql')
    throw new Error('SQLite has no accounts: its triggers stand guard.')
  const modules = [...corridor.registry.modules.values()]
  const appendOnly = new Set(modules.flatMap((module) => module.appendOnly))
  const { rows } = await sql<{ db: string; name: string }>`
    SELECT table_schema AS db, table_name AS name FROM information_schema.tables
    WHERE table_schema = DATABASE() ORDER BY table_name`.execute(corridor.database.owner())
  return rows.map((table) => {
    const rights = appendOnly.has(table.name) ? 'SELECT, INSERT' : 'SELECT, INSERT, UPDATE, DELETE'
    return `GRANT ${rights} ON \`${table.db}\`.\`${table.name}\` TO '${name}'@'${host}';`
  })
}
