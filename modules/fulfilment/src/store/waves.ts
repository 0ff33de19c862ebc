/** SQL of waves: whole groups of orders at once, since ten thousand of them are due in one night. */
import type { ReadDb, Tx } from '@tiantou/platform'
import { from, to } from '@tiantou/kernel'
import { taskState } from '../states.ts'
import type { FulfilmentTables, TaskRow, WaveRow } from '../tables.ts'

type FulfilmentTx = Tx<FulfilmentTables>
type FulfilmentDb = ReadDb<FulfilmentTables>

export interface Group extends Pick<TaskRow, 'pack_by' | 'arrive_from' | 'route' | 'classes'> {
  readonly orders: number
}

/** Orders that have their lots, are due and in no wave, by what they are picked together for. */
export const dueGroups = async (db: FulfilmentDb, packBefore: number): Promise<Group[]> => {
  const rows = await db
    .selectFrom('fulfilment_task')
    .select(['pack_by', 'arrive_from', 'route', 'classes'])
    .select((row) => row.fn.countAll<number>().as('orders'))
    .where('state', '=', 'allocated')
    .where('pack_by', '<=', packBefore)
    .where('wave_id', 'is', null)
    .groupBy(['pack_by', 'arrive_from', 'route', 'classes'])
    .execute()
  return rows.map((row) => ({ ...row, orders: Number(row.orders) }))
}

/** Puts a group into a wave; says how many orders it were. */
export const putInWave = async (tx: FulfilmentTx, group: Group, waveId: string): Promise<number> => {
  const { numUpdatedRows } = await tx
    .updateTable('fulfilment_task')
    .set({ wave_id: waveId })
    .where('state', '=', 'allocated')
    .where('pack_by', '=', group.pack_by)
    .where('arrive_from', '=', group.arrive_from)
    .where('route', '=', group.route)
    .where('classes', '=', group.classes)
    .where('wave_id', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

export const insertWave = async (tx: FulfilmentTx, row: WaveRow): Promise<void> => {
  await tx.insertInto('fulfilment_wave').values(row).execute()
}

export const findWave = (db: FulfilmentDb, id: string): Promise<WaveRow | undefined> =>
  db.selectFrom('fulfilment_wave').selectAll().where('id', '=', id).executeTakeFirst()

/** Waves that are not done, behind one of them. */
export const openWaves = (db: FulfilmentDb, after: string | undefined, limit: number): Promise<WaveRow[]> => {
  let query = db.selectFrom('fulfilment_wave').selectAll().where('state', 'in', ['planned', 'picking'])
  if (after !== undefined) query = query.where('id', '>', after)
  return query.orderBy('id').limit(limit).execute()
}

/** The orders of a wave begin to be picked; says how many. */
export const pickTasks = async (tx: FulfilmentTx, waveId: string): Promise<number> => {
  const { numUpdatedRows } = await tx
    .updateTable('fulfilment_task')
    .set((row) => ({ state: to(taskState, 'pick'), version: row('version', '+', 1) }))
    .where('wave_id', '=', waveId)
    .where('state', 'in', [...from(taskState, 'pick')])
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

export const tasksOfWave = (db: FulfilmentDb, waveId: string): Promise<TaskRow[]> =>
  db.selectFrom('fulfilment_task').selectAll().where('wave_id', '=', waveId).orderBy('id').execute()

/** Waves of which nothing is left to pack. */
export const finishedWaves = async (db: FulfilmentDb, limit: number): Promise<string[]> => {
  const rows = await db
    .selectFrom('fulfilment_wave as wave')
    .select('wave.id')
    .where('wave.state', 'in', ['planned', 'picking'])
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('fulfilment_task as task')
            .select('task.id')
            .whereRef('task.wave_id', '=', 'wave.id')
            .where('task.state', 'in', ['waiting', 'allocated', 'picking', 'on_hold']),
        ),
      ),
    )
    .orderBy('wave.id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** What the orders of a wave get, lot by lot, in the order of the walk. */
export const partsOfWave = (db: FulfilmentDb, waveId: string) =>
  db
    .selectFrom('fulfilment_task as task')
    .innerJoin('fulfilment_part as part', 'part.order_id', 'task.id')
    .innerJoin('fulfilment_line as line', 'line.id', 'part.line_id')
    .select([
      'task.order_no',
      'line.no',
      'line.sku_id',
      'line.title',
      'line.spec',
      'part.location',
      'part.lot_id',
      'part.lot_no',
      'part.use_by',
      'part.pieces',
    ])
    .where('task.wave_id', '=', waveId)
    .where('task.state', 'in', ['allocated', 'picking'])
    .orderBy('part.location')
    .orderBy('line.title')
    .orderBy('part.lot_id')
    .orderBy('task.id')
    .execute()

/** Orders in one state by packing time, behind one of them. */
export const tasksIn = (
  db: FulfilmentDb,
  state: TaskRow['state'],
  after: TaskRow | undefined,
  limit: number,
): Promise<TaskRow[]> => {
  let query = db.selectFrom('fulfilment_task').selectAll().where('state', '=', state)
  if (after !== undefined) {
    query = query.where((row) => row(row.refTuple('pack_by', 'id'), '>', row.tuple(after.pack_by, after.id)))
  }
  return query.orderBy('pack_by').orderBy('id').limit(limit).execute()
}
