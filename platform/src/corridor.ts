/**
 * What the runner, flows, relay and jobs share: one process's view of the house. Assembled once by house.ts.
 */
import { type Actor, actorKey, type Rejection, type Result } from '@tiantou/kernel'
import { hash } from 'node:crypto'
import { canonical } from './calls/wire.ts'
import type { Clock } from './clock.ts'
import { hotChange, hotInsert, hotRows } from './db/compiled.ts'
import type { Database, Tx, Unit } from './db/database.ts'
import type { Indexes } from './indexes.ts'
import type { AuditRow, CorridorTables, DoneRow, OutboxRow } from './corridor-tables.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { CallError } from './problem.ts'
import type { Entry, Registry } from './registry.ts'
import type { FieldSecrets } from './secrets.ts'
import type { Settings } from './settings.ts'

/**
 * Who calls, with which key, seen under which trace. `inside` = a flow, reaction or job: let in at its own
 * door.
 */
export interface CallMeta {
  readonly actor: Actor
  readonly key: string
  readonly trace: string
  readonly inside?: boolean
  readonly clientIp?: string
  readonly userAgent?: string
  /**
   * A call through a door of code, or of a timer: nobody repeats it late, so its key lives as a client's
   * does.
   */
  readonly passing?: boolean
  /**
   * The key names something that happens once (a step of a flow, what a reaction sends): its first run is the
   * fact, whatever would be said under it now that the world moved on.
   */
  readonly firstIsFact?: boolean
}

export interface Corridor {
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly database: Database
  readonly registry: Registry
  readonly secrets: FieldSecrets
  readonly settings: Settings
  /** Filled ports by module. */
  readonly ports: ReadonlyMap<string, Readonly<Record<string, unknown>>>
  readonly indexes: Indexes
  /**
   * True while all modules are in this process on one database: steps of a flow then share one transaction.
   */
  readonly fuse: boolean
  /** This process, from its start to its end: what it claims bears this id. */
  readonly life: string
  /** Flows at work in this process, by id: second callers wait here, and the drain. */
  readonly flowsAlive: Map<string, Promise<Result<unknown>>>
  /** Called after a commit with the events that are now facts. */
  announce(events: readonly OutboxRow[]): void
}

/** Client keys live this long (architecture §4). */
export const CLIENT_KEY_TTL_MS = 7 * 86_400_000
/**
 * A just-committed event is delivered from memory by its own process for this long before others may claim
 * it.
 */
export const CLAIM_MS = 30_000

/** What one commit will carry besides the modules' own rows. */
export interface Book {
  readonly events: OutboxRow[]
  readonly audit: AuditRow[]
}

export const newBook = (): Book => ({ events: [], audit: [] })

export const corridorTx = (unit: Unit): Tx<CorridorTables> =>
  unit.handle('platform') as unknown as Tx<CorridorTables>

const insertEvents = hotInsert<OutboxRow>('platform_outbox', [
  'id',
  'name',
  'version',
  'payload',
  'trace',
  'occurred_at',
  'state',
  'claimed_until',
  'claimed_by',
  'attempts',
  'next_at',
  'error',
])

const insertAudit = hotChange<CorridorTables, AuditRow>((db, row) =>
  db.insertInto('platform_audit').values(row_(row)),
)

/** Kysely wants a literal object; a row of holes is a proxy, so its fields are read by name. */
function row_(row: AuditRow): AuditRow {
  const { id, at, actor, op, verdict, input, trace } = row
  return { id, at, actor, op, verdict, input, trace }
}

/** Writes the outbox and audit rows of a commit. */
export const writeBook = async (unit: Unit, book: Book): Promise<void> => {
  const tx = corridorTx(unit)
  if (book.events.length > 0) await insertEvents(tx as never, book.events)
  for (const row of book.audit) await insertAudit(tx, row)
}

const insertDoneRow = hotInsert<DoneRow>('platform_done', [
  'op',
  'actor',
  'key',
  'input_hash',
  'output',
  'flow_id',
  'created_at',
  'expires_at',
])

const selectDone = hotRows((db: Tx<CorridorTables>, p: { op: string; actor: string; key: string }) =>
  db
    .selectFrom('platform_done')
    .select(['input_hash', 'output', 'flow_id'])
    .where('op', '=', p.op)
    .where('actor', '=', p.actor)
    .where('key', '=', p.key),
)

/** Hash of an input; keyed for secret operations, whose inputs are few enough to guess. */
export const inputHash = (corridor: Corridor, entry: Entry, input: unknown): string =>
  entry.op.secret === true
    ? corridor.secrets.blind(entry.op.name, canonical(input))
    : hash('sha256', canonical(input), 'base64url')

const placeOf = (op: string, meta: CallMeta) => `platform_done|${op}|${actorKey(meta.actor)}|${meta.key}`

type Answer =
  { readonly value: unknown } | { readonly no: string; readonly data: unknown; readonly kept: boolean }

const toAnswer = (result: Result<unknown>): Answer =>
  result.ok ? { value: result.value } : { no: result.code, data: result.data ?? null, kept: result.committed }

const fromAnswer = (answer: Answer): Result<unknown> =>
  'value' in answer
    ? { ok: true, value: answer.value }
    : { ok: false, code: answer.no, data: answer.data, committed: answer.kept }

/** The text that the done row keeps of an answer; sealed for secret operations. */
const packAnswer = (corridor: Corridor, entry: Entry, meta: CallMeta, result: Result<unknown>): string => {
  const text = JSON.stringify(toAnswer(result))
  return entry.op.secret === true ? corridor.secrets.seal(text, placeOf(entry.op.name, meta)) : text
}

const unpackAnswer = (corridor: Corridor, entry: Entry, meta: CallMeta, text: string): Result<unknown> => {
  const plain = entry.op.secret === true ? corridor.secrets.open(text, placeOf(entry.op.name, meta)) : text
  return fromAnswer(JSON.parse(plain) as Answer)
}

const keptForGood = ({ op }: Entry, { inside, passing }: CallMeta): boolean =>
  op.keepKey === true || (inside === true && passing !== true)

/** Writes the done row, last of all. Throws UniqueConflict when somebody was first. */
export const writeDone = (
  corridor: Corridor,
  unit: Unit,
  entry: Entry,
  meta: CallMeta,
  row: {
    readonly hash: string
    readonly result: Result<unknown> | null
    readonly flowId: string | null
    readonly now: number
  },
): Promise<void> =>
  insertDoneRow(corridorTx(unit) as never, [
    {
      op: entry.op.name,
      actor: actorKey(meta.actor),
      key: meta.key,
      input_hash: row.hash,
      output: row.result === null ? null : packAnswer(corridor, entry, meta, row.result),
      flow_id: row.flowId,
      created_at: row.now,
      expires_at: keptForGood(entry, meta) ? null : row.now + CLIENT_KEY_TTL_MS,
    },
  ])

type Answered = Pick<DoneRow, 'op' | 'actor' | 'key'> & { readonly output: string }

const answerKey = hotChange((db: Tx<CorridorTables>, row: Answered) =>
  db
    .updateTable('platform_done')
    .set({ output: row.output })
    .where('op', '=', row.op)
    .where('actor', '=', row.actor)
    .where('key', '=', row.key),
)

/** Gives a key that was claimed without an answer its answer. */
export const fillDone = async (
  corridor: Corridor,
  unit: Unit,
  entry: Entry,
  meta: CallMeta,
  result: Result<unknown>,
): Promise<void> => {
  const row = { op: entry.op.name, actor: actorKey(meta.actor), key: meta.key }
  await answerKey(corridorTx(unit), { ...row, output: packAnswer(corridor, entry, meta, result) })
}

export type Earlier =
  | { readonly kind: 'none' }
  | { readonly kind: 'answered'; readonly result: Result<unknown> }
  | { readonly kind: 'under_way'; readonly flowId: string }

/**
 * What an earlier call with this key came to. Throws `platform.key_reused` when its input was another, unless
 * the first run is the fact.
 */
export const lookUpDone = async (
  corridor: Corridor,
  db: Pick<Tx<CorridorTables>, 'getExecutor'>,
  entry: Entry,
  meta: CallMeta,
  inputDigest: string,
): Promise<Earlier> => {
  const [row] = await selectDone(db as Tx<CorridorTables>, {
    op: entry.op.name,
    actor: actorKey(meta.actor),
    key: meta.key,
  })
  if (row === undefined) return { kind: 'none' }
  if (meta.firstIsFact !== true && row.input_hash !== inputDigest) {
    throw new CallError('platform.key_reused', 'This key was used for another input.')
  }
  if (row.output === null) return { kind: 'under_way', flowId: row.flow_id as string }
  return { kind: 'answered', result: unpackAnswer(corridor, entry, meta, row.output) }
}

/** A rejection as the corridor passes it on. */
export const rejected = (code: string, data: unknown, committed: boolean): Rejection => ({
  ok: false,
  code,
  data: data ?? null,
  committed,
})
