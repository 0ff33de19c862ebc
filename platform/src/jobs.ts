/**
 * Timers with leases: a job is due when its row says so, one process takes it by compare-and-set, and each
 * thing it does is a keyed command, whose key lives as long as a client's: timers fire for ever. No timer of
 * the machine is ever the truth: only the stored times are.
 */
import { system } from '@tiantou/kernel'
import type { CrossJob, CrossJobContext } from './between.ts'
import { ask, run } from './command.ts'
import { type Corridor, corridorTx } from './corridor.ts'
import type { CorridorTables } from './corridor-tables.ts'
import { type ReadDb, UniqueConflict } from './db/database.ts'
import { dispatch } from './events/relay.ts'
import type { Job, JobContext } from './module.ts'

const LEASE_MS = 5 * 60_000
const TICK_MS = 1_000

interface Timer {
  readonly name: string
  readonly every_s: number
  readonly fire: () => Promise<void>
}

export interface Jobs {
  /** Runs every job that is due now, once. For tests: move the clock, then call. */
  runDue(): Promise<void>
  start(): void
  stop(): Promise<void>
}

const ownTimer = (corridor: Corridor, job: Job): Timer => {
  const actor = system(job.name)
  const context = (): JobContext => ({
    now: corridor.clock.now(),
    ask: (op, input) => ask(corridor, op, input, { actor, trace: job.name, inside: true }),
    run: async (op, input, key) => {
      await run(corridor, op, input, { actor, key, trace: job.name, inside: true, passing: true })
    },
  })
  return { name: job.name, every_s: job.every_s, fire: () => job.run(context()) }
}

const crossTimer = (corridor: Corridor, job: CrossJob): Timer => {
  const actor = system(job.name)
  const context = (): CrossJobContext => ({
    now: corridor.clock.now(),
    ask: (op, input) => ask(corridor, op, input, { actor, trace: job.name, inside: true }),
    run: ((operation, input, key) =>
      dispatch(
        corridor,
        { operation, input },
        { actor, key, trace: job.name, inside: true, passing: true },
      )) as CrossJobContext['run'],
  })
  return { name: job.name, every_s: job.every_s, fire: () => job.run(context()) }
}

/** Takes the job for this process if it is due; the first sight of a job makes its row. */
const take = async (corridor: Corridor, timer: Timer): Promise<boolean> => {
  const now = corridor.clock.now()
  const db = corridor.database.reader('platform', true) as unknown as ReadDb<CorridorTables>
  const row = await db
    .selectFrom('platform_job')
    .selectAll()
    .where('name', '=', timer.name)
    .executeTakeFirst()
  if (row !== undefined && (row.next_at > now || row.claimed_until > now)) return false
  return corridor.database.transact(async (unit) => {
    const tx = corridorTx(unit)
    const claimed = {
      next_at: now + timer.every_s * 1_000,
      claimed_until: now + LEASE_MS,
      claimed_by: corridor.life,
      last_error: null,
    }
    if (row === undefined) {
      try {
        await tx
          .insertInto('platform_job')
          .values({ name: timer.name, ...claimed })
          .execute()
      } catch (error) {
        if (error instanceof UniqueConflict) return { keep: false, value: false }
        throw error
      }
      return { keep: true, value: true }
    }
    const { numUpdatedRows } = await tx
      .updateTable('platform_job')
      .set(claimed)
      .where('name', '=', timer.name)
      .where('next_at', '=', row.next_at)
      .where('claimed_until', '=', row.claimed_until)
      .executeTakeFirstOrThrow()
    return { keep: true, value: numUpdatedRows > 0n }
  })
}

const giveBack = (corridor: Corridor, name: string, error: string | null): Promise<void> =>
  corridor.database.transact(async (unit) => {
    await corridorTx(unit)
      .updateTable('platform_job')
      .set({ claimed_until: 0, last_error: error })
      .where('name', '=', name)
      .where('claimed_by', '=', corridor.life)
      .execute()
    return { keep: true, value: undefined }
  })

/** Opens the timers of the house. */
export const openJobs = (corridor: Corridor, own: readonly Job[], cross: readonly CrossJob[]): Jobs => {
  const timers = [
    ...own.map((job) => ownTimer(corridor, job)),
    ...cross.map((job) => crossTimer(corridor, job)),
  ]
  /** What fires in this process now: a slow job holds up nobody but itself. */
  const firing = new Map<string, Promise<void>>()
  let ticking: NodeJS.Timeout | undefined

  const fire = async (one: Timer) => {
    let error: string | null = null
    try {
      if (!(await take(corridor, one))) return
      await one.fire()
    } catch (failure) {
      error = String(failure).slice(0, 2_000)
      corridor.log.error({ err: failure, job: one.name }, 'a job failed; it fires again at its next time')
      corridor.metrics.count('tiantou_job_failed_total', `job="${one.name}"`)
    }
    await giveBack(corridor, one.name, error)
  }
  const fireUnlessFiring = (one: Timer): Promise<void> => {
    let fired = firing.get(one.name)
    if (fired === undefined) {
      const note = (error: unknown) =>
        corridor.log.warn({ err: error, job: one.name }, 'its lease will run out')
      fired = fire(one)
        .catch(note)
        .finally(() => firing.delete(one.name))
      firing.set(one.name, fired)
    }
    return fired
  }
  const runDue = async () => {
    await Promise.all(timers.map(fireUnlessFiring))
  }
  return {
    runDue,
    start: () => {
      void runDue()
      ticking = setInterval(() => void runDue(), TICK_MS)
    },
    stop: async () => {
      clearInterval(ticking)
      await Promise.all(firing.values())
    },
  }
}
