/**
 * Looks at the rows of module user and of the corridor directly: what no query shows, tests must still see.
 */
import type { TestHouse } from '@tiantou/platform/testing'

const tables = [
  'user_user',
  'user_code',
  'user_failure',
  'user_known',
  'user_gate',
  'user_session',
  'user_token',
  'user_staff',
  'user_role',
  'user_permission',
  'user_address',
  'user_wechat',
  'user_wechat_visit',
  'user_profile',
  'user_consent',
  'user_confirmation',
  'user_erasure',
  'user_partner',
  'user_partner_secret',
]

const corridorTables = ['platform_done', 'platform_outbox', 'platform_audit', 'platform_flow']

/** All rows of one table. */
export const rowsOf = async (house: TestHouse, table: string): Promise<Record<string, unknown>[]> => {
  const module = table.slice(0, table.indexOf('_'))
  return house.database.reader(module, true).selectFrom(table).selectAll().execute()
}

/** Everything that module user keeps, as one text: equal before and after means that nothing changed. */
export const everything = async (house: TestHouse): Promise<string> =>
  JSON.stringify(await Promise.all(tables.map((table) => rowsOf(house, table))))

/** Everything that lies in the database, the corridor's rows too, as one text. */
export const wholeDatabase = async (house: TestHouse): Promise<string> => {
  const corridor = await Promise.all(corridorTables.map((table) => rowsOf(house, table)))
  return (await everything(house)) + JSON.stringify(corridor)
}

/** Names of the events in the outbox, with their payloads. */
export const eventsOf = async (house: TestHouse): Promise<{ name: unknown; payload: unknown }[]> => {
  const rows = await rowsOf(house, 'platform_outbox')
  return rows.map((row) => ({ name: row['name'], payload: JSON.parse(String(row['payload'])) as unknown }))
}
