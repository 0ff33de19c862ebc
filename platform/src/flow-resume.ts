/**
 * What becomes of flows that were interrupted: resumed from their stored state, taken back when they were
 * refused half-way, joined by a second caller with the same key. An undo is tried until it works, and calls
 * for help when it does not.
 */
import { actorKey, type Rejection, type Result } from '@tiantou/kernel'
import { runCommand } from './command.ts'
import { type Corridor, corridorTx, lookUpDone, rejected, writeDone } from './corridor.ts'
import type { CorridorTables, FlowRow } from './corridor-tables.ts'
import type { ReadDb } from './db/database.ts'
import { UniqueConflict } from './db/database.ts'
import {
  FLOW_ALARM_ATTEMPTS,
  FLOW_BACKOFF_MAX_MS,
  FLOW_LEASE_MS,
  finishFlow,
  loadFlow,
  setFlowState,
} from './flow-state.ts'
import { FlowRun } from './flow-run.ts'
import { CallError } from './problem.ts'

/** Flows at work in this process: a second caller of the same key waits here. */
const alive = new Map<string, Promise<Result<unknown>>>()

/** Remembers a flow while it runs. */
export const track = async (id: string, running: Promise<Result<unknown>>): Promise<Result<unknown>> => {
  alive.set(id, running)
  try {
    return await running
  } finally {
    alive.delete(id)
  }
}

/** Ids of flows at work in this process; a drain waits for them. */
export const flowsAlive = (): number => alive.size

const readFlow = async (corridor: Corridor, id: string): Promise<FlowRow | undefined> => {
  const db = corridor.database.reader('platform', true) as unknown as ReadDb<CorridorTables>
  return db.selectFrom('platform_flow').selectAll().where('id', '=', id).executeTakeFirst()
}

/**
 * The answer of a flow that another caller began: waits for it here, or goes on where a dead process stopped.
 */
export const joinFlow = async (corridor: Corridor, id: string): Promise<Result<unknown>> => {
  const running = alive.get(id)
  if (running !== undefined) return running
  const row = await readFlow(corridor, id)
  if (row !== undefined && (await claim(corridor, row))) return resume(corridor, row)
  throw new CallError('platform.in_progress', 'This is still at work; ask again with the same key.')
}

/** Takes the lease by compare-and-set. */
const claim = (corridor: Corridor, row: FlowRow, always = false): Promise<boolean> => {
  const now = corridor.clock.now()
  if (row.claimed_until > now && !always) return Promise.resolve(false)
  return corridor.database.transact(async (unit) => {
    const { numUpdatedRows } = await corridorTx(unit)
      .updateTable('platform_flow')
      .set({ claimed_until: now + FLOW_LEASE_MS, attempts: row.attempts + 1 })
      .where('id', '=', row.id)
      .where('claimed_until', '=', row.claimed_until)
      .where('state', 'in', ['running', 'undoing'])
      .executeTakeFirstOrThrow()
    return { keep: true, value: numUpdatedRows > 0n }
  })
}

const resume = async (corridor: Corridor, row: FlowRow): Promise<Result<unknown>> => {
  const entry = corridor.registry.entry(row.flow)
  const { state, input, meta } = loadFlow(corridor, entry, row)
  const run = new FlowRun(corridor, entry, input, meta, state)
  if (row.state === 'undoing') {
    const result = state.memo.get(REFUSAL) as Rejection
    return track(row.id, undoAll(corridor, run, result))
  }
  try {
    const result = await track(row.id, run.go())
    if (!result.ok && !result.committed) await takeBack(run, result)
    return result
  } catch (error) {
    await run.drop()
    throw error
  }
}

/** Where the memo keeps what the flow was refused with while it is being taken back. */
const REFUSAL = '!refusal'

/** Stores the direction, then undoes what earlier segments committed, newest first. */
export const takeBack = async (run: FlowRun, refusal: Rejection): Promise<void> => {
  const { corridor } = run
  run.state.memo.set(REFUSAL, refusal)
  await corridor.database.transact(async (unit) => {
    await corridorTx(unit)
      .updateTable('platform_flow')
      .set({ memo: JSON.stringify([...run.state.memo]), undos: JSON.stringify(run.state.undos) })
      .where('id', '=', run.state.id)
      .execute()
    await setFlowState(unit, run.state.id, 'undoing', corridor.clock.now() + FLOW_LEASE_MS)
    return { keep: true, value: undefined }
  })
  try {
    await undoAll(corridor, run, refusal)
  } catch (error) {
    corridor.log.error({ err: error, flow: run.state.id }, 'an undo failed; it will be tried again')
  }
}

/** Leaves a tombstone on the forward key, so that a late remote step is refused. */
const tombstone = (corridor: Corridor, run: FlowRun, name: string, forward: string): Promise<void> =>
  corridor.database.transact(async (unit) => {
    const meta = run.stepMeta(name)
    const entry = corridor.registry.entry(forward)
    const { kind } = await lookUpDone(corridor, corridorTx(unit), entry, meta, null)
    if (kind === 'none') {
      const result = rejected('platform.undone', null, true)
      await writeDone(corridor, unit, entry, meta, {
        hash: '',
        result,
        flowId: null,
        now: corridor.clock.now(),
      })
    }
    return { keep: true, value: undefined }
  })

const undoAll = async (corridor: Corridor, run: FlowRun, refusal: Rejection): Promise<Result<unknown>> => {
  for (const { name, forward, op, input } of run.state.undos.toReversed()) {
    await tombstone(corridor, run, name, forward).catch((error: unknown) => {
      if (!(error instanceof UniqueConflict)) throw error
    })
    const meta = run.stepMeta(`${name}:undo`)
    const result = await runCommand(corridor, op, input, meta, true)
    if (!result.ok && !result.committed) {
      throw new Error(
        `The undo ${op} of ${name} in ${actorKey(run.meta.actor)}'s ${run.state.id} refused ${result.code}.`,
      )
    }
  }
  await corridor.database.transact(async (unit) => {
    await finishFlow(corridor, unit, run.entry, run.meta, run.state, refusal)
    return { keep: true, value: undefined }
  })
  return refusal
}

const backOff = async (corridor: Corridor, row: FlowRow, error: unknown): Promise<void> => {
  const wait = Math.min(1_000 * 2 ** Math.min(row.attempts, 20), FLOW_BACKOFF_MAX_MS)
  await corridor.database.transact(async (unit) => {
    await corridorTx(unit)
      .updateTable('platform_flow')
      .set({ claimed_until: corridor.clock.now() + wait, error: String(error).slice(0, 2_000) })
      .where('id', '=', row.id)
      .execute()
    return { keep: true, value: undefined }
  })
  const level = row.attempts + 1 >= FLOW_ALARM_ATTEMPTS ? 'fatal' : 'warn'
  corridor.log[level](
    { err: error, flow: row.id, op: row.flow, attempts: row.attempts + 1 },
    'a flow cannot go on',
  )
  if (level === 'fatal') corridor.metrics.count('tiantou_flow_alarm_total', `op="${row.flow}"`)
}

/**
 * Resumes flows whose process died. `all` ignores leases: right at the start of the only process. Returns how
 * many.
 */
export const resumeFlows = async (corridor: Corridor, all = false): Promise<number> => {
  const db = corridor.database.reader('platform', true) as unknown as ReadDb<CorridorTables>
  const now = corridor.clock.now()
  const rows = await db
    .selectFrom('platform_flow')
    .selectAll()
    .where('state', 'in', ['running', 'undoing'])
    .where('claimed_until', '<=', all ? now + FLOW_BACKOFF_MAX_MS : now)
    .orderBy('claimed_until')
    .limit(100)
    .execute()
  let resumed = 0
  for (const row of rows) {
    if (alive.has(row.id)) continue
    if (!(await claim(corridor, row, all))) continue
    try {
      await resume(corridor, row)
      resumed += 1
    } catch (error) {
      await backOff(corridor, row, error)
    }
  }
  return resumed
}
