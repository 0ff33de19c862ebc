/** What packers, store keepers and shoppers ask: waves, pick lists, orders at the station, scales. */
import { pageOf, type QueryHandler, type ReadDb } from '@tiantou/platform'
import type { Fulfilment } from './contract.ts'
import type { FulfilmentSettings } from './settings.ts'
import { parcelsOf } from './store/parcels.ts'
import { allScales, latestChecks } from './store/scales.ts'
import { shortagesOf } from './store/shortages.ts'
import { findTask, linesOf, partsOf, weighingsOf } from './store/tasks.ts'
import { findWave, openWaves, partsOfWave, tasksIn, tasksOfWave } from './store/waves.ts'
import type { FulfilmentTables, TaskRow, WaveRow } from './tables.ts'
import { taskView, type Whole } from './views.ts'

type Queries = typeof Fulfilment.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], FulfilmentTables, FulfilmentSettings>

const DEFAULT_LIMIT = 20
const hour_ms = 3_600_000

const waveView = (row: WaveRow) => ({
  waveId: row.id,
  state: row.state,
  packBy: row.pack_by,
  arriveFrom: row.arrive_from,
  route: row.route,
  classes: row.classes,
  orders: row.orders,
})

export const waves: Handler<'waves'> = async ({ limit = DEFAULT_LIMIT, cursor }, { db }) => {
  const { shown, next } = pageOf(await openWaves(db, cursor, limit + 1), limit, (row) => row.id)
  return { items: shown.map(waveView), next }
}

export const pickList: Handler<'pickList'> = async ({ waveId }, { db, refuse }) => {
  const wave = await findWave(db, waveId)
  if (wave === undefined) return refuse('no_such_wave')
  const [rows, tasks] = [await partsOfWave(db, waveId), await tasksOfWave(db, waveId)]
  const goods = Map.groupBy(rows, (row) => `${row.location} ${row.lot_id} ${row.sku_id}`)
  const lines = new Map<string, number>()
  for (const { order_no } of rows) lines.set(order_no, (lines.get(order_no) ?? 0) + 1)
  return {
    wave: waveView(wave),
    goods: [...goods.values()].flatMap((own) => {
      const [first] = own
      if (first === undefined) return []
      const { location, lot_id: lotId, lot_no: lotNo, use_by: useBy, sku_id: skuId, title, spec } = first
      return {
        location,
        lotId,
        lotNo,
        useBy,
        skuId,
        title,
        spec,
        pieces: own.reduce((sum, row) => sum + row.pieces, 0),
        orders: own.map((row) => ({ orderNo: row.order_no, lineNo: row.no, pieces: row.pieces })),
      }
    }),
    orders: tasks.map(({ id: orderId, order_no: orderNo, state }) => ({
      orderId,
      orderNo,
      state,
      lines: lines.get(orderNo) ?? 0,
    })),
  }
}

export const tasks: Handler<'tasks'> = async ({ limit = DEFAULT_LIMIT, cursor, state }, { db }) => {
  const after = cursor === undefined ? undefined : await findTask(db, cursor)
  const { shown, next } = pageOf(await tasksIn(db, state, after, limit + 1), limit, (row) => row.id)
  const items = shown.map((row) => ({
    orderId: row.id,
    orderNo: row.order_no,
    state: row.state,
    route: row.route,
    classes: row.classes,
    packBy: row.pack_by,
    arriveFrom: row.arrive_from,
    waveId: row.wave_id,
  }))
  return { items, next }
}

const wholeOf = async (db: ReadDb<FulfilmentTables>, row: TaskRow): Promise<Whole> => ({
  task: row,
  lines: await linesOf(db, row.id),
  parts: await partsOf(db, row.id),
  weighings: await weighingsOf(db, row.id),
  shortages: await shortagesOf(db, row.id),
  parcels: await parcelsOf(db, row.id),
})

export const task: Handler<'task'> = async ({ orderId }, { db, settings, refuse }) => {
  const row = await findTask(db, orderId)
  if (row === undefined) return refuse('no_such_task')
  return taskView(await wholeOf(db, row), settings.freeOverBps)
}

export const ofOrder: Handler<'ofOrder'> = async ({ orderId }, { db, settings }) => {
  const row = await findTask(db, orderId)
  return row === undefined ? null : taskView(await wholeOf(db, row), settings.freeOverBps)
}

/** Checks that are shown of each scale. */
const shownChecks = 20

export const scales: Handler<'scales'> = async (_input, { db, settings }) => {
  const items = []
  for (const row of await allScales(db)) {
    const checks = await latestChecks(db, row.id, shownChecks)
    items.push({
      scale: row.id,
      name: row.name,
      divisionGrams: row.division_g,
      state: row.state,
      checkedAt: row.checked_at,
      goodUntil: row.state === 'in_use' ? (row.checked_at ?? 0) + settings.scaleCheckHours * hour_ms : null,
      checks: checks.map((one) => ({
        at: one.at,
        referenceGrams: one.reference_g,
        shownGrams: one.shown_g,
      })),
    })
  }
  return { items }
}
