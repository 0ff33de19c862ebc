/**
 * Moving a row along its machine: only from where the transition starts, once, and with a line of history.
 */
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Actor, machine } from '@tiantou/kernel'
import type { Database } from '../src/db/database.ts'
import { migrate } from '../src/db/migrate.ts'
import { move, recordHistory } from '../src/index.ts'
import { DATABASES, type DatabaseName, scratchDatabase } from '../src/testing/index.ts'
import type { Move } from '../src/transition.ts'

const parcel = machine('parcel', {
  initial: 'packed',
  final: ['delivered', 'lost'],
  transitions: {
    send: { from: ['packed'], to: 'sent' },
    deliver: { from: ['sent'], to: 'delivered' },
    lose: { from: ['packed', 'sent'], to: 'lost' },
  },
})

const actor: Actor = { kind: 'staff', id: 'stf_1', sessionId: 'ses_1', permissions: [] }

const opened = async (name: DatabaseName): Promise<Database> => {
  const { database, remove } = await scratchDatabase(name)
  onTestFinished(async () => {
    await database.close()
    await remove()
  })
  const up = {
    name: '0001-parcels',
    up: async ({ table, types }: Parameters<Parameters<typeof migrate>[2][number]['up']>[0]) => {
      await table('toy_parcel')
        .addColumn('id', types.id, (column) => column.primaryKey().notNull())
        .addColumn('state', types.code(10), (column) => column.notNull())
        .addColumn('version', types.int, (column) => column.notNull())
        .addColumn('carrier', types.text(20))
        .addColumn('paid', types.int, (column) => column.notNull())
        .execute()
      const history = table('toy_history').addColumn('id', types.id, (column) =>
        column.primaryKey().notNull(),
      )
      await ['subject_id', 'axis', 'transition', 'to_state', 'actor_kind', 'actor_id', 'note']
        .reduce((builder, column) => builder.addColumn(column, types.code(40)), history)
        .addColumn('at', types.int)
        .execute()
    },
  }
  await migrate(database, 'toy', [up], 0)
  const first = { id: 'p1', state: 'packed', version: 1, carrier: null, paid: 0 }
  await database
    .owner()
    .insertInto('toy_parcel')
    .values([first, { ...first, id: 'p2' }])
    .execute()
  return database
}

let ids = 0
const along = (
  database: Database,
  step: Partial<Move<typeof parcel>> & Pick<Move<typeof parcel>, 'transition'>,
) =>
  database.transact(async (unit) => {
    const context = {
      now: 42,
      actor,
      id: (prefix: string) => `${prefix}_${(ids += 1)}`,
      tx: unit.handle('toy'),
    }
    const whole = { machine: parcel, table: 'toy_parcel', column: 'state', id: 'p1', ...step }
    return { keep: true, value: await move(context, 'toy_history', whole) }
  })

const rows = (database: Database, table: string) =>
  database.reader('toy', true).selectFrom(table).selectAll().orderBy('id').execute()

describe.each(DATABASES)('a move on %s', (name) => {
  it('changes the one row, counts its version, and writes who, when and why', async () => {
    const database = await opened(name)
    const note = 'two boxes'
    expect(await along(database, { transition: 'send', set: { carrier: '顺丰' }, note })).toBe(true)
    expect(await rows(database, 'toy_parcel')).toEqual([
      { id: 'p1', state: 'sent', version: 2, carrier: '顺丰', paid: 0 },
      { id: 'p2', state: 'packed', version: 1, carrier: null, paid: 0 },
    ])
    expect(await rows(database, 'toy_history')).toMatchObject([
      {
        subject_id: 'p1',
        axis: 'state',
        transition: 'send',
        to_state: 'sent',
        actor_kind: 'staff',
        actor_id: 'stf_1',
        at: 42,
        note,
      },
    ])
  })

  it('does nothing from the wrong state, twice, for another row, or where more must hold', async () => {
    const database = await opened(name)
    expect(await along(database, { transition: 'deliver' })).toBe(false)
    expect(await along(database, { transition: 'send', id: 'p3' })).toBe(false)
    expect(await along(database, { transition: 'send', where: { paid: 1 } })).toBe(false)
    expect(await rows(database, 'toy_history')).toEqual([])
    expect(await along(database, { transition: 'send', where: { paid: 0 } })).toBe(true)
    expect(await along(database, { transition: 'send', where: { paid: 0 } })).toBe(false)
    expect(await rows(database, 'toy_history')).toHaveLength(1)
  })

  it('starts from any of its states', async () => {
    const database = await opened(name)
    await along(database, { transition: 'send' })
    expect(await along(database, { transition: 'lose' })).toBe(true)
    expect(await along(database, { transition: 'lose', id: 'p2' })).toBe(true)
    const states = (await rows(database, 'toy_parcel')).map((row) => [row['state'], row['version']])
    expect(states).toEqual([
      ['lost', 3],
      ['lost', 2],
    ])
  })

  it('is taken by one of two who try at once', async () => {
    const database = await opened(name)
    const both = await Promise.all([1, 2].map(() => along(database, { transition: 'send' })))
    expect(both.filter(Boolean)).toHaveLength(1)
    expect((await rows(database, 'toy_parcel'))[0]).toMatchObject({ version: 2 })
    expect(await rows(database, 'toy_history')).toHaveLength(1)
  })

  it('begins again where somebody changed what it was judged by', async () => {
    const database = await opened(name)
    // SQLite has one writer: nobody can.
    const another = async () => {
      if (name !== 'sqlite')
        await database.owner().updateTable('toy_parcel').set({ paid: 1 }).where('id', '=', 'p1').execute()
    }
    let runs = 0
    const seen = await database.transact(async (unit) => {
      runs += 1
      const tx = unit.handle('toy')
      // As on MySQL, which tells nobody of a changed row.
      if (name !== 'sqlite') await sql`SET SESSION innodb_snapshot_isolation = OFF`.execute(tx)
      const [row] = await tx.selectFrom('toy_parcel').selectAll().where('id', '=', 'p1').execute()
      const paid = Number(row?.['paid'])
      if (runs === 1) await another()
      const context = { now: 42, actor, id: () => `his_again_${runs}`, tx }
      const step = { machine: parcel, transition: 'send', table: 'toy_parcel', column: 'state' } as const
      const moved = await move(context, 'toy_history', { ...step, id: 'p1', where: { paid } })
      return { keep: true, value: { paid, moved } }
    })
    expect(seen).toEqual({ paid: name === 'sqlite' ? 0 : 1, moved: true })
    expect(runs).toBe(name === 'sqlite' ? 1 : 2)
    expect(await rows(database, 'toy_history')).toHaveLength(1)
  })

  it('can be told of a birth as well', async () => {
    const database = await opened(name)
    await database.transact(async (unit) => {
      const context = { now: 7, actor, id: () => 'his_1', tx: unit.handle('toy') }
      const born = { subject_id: 'p1', axis: 'state', transition: 'pack', to_state: 'packed', note: '' }
      await recordHistory(context, 'toy_history', born)
      return { keep: true, value: undefined }
    })
    expect(await rows(database, 'toy_history')).toMatchObject([{ id: 'his_1', to_state: 'packed', at: 7 }])
  })
})
