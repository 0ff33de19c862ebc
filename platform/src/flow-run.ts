/**
 * One run of a flow from its top: gives the handler its steps, effects and questions, and makes its answer
 * durable. Steps between two effects share one transaction while everything is local; else each is a keyed
 * command of its own (R5).
 */
import { type AnyOperation, makeId, type Result } from '@tiantou/kernel'
import { hash } from 'node:crypto'
import type { Undo } from './between.ts'
import { overWire } from './calls/wire.ts'
import { runCommand } from './command.ts'
import {
  type Book,
  type CallMeta,
  type Corridor,
  inputHash,
  newBook,
  writeBook,
  writeDone,
} from './corridor.ts'
import { executeCommand, executeEffect, executeQuery, sayNo, settle } from './execute.ts'
import { finishFlow, type FlowState, insertFlow, updateFlow } from './flow-state.ts'
import { checkInput, type Entry } from './registry.ts'
import { openSegment, type Segment } from './segment.ts'

/** A step's no on its way through the flow's code to the runner. */
class StepSaidNo extends Error {
  override readonly name = 'StepSaidNo'
  readonly result: Extract<Result<unknown>, { ok: false }>
  constructor(result: Extract<Result<unknown>, { ok: false }>) {
    super(result.code)
    this.result = result
  }
}

/** One run of a flow from its top. */
export class FlowRun {
  readonly corridor: Corridor
  readonly entry: Entry
  readonly input: unknown
  readonly meta: CallMeta
  readonly state: FlowState
  readonly digest: string
  private segment: Segment | undefined
  private book: Book = newBook()
  private ids = 0
  /** Names remembered inside the open segment: forgotten again when it is dropped. */
  private unsaved: string[] = []

  constructor(corridor: Corridor, entry: Entry, input: unknown, meta: CallMeta, state: FlowState) {
    this.corridor = corridor
    this.entry = entry
    this.input = input
    this.meta = meta
    this.state = state
    this.digest = inputHash(corridor, entry, input)
  }

  /** The handler's view. */
  context() {
    return {
      actor: this.meta.actor,
      now: this.state.startedAt,
      clientIp: this.meta.clientIp ?? '',
      id: (prefix: string) => this.id(prefix),
      ask: (op: AnyOperation, input: unknown) => this.ask(op, input),
      step: async (name: string, op: AnyOperation, input: unknown, undo?: Undo) => {
        const result = await this.step(name, op, input, undo, false)
        if (!result.ok) throw new StepSaidNo(result)
        return result.value
      },
      tryStep: (name: string, op: AnyOperation, input: unknown, undo?: Undo) =>
        this.step(name, op, input, undo, true),
      effect: (name: string, op: AnyOperation, input: unknown) => this.effect(name, op, input),
      ...sayNo,
    }
  }

  /**
   * Runs the handler to its end and makes its answer durable. After a refusal the open segment is rolled
   * back; what earlier segments committed is for the caller to take back.
   */
  async go(): Promise<Result<unknown>> {
    let result: Result<unknown>
    try {
      const answer = await this.entry.handler(this.input as never, this.context() as never)
      result = settle(this.entry, answer)
    } catch (error) {
      if (!(error instanceof StepSaidNo)) {
        await this.drop()
        throw error
      }
      result = error.result
    }
    if (!result.ok && !result.committed) await this.drop()
    else await this.finish(result)
    return result
  }

  private id(prefix: string): string {
    this.ids += 1
    const seed = hash('sha256', `${this.state.id}:${this.ids}`, 'buffer')
    return makeId(prefix, this.state.startedAt, seed.subarray(0, 10))
  }

  private async ask(op: AnyOperation, input: unknown): Promise<unknown> {
    const entry = this.corridor.registry.entry(op.name)
    checkInput(entry, input)
    const result = await executeQuery(
      this.corridor,
      entry,
      overWire(input),
      this.meta.actor,
      this.segment?.unit,
      true,
    )
    if (!result.ok) throw new StepSaidNo(result)
    return result.value
  }

  private async step(
    name: string,
    op: AnyOperation,
    input: unknown,
    undo: Undo | undefined,
    caught: boolean,
  ) {
    const known = this.state.memo.get(name)
    if (known !== undefined) return known
    const result = this.corridor.fuse
      ? await this.fusedStep(op, input, caught)
      : await this.storedStep(name, op, input, undo)
    if (result.ok || result.committed) {
      this.state.memo.set(name, result)
      if (this.corridor.fuse) {
        this.unsaved.push(name)
        if (undo !== undefined) this.noteUndo(name, op, undo)
      }
    }
    return result
  }

  private noteUndo(name: string, forward: AnyOperation, undo: Undo): void {
    this.state.undos.push({
      name,
      forward: forward.name,
      op: undo.operation.name,
      input: overWire(undo.input),
    })
  }

  private async fusedStep(op: AnyOperation, input: unknown, caught: boolean): Promise<Result<unknown>> {
    this.segment ??= await openSegment(this.corridor.database)
    const { unit } = this.segment
    const entry = this.corridor.registry.entry(op.name)
    checkInput(entry, input)
    const work = (book: Book) =>
      executeCommand(this.corridor, entry, overWire(input), unit, this.meta, this.state.startedAt, book)
    if (!caught) return work(this.book)
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
  private async storedStep(name: string, op: AnyOperation, input: unknown, undo: Undo | undefined) {
    if (undo !== undefined && !this.state.undos.some((known) => known.name === name))
      this.noteUndo(name, op, undo)
    await this.save()
    return runCommand(this.corridor, op.name, input, this.stepMeta(name), true)
  }

  stepMeta(name: string): CallMeta {
    return { ...this.meta, key: `${this.state.id}:${name}`, inside: true }
  }

  private async effect(name: string, op: AnyOperation, input: unknown): Promise<unknown> {
    const known = this.state.memo.get(name)
    if (known?.ok === true) return known.value
    // Before the first step nothing has changed, so there is nothing to resume: the caller tries again.
    if (this.segment !== undefined) await this.save()
    const entry = this.corridor.registry.entry(op.name)
    checkInput(entry, input)
    const result = await executeEffect(this.corridor, entry, overWire(input), this.meta.actor)
    if (!result.ok) throw new StepSaidNo(result)
    this.state.memo.set(name, result)
    return result.value
  }

  /** Commits what is open together with the flow's state. */
  private async save(): Promise<void> {
    const segment = this.segment ?? (await openSegment(this.corridor.database))
    this.segment = segment
    if (this.state.stored) await updateFlow(this.corridor, segment.unit, this.state)
    else {
      await insertFlow(this.corridor, segment.unit, this.entry, this.meta, this.input, this.state)
      await this.claimKey(segment, null)
    }
    await this.keep()
    this.state.stored = true
  }

  private claimKey(segment: Segment, result: Result<unknown> | null): Promise<void> {
    return writeDone(this.corridor, segment.unit, this.entry, this.meta, {
      hash: this.digest,
      result,
      flowId: result === null ? this.state.id : null,
      now: this.state.startedAt,
    })
  }

  private async keep(): Promise<void> {
    const { segment, book } = this
    if (segment === undefined) return
    await writeBook(segment.unit, book)
    this.segment = undefined
    this.book = newBook()
    await segment.keep()
    this.unsaved = []
    this.corridor.announce(book.events)
  }

  private async finish(result: Result<unknown>): Promise<void> {
    if (this.state.stored) {
      this.segment ??= await openSegment(this.corridor.database)
      await finishFlow(this.corridor, this.segment.unit, this.entry, this.meta, this.state, result)
    } else if (this.segment !== undefined) await this.claimKey(this.segment, result)
    await this.keep()
  }

  /** Rolls the open segment back and forgets what was remembered inside it. */
  async drop(): Promise<void> {
    const { segment } = this
    this.segment = undefined
    this.book = newBook()
    for (const name of this.unsaved) this.state.memo.delete(name)
    const dropped = new Set(this.unsaved)
    this.state.undos = this.state.undos.filter((undo) => !dropped.has(undo.name))
    this.unsaved = []
    await segment?.drop().catch(() => undefined)
  }
}
