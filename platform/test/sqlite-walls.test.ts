/** What a module's handle may not do on SQLite: the walls between modules hold at run time too (R3, R4). */
import { describe, expect, it } from 'vitest'
import { migrate } from '../src/db/migrate.ts'
import { idsIn, put, raw, toyDatabase, toyTx } from './toy-tables.ts'

const DENIED = /not authorized|prohibited/

const FORBIDDEN = [
  'COMMIT',
  'ROLLBACK',
  'BEGIN',
  'SAVEPOINT mine',
  'RELEASE unit',
  'ROLLBACK TO unit',
  'PRAGMA synchronous = OFF',
  'PRAGMA journal_mode',
  'CREATE TABLE toy_mine (id TEXT)',
  'CREATE TEMP TABLE toy_mine (id TEXT)',
  'DROP TABLE toy_row',
  'ALTER TABLE toy_row ADD COLUMN more TEXT',
  'CREATE INDEX toy_more ON toy_row (n)',
  'CREATE TRIGGER toy_more AFTER INSERT ON toy_row BEGIN SELECT RAISE(ROLLBACK, 1); END',
  "ATTACH DATABASE ':memory:' AS more",
  'REINDEX',
  'SELECT * FROM sqlite_master',
  'SELECT * FROM platform_done',
  'SELECT t.id FROM toy_row t JOIN platform_done p ON p.op = t.id',
  'SELECT id FROM toy_row WHERE id IN (SELECT op FROM platform_done)',
  'WITH other AS (SELECT op FROM platform_done) SELECT * FROM other',
  'INSERT INTO toy_row SELECT op, 1, NULL FROM platform_done',
  "INSERT INTO platform_done (op) VALUES ('x')",
  "UPDATE platform_done SET op = 'x'",
  'UPDATE toy_row SET n = (SELECT COUNT(*) FROM platform_done)',
  'DELETE FROM platform_done',
  "SELECT * FROM pragma_table_info('platform_done')",
]

const ALLOWED = [
  'SELECT COUNT(*) AS n FROM toy_row',
  'WITH mine AS (SELECT id FROM toy_row) SELECT upper(id) AS id FROM mine',
  "INSERT INTO toy_row (id, n) VALUES ('b', 1) ON CONFLICT (id) DO UPDATE SET n = n + 1",
  'SELECT a.id FROM toy_row a JOIN toy_row b ON a.id = b.id',
  'WITH RECURSIVE up(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM up WHERE i < 3) SELECT i FROM up',
]

const withNeighbour = async () => {
  const scratch = await toyDatabase('sqlite')
  await migrate(
    scratch.database,
    'platform',
    [
      {
        name: '0001-done',
        up: async ({ table, types }) => {
          await table('platform_done')
            .addColumn('op', types.id, (column) => column.primaryKey())
            .execute()
        },
      },
    ],
    0,
  )
  return scratch
}

describe('the handle of a module', () => {
  it.each(FORBIDDEN)('does not run: %s', async (text) => {
    const { database } = await withNeighbour()
    await put(database, 'a')
    const trying = database.transact(async (unit) => {
      await expect(raw(unit.handle('toy'), text)).rejects.toThrow(DENIED)
      await toyTx(unit).insertInto('toy_row').values({ id: 'b', n: 1, word: null }).execute()
      return { keep: true, value: undefined }
    })
    await trying
    expect(await idsIn(database)).toEqual(['a', 'b'])
  })

  it.each(ALLOWED)('runs: %s', async (text) => {
    const { database } = await withNeighbour()
    await put(database, 'a')
    await database.transact(async (unit) => {
      await expect(raw(unit.handle('toy'), text)).resolves.toBeDefined()
      return { keep: true, value: undefined }
    })
  })

  it('is a wall for other names that begin alike, and for names with a hyphen', async () => {
    const { database } = await toyDatabase('sqlite')
    const asks = (module: string) => raw(database.reader(module), 'SELECT COUNT(*) AS n FROM toy_row')
    await expect(asks('to')).rejects.toThrow(DENIED)
    await expect(asks('toy_r')).rejects.toThrow(DENIED)
    await expect(asks('toys')).rejects.toThrow(DENIED)
    await migrate(database, 'toy-box', [], 0)
    await raw(database.reader('toy-box'), 'SELECT COUNT(*) AS n FROM toy_box_migration')
    await expect(raw(database.reader('toy-bo'), 'SELECT * FROM toy_box_migration')).rejects.toThrow(DENIED)
  })

  it('does not borrow what another module’s handle had prepared', async () => {
    const { database } = await withNeighbour()
    const text = 'SELECT COUNT(*) AS n FROM platform_done'
    await raw(database.reader('platform'), text)
    await expect(raw(database.reader('toy'), text)).rejects.toThrow(DENIED)
  })
})

describe('the handle of a reader', () => {
  it.each(["INSERT INTO toy_row (id, n) VALUES ('b', 1)", 'DELETE FROM toy_row', 'UPDATE toy_row SET n = 2'])(
    'does not write: %s',
    async (text) => {
      const { database } = await toyDatabase('sqlite')
      await put(database, 'a')
      await expect(raw(database.reader('toy'), text)).rejects.toThrow('readonly')
      expect(await idsIn(database)).toEqual(['a'])
    },
  )
})
