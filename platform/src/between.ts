/**
 * The shapes of what stands between modules: flows (writes across), reactions (hears across), pages (reads
 * across), and doors for webhooks. They see contracts and are handed clients; none of them is ever handed a
 * transaction (R4–R8).
 */
import type {
  Actor,
  Command,
  EventType,
  InputOf,
  Operation,
  OutputOf,
  PayloadOf,
  QualifiedCodeOf,
  Query,
  RefusalOf,
  OutcomeOf,
  ResultOf,
} from '@tiantou/kernel'
import type { No, Outcome, Refuse } from './module.ts'

type Flow = Operation<'flow'>
type Page = Operation<'page'>
type Effect = Operation<'effect'>

type DeclaredCodes<D> = RefusalOf<D> | OutcomeOf<D>
/** Fits only operations whose every code the flow or page declares (see `passOn`). */
type Declared<D, Op extends { module: string }> = [QualifiedCodeOf<Op>] extends [DeclaredCodes<D>]
  ? unknown
  : { readonly undeclared: Exclude<QualifiedCodeOf<Op>, DeclaredCodes<D>> }

/** Asks a query; its refusals end the flow or page and must be declared by it. */
export type Ask<D> = <Op extends Query>(
  query: Op & Declared<D, Op>,
  input: InputOf<Op>,
) => Promise<OutputOf<Op>>

/**
 * How a step is taken back: a keyed command whose WHERE names its owner. Written down before the step runs.
 */
export interface Undo {
  readonly operation: Command
  readonly input: unknown
}

/** Builds an undo with its types checked. */
export const undo = <Op extends Command>(operation: Op, input: InputOf<Op>): Undo => ({ operation, input })

export interface FlowContext<D extends Flow = Flow> {
  readonly actor: Actor
  /** When the flow began; the same again on a re-run. */
  readonly now: number
  readonly clientIp: string
  /** A fresh id; the same again on a re-run. */
  id(prefix: string): string
  readonly ask: Ask<D>
  /** One keyed command. Its refusal ends the flow and must be declared by it. */
  step<Op extends Command>(
    name: string,
    command: Op & Declared<D, Op>,
    input: InputOf<Op>,
    undo?: Undo,
  ): Promise<OutputOf<Op>>
  /**
   * A step whose no the flow wants to read: a savepoint of its own, so that a refusal undoes only the step.
   */
  tryStep<Op extends Command>(
    name: string,
    command: Op,
    input: InputOf<Op>,
    undo?: Undo,
  ): Promise<ResultOf<Op>>
  /**
   * A stretch of questions and steps of which only the value is remembered. What a flow must know behind an
   * effect is little; without parts the answers of all that went before are stored with it. A no that it
   * comes to ends the flow. No effects inside. The value is kept in the clear unless the flow is secret:
   * nothing personal.
   */
  part<R>(name: string, work: () => Promise<R>): Promise<Exclude<R, No>>
  /** A call through a port. What was written so far commits first, together with the flow's state. */
  effect<Op extends Effect>(name: string, effect: Op, input: InputOf<Op>): Promise<OutputOf<Op>>
  readonly refuse: Refuse<D>
  readonly outcome: Outcome<D>
}

export type FlowHandler<D extends Flow> = (
  input: InputOf<D>,
  context: FlowContext<D>,
) => Promise<OutputOf<D> | No>

export interface FlowDefinition {
  readonly declaration: Flow
  readonly handler: (input: never, context: never) => Promise<unknown>
}

/** Ties a declared flow to its code. */
export const flow = <D extends Flow>(declaration: D, handler: FlowHandler<D>): FlowDefinition => ({
  declaration,
  handler: handler as FlowDefinition['handler'],
})

export interface PageContext<D extends Page = Page> {
  readonly actor: Actor
  readonly now: number
  readonly ask: Ask<D>
  readonly refuse: Refuse<D>
}

export type PageHandler<D extends Page> = (
  input: InputOf<D>,
  context: PageContext<D>,
) => Promise<OutputOf<D> | No>

/** An event and the cache tags that it makes stale. */
export interface Staleness {
  readonly event: string
  readonly tags: (payload: never) => readonly string[]
}

/** Says which tags an event makes stale. */
export const stale = <E extends EventType>(
  event: E,
  tags: (payload: PayloadOf<E>) => readonly string[],
): Staleness => ({ event: event.name, tags: tags as Staleness['tags'] })

export interface CacheRule<D extends Page = Page> {
  /** How long a CDN and the process may keep the answer without being told. */
  readonly maxAge_s: number
  readonly tags: (input: InputOf<D>, output: OutputOf<D>) => readonly string[]
  readonly staleness: readonly Staleness[]
}

export interface PageDefinition {
  readonly declaration: Page
  readonly handler: (input: never, context: never) => Promise<unknown>
  readonly cache?: CacheRule
}

/** Ties a declared page to its code; with a cache rule its answers are public and kept as ready bytes. */
export const page = <D extends Page>(
  declaration: D,
  handler: PageHandler<D>,
  cache?: CacheRule<D>,
): PageDefinition => ({
  declaration,
  handler: handler as PageDefinition['handler'],
  ...(cache === undefined ? {} : { cache: cache as unknown as CacheRule }),
})

/** What a reaction sends: one command or one flow. */
export interface Sending {
  readonly operation: Command | Flow
  readonly input: unknown
}

/** Builds a sending with its types checked. */
export const send = <Op extends Command | Flow>(operation: Op, input: InputOf<Op>): Sending => ({
  operation,
  input,
})

export interface ReactionContext {
  readonly now: number
  ask<Op extends Query>(query: Op, input: InputOf<Op>): Promise<OutputOf<Op>>
}

export interface Reaction {
  /** `<hearing module>.<what>`; with the event's id it is the key of what is sent. */
  readonly name: string
  readonly event: string
  react(payload: never, context: ReactionContext): Promise<Sending | null> | Sending | null
  /** Codes that mean the world moved on: the event is then done with. */
  readonly tolerates: readonly string[]
}

/** One event → a few queries at most → exactly one command (R6). */
export const on = <E extends EventType>(
  event: E,
  name: string,
  react: (payload: PayloadOf<E>, context: ReactionContext) => Promise<Sending | null> | Sending | null,
  tolerates: readonly string[] = [],
): Reaction => ({ name, event: event.name, react: react as Reaction['react'], tolerates })

/** A timer that spans modules: asks queries, starts keyed commands and flows. */
export interface CrossJob {
  readonly name: string
  readonly every_s: number
  run(context: CrossJobContext): Promise<void>
}

export interface CrossJobContext extends ReactionContext {
  run<Op extends Command | Flow>(operation: Op, input: InputOf<Op>, key: string): Promise<ResultOf<Op>>
}

export interface FeedContext extends ReactionContext {
  /** What this process announced of an event since the last run; of other processes' events nothing. */
  heard<E extends EventType>(event: E): readonly PayloadOf<E>[]
  /** Aborts when the house closes: a long filling stops between two pages. */
  readonly signal: AbortSignal
}

/**
 * Fills the index of one module in every process, without a lease: each process has an index of its own. It
 * runs at the start, again and again, and at once when this process announces an event that it hears. How far
 * it came is kept in the index.
 */
export interface Feed {
  readonly name: string
  /** Whose index it fills. */
  readonly module: string
  readonly every_s: number
  readonly hears: readonly string[]
  fill(index: never, context: FeedContext): Promise<void>
}

/** Declares a feed. `Index` is the side of the index that its module's contract shows to whoever fills it. */
export const feed = <Index>(
  contract: { readonly module: string },
  name: string,
  {
    every_s,
    hears,
    fill,
  }: {
    readonly every_s: number
    readonly hears: readonly EventType[]
    fill(index: Index, context: FeedContext): Promise<void>
  },
): Feed => ({
  name,
  module: contract.module,
  every_s,
  hears: hears.map((event) => event.name),
  fill: fill as Feed['fill'],
})

/** A webhook's door: raw bytes in, a status out. */
export interface Door {
  readonly path: `/${string}`
  readonly bodyLimit: number
  /** Rate-limit class; `door` when absent. */
  readonly limit?: string
  handle(raw: RawRequest, context: DoorContext): Promise<DoorAnswer>
}

/** What a door answers: a text as it is, null as nothing, everything else as JSON. */
export interface DoorAnswer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface RawRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

export interface DoorContext {
  readonly now: number
  effect<Op extends Effect>(effect: Op, input: InputOf<Op>): Promise<OutputOf<Op>>
  /** The key is the fact that is told; without one the call stands for itself, and nobody repeats it. */
  run<Op extends Command | Flow>(operation: Op, input: InputOf<Op>, key?: string): Promise<ResultOf<Op>>
}
