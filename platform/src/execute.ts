/**
 * Runs one handler inside an open transaction or reader: builds its context, checks what it answers. Shared
 * by the command runner and by flows; opens and commits nothing itself.
 */
import { type Actor, actorKey, type EventType, qualify, type Result } from '@tiantou/kernel'
import { newId } from './clock.ts'
import { type Book, type CallMeta, CLAIM_MS, type Corridor, rejected } from './corridor.ts'
import type { Unit } from './db/database.ts'
import { No } from './module.ts'
import { BrokenContract } from './problem.ts'
import { type Entry, inputFromInside } from './registry.ts'
import { overWire } from './calls/wire.ts'

const refuse = (code: string, data?: unknown) => new No(code, data, false)
const outcome = (code: string, data?: unknown) => new No(code, data, true)
export const sayNo = { refuse, outcome }

/** Turns what a handler returned into a result: a checked copy of its value, or its qualified no. */
export const settle = (entry: Entry, answer: unknown): Result<unknown> => {
  if (answer instanceof No) {
    const code = qualify(entry.op.module, answer.code)
    if (!entry.statuses.has(code)) throw new BrokenContract(`${entry.op.name} does not declare ${code}.`)
    return rejected(code, overWire(answer.data ?? null), answer.commits)
  }
  const value = overWire(answer)
  if (!entry.output.Check(value)) {
    const [first] = entry.output.Errors(value)
    throw new BrokenContract(
      `${entry.op.name} answered outside its contract: ${first?.instancePath} ${first?.message}`,
    )
  }
  return { ok: true, value }
}

const emitInto =
  (corridor: Corridor, entry: Entry, meta: CallMeta, now: number, book: Book) =>
  (event: EventType, payload: unknown) => {
    const known = corridor.registry.events.get(event.name)
    if (known === undefined || event.module !== entry.op.module) {
      throw new BrokenContract(`${entry.op.name} may not announce ${event.name}.`)
    }
    const value = overWire(payload)
    if (!known.payload.Check(value))
      throw new BrokenContract(`The payload of ${event.name} does not fit its schema.`)
    book.events.push({
      id: newId(corridor.clock, 'evt'),
      name: event.name,
      version: event.version,
      payload: JSON.stringify(value),
      trace: meta.trace,
      occurred_at: now,
      state: 'ready',
      claimed_until: now + CLAIM_MS,
      claimed_by: corridor.life,
      attempts: 0,
      next_at: now,
      error: null,
    })
  }

/**
 * Runs a command's handler on an open unit. Events and audit gather in the book; nothing is committed here.
 */
export const executeCommand = async (
  corridor: Corridor,
  entry: Entry,
  input: unknown,
  unit: Unit,
  meta: CallMeta,
  now: number,
  book: Book,
): Promise<Result<unknown>> => {
  const { op } = entry
  const context = {
    tx: unit.handle(op.module),
    now,
    actor: meta.actor,
    userAgent: meta.userAgent ?? '',
    settings: corridor.settings.of(op.module),
    secrets: corridor.secrets,
    refuse,
    outcome,
    emit: emitInto(corridor, entry, meta, now, book),
    id: (prefix: string) => newId(corridor.clock, prefix),
    random: (bytes: number) => corridor.clock.random(bytes),
  }
  const result = settle(entry, await entry.handler(input as never, context as never))
  if (meta.actor.kind === 'staff' || meta.actor.kind === 'partner')
    book.audit.push(auditRow(corridor, entry, meta, now, result, input))
  return result
}

/** Who did what: written with the command it speaks of. */
export const auditRow = (
  corridor: Corridor,
  entry: Entry,
  meta: CallMeta,
  now: number,
  result: Result<unknown> | string,
  input: unknown,
) => ({
  id: newId(corridor.clock, 'aud'),
  at: now,
  actor: actorKey(meta.actor),
  op: entry.op.name,
  verdict: typeof result === 'string' ? result : result.ok ? 'done' : result.code,
  input: entry.op.secret === true ? null : JSON.stringify(input),
  trace: meta.trace,
})

/** Runs a query's handler; `unit` makes it read inside an open transaction. */
export const executeQuery = async (
  corridor: Corridor,
  entry: Entry,
  input: unknown,
  actor: Actor,
  unit?: Unit,
  fresh = false,
): Promise<Result<unknown>> => {
  const { op } = entry
  const context = {
    db: unit === undefined ? corridor.database.reader(op.module, fresh) : unit.handle(op.module),
    index: corridor.indexes.of(op.module),
    now: corridor.clock.now(),
    actor,
    settings: corridor.settings.of(op.module),
    secrets: corridor.secrets,
    refuse,
  }
  return settle(entry, await entry.handler(input as never, context as never))
}

/** Longest an effect may take; adapters have shorter time-outs of their own. */
const EFFECT_TIMEOUT_MS = 20_000

/** Runs an effect's handler: ports, no transaction. */
export const executeEffect = async (
  corridor: Corridor,
  entry: Entry,
  input: unknown,
  actor: Actor,
): Promise<Result<unknown>> => {
  const { op } = entry
  const context = {
    db: corridor.database.reader(op.module, true),
    ports: corridor.ports.get(op.module) ?? {},
    now: corridor.clock.now(),
    actor,
    settings: corridor.settings.of(op.module),
    secrets: corridor.secrets,
    signal: AbortSignal.timeout(EFFECT_TIMEOUT_MS),
    refuse,
  }
  const started = performance.now()
  try {
    return settle(entry, await entry.handler(input as never, context as never))
  } finally {
    corridor.metrics.observe('tiantou_effect_seconds', performance.now() - started, `op="${op.name}"`)
  }
}

/** Calls an effect by name for those who are handed no flow: doors and the house. Its refusal throws. */
export const callEffect = async (
  corridor: Corridor,
  name: string,
  input: unknown,
  actor: Actor,
): Promise<unknown> => {
  const entry = corridor.registry.entry(name)
  const result = await executeEffect(corridor, entry, inputFromInside(entry, input), actor)
  if (!result.ok) throw new Error(`${name} refused ${result.code}.`)
  return result.value
}
