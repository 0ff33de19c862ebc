/**
 * What one run of a flow remembers: answers and undos by name, and which of them are not committed yet. Also
 * the names of what the flow's code does not name itself: ids and questions, by count, so that a re-run finds
 * the same. Knows nothing of databases.
 */
import { type AnyOperation, makeId, type Result } from '@tiantou/kernel'
import { hash } from 'node:crypto'
import type { Undo } from './between.ts'
import { overWire } from './calls/wire.ts'
import { type FlowState, partName } from './flow-state.ts'
import { BrokenContract } from './problem.ts'

/** A part has counts of its own: what comes behind it is named alike whether a run went in or not. */
interface Place {
  readonly part: string
  ids: number
  questions: number
  /** The names of what was met inside, on this run or on one that died before it. */
  readonly met: string[]
}

const placeOf = (part: string): Place => ({ part, met: [], ids: 0, questions: 0 })

/** The memory of one run over the state of its flow. */
export class FlowMemory {
  private readonly state: FlowState
  private outside: Place = placeOf('')
  private place: Place = this.outside
  private parts = new Set<string>()
  /** Names remembered since the last commit: forgotten again when the segment is dropped. */
  private unsaved: string[] = []

  constructor(state: FlowState) {
    this.state = state
  }

  /** Counts from the top again. */
  restart(): void {
    this.outside = placeOf('')
    this.place = this.outside
    this.parts = new Set()
  }

  /** A fresh id; the same again on a re-run. */
  nextId(prefix: string): string {
    this.place.ids += 1
    const seed = hash('sha256', `${this.state.id}:${this.place.part}:${this.place.ids}`, 'buffer')
    return makeId(prefix, this.state.startedAt, seed.subarray(0, 10))
  }

  /** The name of the next question put to that query. */
  nextQuestion(query: string): string {
    this.place.questions += 1
    return `?${this.place.part}:${this.place.questions}:${query}`
  }

  known(name: string): Result<unknown> | undefined {
    this.place.met.push(name)
    return this.state.memo.get(name)
  }

  /** Remembers an answer that the open segment will commit. */
  remember(name: string, result: Result<unknown>): void {
    this.keep(name, result)
    this.unsaved.push(name)
  }

  /** Remembers what stands whatever becomes of the open segment. */
  keep(name: string, result: Result<unknown>): void {
    this.state.memo.set(name, result)
  }

  /** Notes how a step is taken back; once, however often it is tried. */
  noteUndo(name: string, forward: AnyOperation, undo: Undo): void {
    const { undos } = this.state
    if (undos.some((known) => known.name === name)) return
    undos.push({ name, forward: forward.name, op: undo.operation.name, input: overWire(undo.input) })
  }

  /** Forgets how these steps are taken back: they changed nothing. */
  dropUndos(names: readonly string[]): void {
    this.state.undos = this.state.undos.filter((undo) => !names.includes(undo.name))
  }

  /** Throws inside a part: its way is forgotten, and the world outside does not forget. */
  outsideOfParts(name: string): void {
    const { part } = this.place
    if (part !== '') throw new BrokenContract(`${name} stands inside the part ${part} of a flow.`)
  }

  /** Goes into a part, unless what it came to is known: then that. */
  enter(part: string): Result<unknown> | undefined {
    this.outsideOfParts(part)
    if (this.parts.has(part)) throw new BrokenContract(`A flow has two parts called ${part}.`)
    this.parts.add(part)
    const known = this.known(partName(part))
    if (known === undefined) this.place = placeOf(part)
    return known
  }

  /** Leaves the part that was entered: its value takes the place of all that was remembered inside. */
  leave(value: unknown): void {
    const { part, met } = this.place
    this.place = this.outside
    for (const inner of met) this.state.memo.delete(inner)
    this.remember(partName(part), { ok: true, value })
  }

  /** All that is remembered is durable now. */
  committed(): void {
    this.unsaved = []
  }

  /** Forgets what was not committed. */
  forget(): void {
    for (const name of this.unsaved) this.state.memo.delete(name)
    this.dropUndos(this.unsaved)
    this.unsaved = []
  }
}
