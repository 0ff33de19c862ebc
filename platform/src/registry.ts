/**
 * Every operation of the house by name, with its handler, its schemas and the table of what it may refuse.
 * Built once at start from the explicit list in house.ts; an operation without a handler, or two of one name,
 * fail the start.
 */
import { type Actor, type AnyOperation, type EventType, isVisitor, qualify } from '@tiantou/kernel'
import type { Validator } from 'typebox/compile'
import type { FlowDefinition, PageDefinition } from './between.ts'
import { NotWireable, overWire } from './calls/wire.ts'
import type { Module } from './module.ts'
import { BrokenContract, CallError, type FieldProblem } from './problem.ts'
import { validatorOf } from './validators.ts'

export type Handler = (input: never, context: never) => Promise<unknown>

export interface Entry {
  readonly op: AnyOperation
  readonly handler: Handler
  readonly input: Validator
  readonly output: Validator
  /** Qualified code → HTTP status. */
  readonly statuses: ReadonlyMap<string, number>
}

export interface Registry {
  /** Throws when there is no operation of that name. */
  entry(name: string): Entry
  readonly entries: ReadonlyMap<string, Entry>
  readonly modules: ReadonlyMap<string, Module>
  readonly events: ReadonlyMap<string, { readonly event: EventType; readonly payload: Validator }>
  readonly pages: ReadonlyMap<string, PageDefinition>
}

const entryOf = (op: AnyOperation, handler: Handler | undefined): Entry => {
  if (handler === undefined) throw new Error(`${op.name} is declared but has no handler.`)
  if (op.kind === 'effect' && op.route !== undefined)
    throw new Error(`${op.name} is an effect: only flows and doors call it.`)
  const nos = Object.entries({ ...op.refusals, ...op.outcomes })
  return {
    op,
    handler,
    get input() {
      return validatorOf(op.input)
    },
    get output() {
      return validatorOf(op.output)
    },
    statuses: new Map(nos.map(([code, spec]) => [qualify(op.module, code), spec.status])),
  }
}

/** Gathers all operations and events of the house. */
export const buildRegistry = (
  modules: readonly Module[],
  flows: readonly FlowDefinition[],
  pages: readonly PageDefinition[],
): Registry => {
  const entries = new Map<string, Entry>()
  const add = (op: AnyOperation, handler: Handler | undefined) => {
    if (entries.has(op.name)) throw new Error(`Two operations are called ${op.name}.`)
    entries.set(op.name, entryOf(op, handler))
  }
  const events: [string, { event: EventType; payload: Validator }][] = []
  for (const module of modules) {
    for (const part of ['commands', 'queries', 'effects'] as const) {
      const ops = module.contract[part] as Readonly<Record<string, AnyOperation>>
      for (const op of Object.values(ops)) add(op, module[part][op.key])
    }
    for (const event of Object.values(module.contract.events as Readonly<Record<string, EventType>>)) {
      events.push([
        event.name,
        {
          event,
          get payload() {
            return validatorOf(event.payload)
          },
        },
      ])
    }
  }
  for (const flow of flows) add(flow.declaration, flow.handler as Handler)
  for (const page of pages) add(page.declaration, page.handler as Handler)
  return {
    entries,
    entry: (name) => {
      const entry = entries.get(name)
      if (entry === undefined) throw new Error(`The house has no operation ${name}.`)
      return entry
    },
    modules: new Map(modules.map((module) => [module.contract.module, module])),
    events: new Map(events),
    pages: new Map(pages.map((page) => [page.declaration.name, page])),
  }
}

/** The validator itself stops at about as many. */
const MAX_FIELD_PROBLEMS = 8

/** Names offending fields by JSON pointer. */
export const fieldProblems = (validator: Validator, value: unknown): FieldProblem[] => {
  const problems = new Map<string, string>()
  const note = (pointer: string, message: string) => {
    if (!problems.has(pointer)) problems.set(pointer, message)
  }
  for (const { keyword, instancePath, message, params } of validator.Errors(value)) {
    // Said of each unknown field, then of all together.
    if (keyword === 'boolean') note(instancePath, 'is not a field of this operation')
    else if (keyword === 'required')
      for (const name of params.requiredProperties) note(`${instancePath}/${escaped(name)}`, 'is required')
    else if (keyword !== 'additionalProperties') note(instancePath, message)
  }
  return [...problems].slice(0, MAX_FIELD_PROBLEMS).map(([pointer, message]) => ({ pointer, message }))
}

/** A name as a JSON pointer spells it (RFC 6901 §3). */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** Refuses a bad shape. */
export const checkInput = (entry: Entry, input: unknown): void => {
  if (entry.input.Check(input)) return
  const fields = fieldProblems(entry.input, input)
  throw new CallError('platform.bad_input', `The input of ${entry.op.name} does not fit.`, fields)
}

/** What came through an outside door, as the wire would bring it; a bad shape is its caller's mistake. */
export const inputFromOutside = (entry: Entry, input: unknown): unknown => {
  checkInput(entry, input)
  try {
    return overWire(input)
  } catch (error) {
    if (error instanceof NotWireable) throw new CallError('platform.bad_input', error.message)
    throw error
  }
}

/** What another part of the house sends, as the wire would bring it; a bad shape is a defect of ours. */
export const inputFromInside = (entry: Entry, input: unknown): unknown => {
  const sent = overWire(input)
  if (entry.input.Check(sent)) return sent
  const [first] = fieldProblems(entry.input, sent)
  throw new BrokenContract(`${entry.op.name} was sent what does not fit: ${first?.pointer} ${first?.message}`)
}

/**
 * Refuses who may not call through an outside door. Inside calls (flows, reactions, jobs) were let in at
 * their own door.
 */
export const checkRight = (op: AnyOperation, actor: Actor): void => {
  const { who } = op
  if (who === 'anyone') return
  if (who === 'system') throw new CallError('platform.not_found', 'There is no such operation.')
  if (who === 'visitor' && isVisitor(actor)) return
  if (actor.kind === 'guest') throw new CallError('platform.not_signed_in', 'Sign in first.')
  if (who === 'user' || who === 'visitor') {
    if (actor.kind === 'user') return
    throw new CallError('platform.not_allowed', 'Only shoppers may do this.')
  }
  const holder = actor.kind === 'staff' || actor.kind === 'partner'
  if (holder && actor.permissions.includes(who.permission)) return
  throw new CallError('platform.not_allowed', `This needs the permission ${who.permission}.`)
}
