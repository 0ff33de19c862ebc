/**
 * What the open transactions of a process are about to make true, told from the statements that pass: the
 * drivers are patched here, in the victim only. Every command and flow leaves its name in `platform_done`.
 * And the calls by which money moves outside.
 */
import { StatementSync } from 'node:sqlite'
import mysql from 'mysql2'

/** Hears of each COMMIT and call, right before and right after, with what it holds or moves. */
export type Hear = (side: 'before' | 'after', marks: readonly string[]) => void

const DONE = /^(insert into|update) .?platform_done/i
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^update .?platform_outbox.? set .?state/i, 'events sent'],
  [/^update .?platform_flow.? set .?claimed_until.? = \?, .?claimed_by/i, 'flow claimed'],
  [/^update .?platform_(outbox|flow|job).? set .?claimed_until.? = \? where/i, 'claims freed'],
  [/^(insert into|delete from) .?platform_life/i, 'life'],
  [/^(insert into|update) .?platform_job/i, 'job'],
]

/** A flow's first commit claims its key without an answer, its last one gives the answer. */
const markOf = (sql: string, values: readonly unknown[]): string | undefined => {
  const done = DONE.exec(sql)
  if (done === null) return OTHERS.find(([pattern]) => pattern.test(sql))?.[1]
  if (done[1]?.toLowerCase() === 'update') return `${String(values[1])} ends`
  return values[4] === null ? `${String(values[0])} begins` : String(values[0])
}

const hearSqlite = (hear: Hear): void => {
  const { run } = StatementSync.prototype
  const marks = new Set<string>()
  Object.assign(StatementSync.prototype, {
    run(this: StatementSync, ...values: unknown[]) {
      const go = () => Reflect.apply(run, this, values) as unknown
      if (this.sourceSQL !== 'COMMIT') {
        const mark = markOf(this.sourceSQL, values)
        if (mark !== undefined) marks.add(mark)
        return go()
      }
      const held = [...marks]
      marks.clear()
      hear('before', held)
      const result = go()
      hear('after', held)
      return result
    },
  })
}

type Done = (error: Error | null, ...more: unknown[]) => void
interface Callable {
  query(options: { sql: string }, done: Done): unknown
  execute(options: { sql: string; values: readonly unknown[] }, done: Done): unknown
}

const holderOf = (from: unknown, name: 'query' | 'execute'): Callable => {
  let holder = Object.getPrototypeOf(from) as Callable
  while (!Object.hasOwn(holder, name)) holder = Object.getPrototypeOf(holder) as Callable
  return holder
}

const hearMysql = (hear: Hear): void => {
  const probe = mysql.createConnection({ host: '127.0.0.1', port: 1, connectTimeout: 1 })
  probe.on('error', () => undefined)
  probe.destroy()
  const open = new WeakMap<object, Set<string>>()
  const [queries, executes] = [holderOf(probe, 'query'), holderOf(probe, 'execute')]
  const { query } = queries
  const { execute } = executes
  executes.execute = function patched(this: Callable, options, done) {
    const mark = markOf(options.sql, options.values)
    if (mark !== undefined) open.set(this, (open.get(this) ?? new Set()).add(mark))
    return Reflect.apply(execute, this, [options, done])
  }
  queries.query = function patched(this: Callable, options, done) {
    const held = [...(open.get(this) ?? [])]
    if (/^(START|COMMIT|ROLLBACK$)/.test(options.sql)) open.delete(this)
    if (options.sql !== 'COMMIT') return Reflect.apply(query, this, [options, done])
    hear('before', held)
    const after: Done = (error, ...more) => {
      hear('after', held)
      done(error, ...more)
    }
    return Reflect.apply(query, this, [options, after])
  }
}

/**
 * Calls by which money moves at a channel: between it and the COMMIT of its answer only the channel knows.
 */
const CALLS: Readonly<Record<string, string>> = {
  'POST /v3/refund/domestic/refunds': 'refund at the channel',
  'POST /v3/fund-app/mch-transfer/transfer-bills': 'transfer at the channel',
}

/** The global fetch, listened to. */
export const hearCalls =
  (hear: Hear): typeof fetch =>
  async (to, init) => {
    const mark = CALLS[`${init?.method ?? 'GET'} ${new URL(to instanceof Request ? to.url : to).pathname}`]
    if (mark !== undefined) hear('before', [mark])
    const response = await fetch(to, init)
    if (mark !== undefined) hear('after', [mark])
    return response
  }

/** Listens to both drivers; a process uses one of them. */
export const hearCommits = (hear: Hear): void => {
  hearSqlite(hear)
  hearMysql(hear)
}
