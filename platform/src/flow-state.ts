/**
 * The stored state of flows that outlive one transaction: what was committed, how to take it back, which
 * direction it goes.
 */
import { type Actor, actorKey, type Result } from '@tiantou/kernel'
import { type CallMeta, type Corridor, corridorTx, fillDone } from './corridor.ts'
import type { CorridorTables, FlowRow } from './corridor-tables.ts'
import { hotChange, hotInsert } from './db/compiled.ts'
import type { Tx, Unit } from './db/database.ts'
import type { Entry } from './registry.ts'

/**
 * A flow holds its row for this long; after that somebody else may resume it, and earlier when its process is
 * found dead.
 */
export const FLOW_LEASE_MS = 60_000
/** Backs off to at most this between tries of a flow that cannot go on. */
export const FLOW_BACKOFF_MAX_MS = 15 * 60_000
/** After this many tries somebody is called. */
export const FLOW_ALARM_ATTEMPTS = 5

export interface StoredUndo {
  readonly name: string
  /** The operation that is taken back: its key gets the tombstone. */
  readonly forward: string
  readonly op: string
  readonly input: unknown
}

export interface FlowState {
  readonly id: string
  readonly startedAt: number
  readonly memo: Map<string, Result<unknown>>
  undos: StoredUndo[]
  /** True once a row exists. */
  stored: boolean
  /** The claim that is held: once somebody else has claimed the row, nothing more can be written here. */
  attempts: number
}

/** Somebody else has claimed the flow meanwhile, and goes on with it: what is open here must not be kept. */
export class FlowTaken extends Error {
  override readonly name = 'FlowTaken'
}

/** How a part is remembered: no step is called like it. */
export const partName = (part: string): string => `(${part})`
const isPart = (name: string): boolean => name.startsWith('(')

const inputPlace = (id: string) => `platform_flow|${id}`
const memoPlace = (id: string) => `platform_flow|memo|${id}`

const insertRow = hotInsert<FlowRow>('platform_flow', [
  'id',
  'flow',
  'actor',
  'key',
  'input',
  'state',
  'memo',
  'undos',
  'started_at',
  'claimed_until',
  'claimed_by',
  'attempts',
  'error',
  'trace',
])

type Progress = Pick<FlowRow, 'id' | 'attempts' | 'memo' | 'undos' | 'claimed_until'>

const updateRow = hotChange((db: Tx<CorridorTables>, row: Progress) =>
  db
    .updateTable('platform_flow')
    .set({ memo: row.memo, undos: row.undos, claimed_until: row.claimed_until })
    .where('id', '=', row.id)
    .where('attempts', '=', row.attempts),
)

// What a finished flow remembered is in its answer; its input may hold personal data and goes.
const endRow = hotChange((db: Tx<CorridorTables>, row: Pick<FlowRow, 'id' | 'attempts' | 'state'>) =>
  db
    .updateTable('platform_flow')
    .set({ state: row.state, memo: '[]', undos: '[]', input: '', claimed_until: 0, error: null })
    .where('id', '=', row.id)
    .where('attempts', '=', row.attempts),
)

const mustHold = (rows: number, state: FlowState): void => {
  if (rows === 0) throw new FlowTaken(`${state.id} was taken over by somebody else.`)
}

/**
 * Sealed where it holds answers as they came (addresses, phones and tokens may be among them) and where the
 * flow is secret. What an author chose to hand out of a part stands in the clear, as the answers of done rows
 * do.
 */
const memoText = (corridor: Corridor, entry: Entry, state: FlowState): string => {
  const text = JSON.stringify([...state.memo])
  const clear = entry.op.secret !== true && [...state.memo.keys()].every(isPart)
  return clear ? text : corridor.secrets.seal(text, memoPlace(state.id))
}

const readMemo = (corridor: Corridor, row: FlowRow): FlowState['memo'] => {
  const clear = row.memo.startsWith('[')
  const text = clear ? row.memo : corridor.secrets.open(row.memo, memoPlace(row.id))
  return new Map(JSON.parse(text) as [string, Result<unknown>][])
}

/** Inserts the flow's row: from here on a crash is resumed. */
export const insertFlow = async (
  corridor: Corridor,
  unit: Unit,
  entry: Entry,
  meta: CallMeta,
  input: unknown,
  state: FlowState,
): Promise<void> => {
  const text = JSON.stringify({ input, clientIp: meta.clientIp ?? '', inside: meta.inside === true })
  const row: FlowRow = {
    id: state.id,
    flow: entry.op.name,
    actor: JSON.stringify(meta.actor),
    key: meta.key,
    input: entry.op.secret === true ? corridor.secrets.seal(text, inputPlace(state.id)) : text,
    state: 'running',
    memo: memoText(corridor, entry, state),
    undos: JSON.stringify(state.undos),
    started_at: state.startedAt,
    claimed_until: corridor.clock.now() + FLOW_LEASE_MS,
    claimed_by: corridor.life,
    attempts: state.attempts,
    error: null,
    trace: meta.trace,
  }
  await insertRow(corridorTx(unit), [row])
}

/** Writes progress: memo and undos, lease renewed. */
export const updateFlow = async (
  corridor: Corridor,
  unit: Unit,
  entry: Entry,
  state: FlowState,
): Promise<void> => {
  const row = {
    id: state.id,
    attempts: state.attempts,
    memo: memoText(corridor, entry, state),
    undos: JSON.stringify(state.undos),
    claimed_until: corridor.clock.now() + FLOW_LEASE_MS,
  }
  mustHold(await updateRow(corridorTx(unit), row), state)
}

/** Stores the direction before the first undo: from here on the flow only goes back. */
export const turnBack = async (
  corridor: Corridor,
  unit: Unit,
  entry: Entry,
  state: FlowState,
): Promise<void> => {
  await updateFlow(corridor, unit, entry, state)
  await corridorTx(unit)
    .updateTable('platform_flow')
    .set({ state: 'undoing' })
    .where('id', '=', state.id)
    .execute()
}

/** Ends a stored flow and gives its key its answer, in one commit with whatever else the unit holds. */
export const finishFlow = async (
  corridor: Corridor,
  unit: Unit,
  entry: Entry,
  meta: CallMeta,
  state: FlowState,
  result: Result<unknown>,
): Promise<void> => {
  const tx = corridorTx(unit)
  const ended = result.ok || result.committed ? 'done' : 'refused'
  mustHold(await endRow(tx, { id: state.id, attempts: state.attempts, state: ended }), state)
  const row = { op: entry.op.name, actor: actorKey(meta.actor), key: meta.key }
  if (ended === 'done') {
    await fillDone(corridor, unit, entry, meta, result)
    return
  }
  // A refusal is not remembered: a later retry may succeed.
  await tx
    .deleteFrom('platform_done')
    .where('op', '=', row.op)
    .where('actor', '=', row.actor)
    .where('key', '=', row.key)
    .where('flow_id', '=', state.id)
    .execute()
}

export interface LoadedFlow {
  readonly row: FlowRow
  readonly state: FlowState
  readonly input: unknown
  readonly meta: CallMeta
}

/** Reads a stored flow back as it was, for who has just claimed it. */
export const loadFlow = (corridor: Corridor, entry: Entry, row: FlowRow): LoadedFlow => {
  const text = entry.op.secret === true ? corridor.secrets.open(row.input, inputPlace(row.id)) : row.input
  const kept = JSON.parse(text) as { input: unknown; clientIp: string; inside: boolean }
  return {
    row,
    input: kept.input,
    meta: {
      actor: JSON.parse(row.actor) as Actor,
      key: row.key,
      trace: row.trace,
      clientIp: kept.clientIp,
      inside: kept.inside,
    },
    state: {
      id: row.id,
      startedAt: row.started_at,
      memo: readMemo(corridor, row),
      undos: JSON.parse(row.undos) as StoredUndo[],
      stored: true,
      attempts: row.attempts + 1,
    },
  }
}
