/**
 * What becomes of flows that were interrupted: resumed from their stored state, taken back when they were
 * refused half-way, joined by a second caller with the same key. An undo is tried until it works, and calls
 * for help when it does not.
 */
import { actorKey, type Rejection, type Result } from '@tiantou/kernel'
import { runCommand } from './command.ts'
import { type Corridor, corridorTx, rejected, writeDone } from './corridor.ts'
import type { CorridorTables, FlowRow } from './corridor-tables.ts'
import type { ReadDb } from './db/database.ts'
import { RunAgain, UniqueConflict } from './db/database.ts'
import {
  FLOW_ALARM_ATTEMPTS,
  FLOW_BACKOFF_MAX_MS,
  FLOW_LEASE_MS,
  FlowTaken,
  finishFlow,
  loadFlow,
  turnBack,
} from './flow-state.ts'
import { FlowRun } from './flow-run.ts'
import { CallError } from './problem.ts'

const MAX_RUNS = 12

/** Remembers a flow while it runs: a second caller of its key waits for it. */
export const track = async (
  corridor: Corridor,
  id: string,
  work: () => Promise<Result<unknown>>,
): Promise<Result<unknown>> => {
  const running = work()
  corridor.flowsAlive.set(id, running)
  try {
    return await running
  } finally {
    corridor.flowsAlive.delete(id)
  }
}

const readFlow = async (corridor: Corridor, id: string): Promise<FlowRow | undefined> => {
  const db = corridor.database.reader('platform', true) as unknown as ReadDb<CorridorTables>
  return db.selectFrom('platform_flow').selectAll().where('id', '=', id).executeTakeFirst()
}

/**
 * The answer of a flow that another caller began: waits for it here, or goes on where a dead process stopped.
 */
export const joinFlow = async (corridor: Corridor, id: string): Promise<Result<unknown>> => {
  const running = corridor.flowsAlive.get(id)
  if (running !== undefined) return running
  const row = await readFlow(corridor, id)
  const result = row !== undefined && (await claim(corridor, row)) ? await resume(corridor, row) : undefined
  if (result !== undefined) return result
  throw new CallError('platform.in_progress', 'This is still at work; ask again with the same key.')
}

/** Takes the lease by compare-and-set, once it has run out. */
const claim = (corridor: Corridor, row: FlowRow): Promise<boolean> => {
  const now = corridor.clock.now()
  if (row.claimed_until > now) return Promise.resolve(false)
  return corridor.database.transact(async (unit) => {
    const { numUpdatedRows } = await corridorTx(unit)
      .updateTable('platform_flow')
      .set({ claimed_until: now + FLOW_LEASE_MS, claimed_by: corridor.life, attempts: row.attempts + 1 })
      .where('id', '=', row.id)
      .where('attempts', '=', row.attempts)
      .where('claimed_until', '=', row.claimed_until)
      .where('state', 'in', ['running', 'undoing'])
      .executeTakeFirstOrThrow()
    return { keep: true, value: numUpdatedRows > 0n }
  })
}

/**
 * Runs a flow from its top until it has an answer; after a refusal what was committed is taken back. A
 * deadlock behind its first commit repeats what is open, no more.
 */
export const untilAnswered = async (run: FlowRun): Promise<Result<unknown>> => {
  for (let runs = 1; ; runs += 1) {
    try {
      const result = await run.go()
      if (!result.ok && !result.committed && run.state.stored) await takeBack(run, result)
      return result
    } catch (error) {
      if (!(error instanceof RunAgain) || !run.state.stored || runs >= MAX_RUNS) throw error
    }
  }
}

/** Goes on with a claimed flow; undefined when it cannot go on now and was put off. */
const resume = async (corridor: Corridor, row: FlowRow): Promise<Result<unknown> | undefined> => {
  try {
    const entry = corridor.registry.entry(row.flow)
    const { state, input, meta } = loadFlow(corridor, entry, row)
    const run = new FlowRun(corridor, entry, input, meta, state)
    return await track(corridor, row.id, () =>
      row.state === 'undoing'
        ? undoAll(corridor, run, state.memo.get(REFUSAL) as Rejection)
        : untilAnswered(run),
    )
  } catch (error) {
    if (error instanceof FlowTaken) corridor.log.warn({ err: error }, 'a flow was taken over')
    else await backOff(corridor, row, error)
    return undefined
  }
}

/** Where the memo keeps what the flow was refused with while it is being taken back. */
const REFUSAL = '!refusal'

/** Stores the direction, then undoes what earlier segments committed, newest first. */
const takeBack = async (run: FlowRun, refusal: Rejection): Promise<void> => {
  const { corridor } = run
  run.state.memo.set(REFUSAL, refusal)
  await corridor.database.transact(async (unit) => {
    await turnBack(corridor, unit, run.entry, run.state)
    return { keep: true, value: undefined }
  })
  try {
    await undoAll(corridor, run, refusal)
  } catch (error) {
    corridor.log.error({ err: error, flow: run.state.id }, 'an undo failed; it will be tried again')
  }
}

/** Leaves a tombstone on the forward key, so that a late remote step is refused. */
const tombstone = async (corridor: Corridor, run: FlowRun, name: string, forward: string): Promise<void> => {
  const entry = corridor.registry.entry(forward)
  const result = rejected('platform.undone', null, true)
  const row = { hash: '', result, flowId: null, now: corridor.clock.now() }
  try {
    await corridor.database.transact(async (unit) => {
      await writeDone(corridor, unit, entry, run.stepMeta(name), row)
      return { keep: true, value: undefined }
    })
  } catch (error) {
    // The step was done, or is undone already.
    if (!(error instanceof UniqueConflict)) throw error
  }
}

const undoAll = async (corridor: Corridor, run: FlowRun, refusal: Rejection): Promise<Result<unknown>> => {
  for (const { name, forward, op, input } of run.state.undos.toReversed()) {
    if (!corridor.fuse) await tombstone(corridor, run, name, forward)
    const meta = run.stepMeta(`${name}:undo`)
    const result = await runCommand(corridor, op, input, meta)
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
      .set({
        claimed_until: corridor.clock.now() + wait,
        // Nobody's: it waits for its time, whoever lives.
        claimed_by: null,
        error: String(error).slice(0, 2_000),
      })
      .where('id', '=', row.id)
      .where('attempts', '=', row.attempts + 1)
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

/** Resumes flows whose process died. Returns how many came to an answer. */
export const resumeFlows = async (corridor: Corridor): Promise<number> => {
  const db = corridor.database.reader('platform', true) as unknown as ReadDb<CorridorTables>
  const rows = await db
    .selectFrom('platform_flow')
    .selectAll()
    .where('state', 'in', ['running', 'undoing'])
    .where('claimed_until', '<=', corridor.clock.now())
    .orderBy('claimed_until')
    .limit(100)
    .execute()
  let resumed = 0
  for (const row of rows) {
    if (corridor.flowsAlive.has(row.id) || !(await claim(corridor, row))) continue
    if ((await resume(corridor, row)) !== undefined) resumed += 1
  }
  return resumed
}
