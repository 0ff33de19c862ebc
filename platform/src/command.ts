/**
 * THE runner (architecture §4): every change of state passes here. One transaction holds the command's rows,
 * its events, its audit and its key; a refusal or a conflict rolls all of it back and is answered by what the
 * key came to earlier.
 */
import {
  type Command,
  type InputOf,
  type OutputOf,
  type Query,
  type Result,
  type ResultOf,
} from '@tiantou/kernel'
import {
  type CallMeta,
  type Corridor,
  corridorTx,
  type Earlier,
  fillDone,
  inputHash,
  lookUpDone,
  newBook,
  writeBook,
  writeDone,
} from './corridor.ts'
import type { OutboxRow } from './corridor-tables.ts'
import { RunAgain, type Verdict } from './db/database.ts'
import { executeCommand, executeQuery } from './execute.ts'
import { CallError } from './problem.ts'
import { checkRight, type Entry, inputFromInside, inputFromOutside } from './registry.ts'

/** What a caller of an earlier key gets; `none` means: your own refusal or error stands. */
const answerEarlier = (earlier: Earlier, own: () => Result<unknown>): Result<unknown> => {
  if (earlier.kind === 'answered') return earlier.result
  if (earlier.kind === 'under_way') throw new CallError('platform.in_progress', 'This key is still at work.')
  return own()
}

export interface Admitted {
  readonly entry: Entry
  /** A copy, as the wire would bring it. */
  readonly input: unknown
}

/** Refuses right and shape before anything starts. Calls from inside were let in at their own door. */
export const admit = (
  corridor: Corridor,
  name: string,
  input: unknown,
  meta: Omit<CallMeta, 'key'>,
): Admitted => {
  const entry = corridor.registry.entry(name)
  if (meta.inside === true) return { entry, input: inputFromInside(entry, input) }
  checkRight(entry.op, meta.actor)
  return { entry, input: inputFromOutside(entry, input) }
}

interface Attempt {
  readonly result: Result<unknown>
  readonly events: readonly OutboxRow[]
}

const runOnce = (corridor: Corridor, { entry, input }: Admitted, meta: CallMeta): Promise<Attempt> => {
  const digest = inputHash(corridor, entry, input)
  return corridor.database.transact<Attempt>(async (unit): Promise<Verdict<Attempt>> => {
    const now = corridor.clock.now()
    const book = newBook()
    const lookUp = (own: () => Result<unknown>): Verdict<Attempt> => ({
      keep: false,
      after: async (after) => {
        const earlier = await lookUpDone(corridor, corridorTx(after), entry, meta, digest)
        return { result: answerEarlier(earlier, own), events: [] }
      },
    })
    let result: Result<unknown>
    try {
      // A secret operation claims its key first: were the key looked at last, a used key would take guesses
      // that never count.
      const first = entry.op.secret === true
      const row = { hash: digest, flowId: null, now }
      if (first) await writeDone(corridor, unit, entry, meta, { ...row, result: null })
      result = await executeCommand(corridor, entry, input, unit, meta, now, book)
      if (!result.ok && !result.committed) return lookUp(() => result)
      await writeBook(unit, book)
      if (first) await fillDone(corridor, unit, entry, meta, result)
      else await writeDone(corridor, unit, entry, meta, { ...row, result })
    } catch (error) {
      if (error instanceof RunAgain) throw error
      return lookUp(() => {
        throw error
      })
    }
    return { keep: true, value: { result, events: book.events } }
  })
}

/**
 * Runs one command under a key. Two callers on one key: one effect, one answer. Throws CallError for a
 * caller's mistake, and whatever a defect or outage throws; refusals and outcomes are returned.
 */
export const runCommand = async (
  corridor: Corridor,
  name: string,
  input: unknown,
  meta: CallMeta,
): Promise<Result<unknown>> => {
  const admitted = admit(corridor, name, input, meta)
  const started = performance.now()
  const { result, events } = await runOnce(corridor, admitted, meta)
  corridor.announce(events)
  corridor.metrics.observe('tiantou_command_seconds', performance.now() - started, `op="${name}"`)
  if (!result.ok) corridor.metrics.count('tiantou_no_total', `code="${result.code}"`)
  return result
}

/** Runs one query. */
export const runQuery = async (
  corridor: Corridor,
  name: string,
  input: unknown,
  meta: Omit<CallMeta, 'key'>,
): Promise<Result<unknown>> => {
  const admitted = admit(corridor, name, input, meta)
  return executeQuery(corridor, admitted.entry, admitted.input, meta.actor, undefined, meta.inside === true)
}

/** Typed form of `runCommand` for code that holds the operation itself. */
export const run = <Op extends Command>(corridor: Corridor, op: Op, input: InputOf<Op>, meta: CallMeta) =>
  runCommand(corridor, op.name, input, meta) as Promise<ResultOf<Op>>

/** Typed form of `runQuery` for insiders: a refusal is a defect of the asker and throws. */
export const ask = async <Op extends Query>(
  corridor: Corridor,
  op: Op,
  input: InputOf<Op>,
  meta: Omit<CallMeta, 'key'>,
): Promise<OutputOf<Op>> => {
  const result = await runQuery(corridor, op.name, input, meta)
  if (!result.ok) throw new Error(`${op.name} refused ${result.code}.`)
  return result.value as OutputOf<Op>
}
