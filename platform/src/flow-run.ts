/**
 * One run of a flow from its top: gives the handler its steps, effects and questions, and makes its answer
 * durable. Steps between two effects share one transaction while everything is local; else each is a keyed
 * command of its own (R5).
 */
import type { AnyOperation, Rejection, Result } from '@tiantou/kernel'
import type { Undo } from './between.ts'
import { overWire } from './calls/wire.ts'
import { runCommand } from './command.ts'
import {
  type Book,
  type CallMeta,
  type Corridor,
  fillDone,
  inputHash,
  newBook,
  writeBook,
  writeDone,
} from './corridor.ts'
import { executeCommand, executeEffect, executeQuery, sayNo, settle } from './execute.ts'
import { FlowMemory } from './flow-memory.ts'
import { finishFlow, type FlowState, insertFlow, updateFlow } from './flow-state.ts'
import { Turns } from './flow-turns.ts'
import { type Entry, inputFromInside } from './registry.ts'
import { No } from './module.ts'
import { openSegment, type Segment } from './segment.ts'

/** A step's no on its way through the flow's code to the runner. */
class StepSaidNo extends Error {
  override readonly name = 'StepSaidNo'
  readonly result: Rejection
  constructor(result: Rejection) {
    super(result.code)
    this.result = result
  }
}

const valueOf = (result: Result<unknown>): unknown => {
  if (!result.ok) throw new StepSaidNo(result)
  return result.value
}

/** One flow on its way, run from its top as often as needed. */
export class FlowRun {
  readonly corridor: Corridor
  readonly entry: Entry
  readonly input: unknown
  readonly meta: CallMeta
  readonly state: FlowState
  readonly digest: string
  private segment: Segment | undefined
  private book: Book = newBook()
  private turns: Turns
  private readonly memory: FlowMemory
  /** The key was claimed in the open segment, before its answer is known. */
  private claimed = false

  constructor(corridor: Corridor, entry: Entry, input: unknown, meta: CallMeta, state: FlowState) {
    this.corridor = corridor
    this.entry = entry
    this.input = input
    this.meta = meta
    this.state = state
    this.digest = inputHash(corridor, entry, input)
    this.memory = new FlowMemory(state)
    this.turns = new Turns(entry.op.name)
  }

  /** The handler's view. */
  private context() {
    const { turns, memory } = this
    return {
      actor: this.meta.actor,
      now: this.state.startedAt,
      clientIp: this.meta.clientIp ?? '',
      id: (prefix: string) => memory.nextId(prefix),
      part: (name: string, work: () => Promise<unknown>) => turns.fatally(() => this.part(name, work)),
      ask: (op: AnyOperation, input: unknown) => turns.fatally(() => this.ask(op, input)),
      step: (name: string, op: AnyOperation, input: unknown, undo?: Undo) =>
        turns.step(name, async () => valueOf(await this.step(name, op, input, undo, false))),
      tryStep: (name: string, op: AnyOperation, input: unknown, undo?: Undo) =>
        turns.step(name, () => this.step(name, op, input, undo, true)),
      effect: (name: string, op: AnyOperation, input: unknown) =>
        turns.step(name, () => this.effect(name, op, input)),
      ...sayNo,
    }
  }

  /**
   * Runs the handler from its top to its end and makes its answer durable. After a refusal the open segment
   * is rolled back; what earlier segments committed is for the caller to take back.
   */
  async go(): Promise<Result<unknown>> {
    this.memory.restart()
    this.turns = new Turns(this.entry.op.name)
    try {
      const result = await this.handle()
      if (result.ok || result.committed) await this.finish(result)
      else await this.drop()
      return result
    } catch (error) {
      await this.drop()
      throw error
    }
  }

  private async handle(): Promise<Result<unknown>> {
    const context = this.context()
    try {
      const code = () => this.entry.handler(this.input as never, context as never)
      return settle(this.entry, await this.turns.play(code))
    } catch (error) {
      if (error instanceof StepSaidNo) return error.result
      throw error
    }
  }

  /** A stretch whose way is forgotten once it is through: a re-run does not go in again. */
  private async part(name: string, work: () => Promise<unknown>): Promise<unknown> {
    const known = this.memory.enter(name)
    if (known !== undefined) return valueOf(known)
    const value = await work()
    if (value instanceof No) throw new StepSaidNo(settle(this.entry, value) as Rejection)
    const kept = overWire(value)
    this.memory.leave(kept)
    // What its steps committed each by itself must not be forgotten before its value is kept.
    if (!this.corridor.fuse && this.state.stored) await this.save()
    return kept
  }

  /** Answers are remembered too: after a crash the flow must take the way that it took before. */
  private async ask(op: AnyOperation, input: unknown): Promise<unknown> {
    const name = this.memory.nextQuestion(op.name)
    const known = this.memory.known(name)
    if (known !== undefined) return valueOf(known)
    const entry = this.corridor.registry.entry(op.name)
    const sent = inputFromInside(entry, input)
    const { actor } = this.meta
    const result = await executeQuery(this.corridor, entry, sent, actor, this.segment?.unit, true)
    if (result.ok) this.memory.remember(name, result)
    return valueOf(result)
  }

  private async step(
    name: string,
    op: AnyOperation,
    input: unknown,
    undo: Undo | undefined,
    caught: boolean,
  ): Promise<Result<unknown>> {
    const known = this.memory.known(name)
    if (known !== undefined) return known
    if (!this.corridor.fuse) return this.storedStep(name, op, input, undo)
    const result = await this.fusedStep(op, input, caught)
    if (result.ok || result.committed) {
      this.memory.remember(name, result)
      if (undo !== undefined) this.memory.noteUndo(name, op, undo)
    }
    return result
  }

  private async fusedStep(op: AnyOperation, input: unknown, caught: boolean): Promise<Result<unknown>> {
    const entry = this.corridor.registry.entry(op.name)
    const sent = inputFromInside(entry, input)
    const { unit } = await this.open()
    const work = (book: Book) =>
      executeCommand(this.corridor, entry, sent, unit, this.meta, this.state.startedAt, book)
    // What cannot refuse needs no savepoint of its own.
    if (!caught || op.refusals === undefined) return work(this.book)
    const own = newBook()
    try {
      const result = await unit.savepoint(async () => {
        const inner = await work(own)
        if (!inner.ok && !inner.committed) throw new StepSaidNo(inner)
        return inner
      })
      this.book.events.push(...own.events)
      this.book.audit.push(...own.audit)
      return result
    } catch (error) {
      if (error instanceof StepSaidNo) return error.result
      throw error
    }
  }

  /** Undo first, then the step: a crash in between undoes a step that never was, which is harmless. */
  private async storedStep(
    name: string,
    op: AnyOperation,
    input: unknown,
    undo: Undo | undefined,
  ): Promise<Result<unknown>> {
    if (undo !== undefined) this.memory.noteUndo(name, op, undo)
    await this.save()
    const result = await runCommand(this.corridor, op.name, input, this.stepMeta(name))
    if (result.ok || result.committed) this.memory.keep(name, result)
    // What was refused changed nothing.
    else this.memory.dropUndos([name])
    return result
  }

  stepMeta(name: string): CallMeta {
    return { ...this.meta, key: `${this.state.id}:${name}`, inside: true, firstIsFact: true }
  }

  private async effect(name: string, op: AnyOperation, input: unknown): Promise<unknown> {
    this.memory.outsideOfParts(name)
    const known = this.memory.known(name)
    if (known !== undefined) return valueOf(known)
    const entry = this.corridor.registry.entry(op.name)
    const sent = inputFromInside(entry, input)
    // Before the first step nothing has changed, so there is nothing to resume: the caller tries again.
    if (this.segment !== undefined) await this.save()
    const result = await executeEffect(this.corridor, entry, sent, this.meta.actor)
    // Kept when a later segment is dropped: the world outside does not roll back.
    if (result.ok) this.memory.keep(name, result)
    return valueOf(result)
  }

  /**
   * Opens a segment unless one is open. A secret flow claims its key first: were the key looked at last, a
   * used one would take guesses that never count.
   */
  private async open(): Promise<Segment> {
    if (this.segment !== undefined) return this.segment
    const segment = await openSegment(this.corridor.database)
    this.segment = segment
    if (this.entry.op.secret === true && !this.state.stored) {
      await this.claimKey(segment, null)
      this.claimed = true
    }
    return segment
  }

  private claimKey(segment: Segment, result: Result<unknown> | null): Promise<void> {
    return writeDone(this.corridor, segment.unit, this.entry, this.meta, {
      hash: this.digest,
      result,
      flowId: result === null ? this.state.id : null,
      now: this.state.startedAt,
    })
  }

  /** Commits what is open together with the flow's state. */
  private async save(): Promise<void> {
    const segment = await this.open()
    if (this.state.stored) await updateFlow(this.corridor, segment.unit, this.entry, this.state)
    else {
      await insertFlow(this.corridor, segment.unit, this.entry, this.meta, this.input, this.state)
      if (!this.claimed) await this.claimKey(segment, null)
    }
    await this.keep()
    this.state.stored = true
  }

  private async keep(): Promise<void> {
    const { segment, book } = this
    if (segment === undefined) return
    await writeBook(segment.unit, book)
    this.segment = undefined
    this.book = newBook()
    await segment.keep()
    this.memory.committed()
    this.claimed = false
    this.corridor.announce(book.events)
  }

  private async finish(result: Result<unknown>): Promise<void> {
    if (this.state.stored) {
      const { unit } = await this.open()
      await finishFlow(this.corridor, unit, this.entry, this.meta, this.state, result)
    } else if (this.claimed && this.segment !== undefined) {
      await fillDone(this.corridor, this.segment.unit, this.entry, this.meta, result)
    } else if (this.segment !== undefined) await this.claimKey(this.segment, result)
    await this.keep()
  }

  /** Rolls the open segment back and forgets what was remembered since the last commit. */
  private async drop(): Promise<void> {
    const { segment } = this
    this.segment = undefined
    this.claimed = false
    this.book = newBook()
    this.memory.forget()
    await segment?.drop().catch(() => undefined)
  }
}
