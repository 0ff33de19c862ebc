/**
 * How a module says what it is: its contract, a handler for every operation, tables, settings, migrations,
 * jobs. The types of the handlers are the walls of the house: a command sees a transaction and no telephone,
 * an effect a telephone and no transaction (R4), and only what its contract declares can be refused.
 */
import type {
  Actor,
  Command,
  Contract,
  EventType,
  InputOf,
  NoDataOf,
  Operation,
  OutcomeOf,
  OutputOf,
  PayloadOf,
  Query,
  RefusalOf,
} from '@tiantou/kernel'
import type { ReadDb, Tx } from './db/database.ts'
import type { Migration } from './db/migrate.ts'
import type { FieldSecrets } from './secrets.ts'
import type { SettingSpecs, SettingsOf } from './settings.ts'

/**
 * A "no" on its way from a handler to the runner. Made only by `refuse` and `outcome`, which check the
 * contract.
 */
export class No {
  readonly code: string
  readonly data: unknown
  readonly commits: boolean
  constructor(code: string, data: unknown, commits: boolean) {
    this.code = code
    this.data = data
    this.commits = commits
  }
}

type DataArgs<D> = [D] extends [undefined] ? [] : [data: D]

/** Says a declared no: everything the handler did is rolled back. */
export type Refuse<Op> = <C extends RefusalOf<Op>>(
  code: C,
  ...data: DataArgs<NoDataOf<Op, 'refusals', C>>
) => No
/** Says a declared no that leaves its trace: what the handler did is committed. */
export type Outcome<Op> = <C extends OutcomeOf<Op>>(
  code: C,
  ...data: DataArgs<NoDataOf<Op, 'outcomes', C>>
) => No

interface Context<Op, S extends SettingSpecs> {
  readonly now: number
  readonly actor: Actor
  readonly settings: SettingsOf<S>
  readonly secrets: FieldSecrets
  readonly refuse: Refuse<Op>
}

export type NoSettings = Readonly<Record<never, never>>

/** What a command may touch: its own tables in one transaction. No client, port or network. */
export interface CommandContext<Op, Tables, S extends SettingSpecs = NoSettings> extends Context<Op, S> {
  readonly tx: Tx<Tables>
  /** What the caller's device says of itself; empty for calls from inside. Not to be kept as it is. */
  readonly userAgent: string
  readonly outcome: Outcome<Op>
  /** Announces a fact; it is delivered if and only if this command commits. */
  emit<E extends EventType>(event: E, payload: PayloadOf<E>): void
  /** A fresh prefixed, time-ordered id. */
  id(prefix: string): string
  random(bytes: number): Buffer
}

export type CommandHandler<Op extends Command, Tables, S extends SettingSpecs = NoSettings> = (
  input: InputOf<Op>,
  context: CommandContext<Op, Tables, S>,
) => Promise<OutputOf<Op> | No>

/** What a query may touch: its own tables, read-only; and its module's index, where the module has one. */
export type QueryContext<Op, Tables, S extends SettingSpecs = NoSettings, Index = never> = Context<Op, S> & {
  readonly db: ReadDb<Tables>
} & ([Index] extends [never] ? unknown : { readonly index: Index })

export type QueryHandler<Op extends Query, Tables, S extends SettingSpecs = NoSettings, Index = never> = (
  input: InputOf<Op>,
  context: QueryContext<Op, Tables, S, Index>,
) => Promise<OutputOf<Op> | No>

/** What an effect may touch: ports to third parties, and its own tables read-only. Never a transaction. */
export interface EffectContext<Op, Tables, Ports, S extends SettingSpecs = NoSettings> extends Context<
  Op,
  S
> {
  readonly db: ReadDb<Tables>
  readonly ports: Ports
  /** Aborts when the caller has no use for the answer any more. */
  readonly signal: AbortSignal
}

export type EffectHandler<
  Op extends Operation<'effect'>,
  Tables,
  Ports,
  S extends SettingSpecs = NoSettings,
> = (input: InputOf<Op>, context: EffectContext<Op, Tables, Ports, S>) => Promise<OutputOf<Op> | No>

/** What a timer may do: ask its own module's queries, run its own module's commands. */
export interface JobContext {
  readonly now: number
  ask<Op extends Query>(query: Op, input: InputOf<Op>): Promise<OutputOf<Op>>
  /** Runs one keyed command. Refusals are fine: the world moved on. */
  run<Op extends Command>(command: Op, input: InputOf<Op>, key: string): Promise<void>
}

export interface Job {
  /** `order.time-out` */
  readonly name: string
  readonly every_s: number
  run(context: JobContext): Promise<void>
}

// The house keeps modules of every shape in one list, so the parts' own types end here; defineModule has
// checked them.
type AnyHandler = (input: never, context: never) => Promise<unknown>

/** What every index can do besides its own business. */
export interface Closable {
  close(): void
}

/**
 * A projection beside each process: files that can be made again at any time from what queries answer. A feed
 * fills it, the module's queries read it; commands never see it, for it may lag behind.
 */
export interface IndexDefinition<Index> {
  /**
   * Opens what lies in the folder, or begins anew. The folder is this process's alone. It is called when the
   * index is first needed, so whatever takes long must wait until it is asked for.
   */
  open(folder: string): Index & Closable
}

export interface Module {
  readonly contract: Contract
  readonly commands: Readonly<Record<string, AnyHandler>>
  readonly queries: Readonly<Record<string, AnyHandler>>
  readonly effects: Readonly<Record<string, AnyHandler>>
  readonly migrations: readonly Migration[]
  readonly settings: SettingSpecs
  readonly jobs: readonly Job[]
  /** Tables whose rows are never changed or removed; an operator's grants leave these rights out. */
  readonly appendOnly: readonly string[]
  /** Names of the ports that adapters must fill for the effects to work. */
  readonly ports: readonly string[]
  readonly index?: IndexDefinition<object>
}

type CommandsOf<C extends Contract> = C['commands']
type HandlersFor<Ops, Tables, S extends SettingSpecs, Ports, Index = never> = {
  readonly [N in keyof Ops]: Ops[N] extends Command
    ? CommandHandler<Ops[N], Tables, S>
    : Ops[N] extends Query
      ? QueryHandler<Ops[N], Tables, S, Index>
      : Ops[N] extends Operation<'effect'>
        ? EffectHandler<Ops[N], Tables, Ports, S>
        : never
}

/** A module that names an index must open it; one that names none has none. */
type IndexPart<Index> = [Index] extends [never]
  ? { readonly index?: never }
  : { readonly index: IndexDefinition<Index> }

export type ModuleParts<
  C extends Contract,
  Tables,
  S extends SettingSpecs,
  Ports,
  Index = never,
> = IndexPart<Index> & {
  readonly commands: HandlersFor<CommandsOf<C>, Tables, S, Ports>
  readonly queries: HandlersFor<C['queries'], Tables, S, Ports, Index>
  readonly effects: HandlersFor<C['effects'], Tables, S, Ports>
  readonly migrations: readonly Migration[]
  readonly settings: S
  readonly jobs?: readonly Job[]
  readonly appendOnly?: readonly (keyof Tables & string)[]
  readonly ports?: readonly (keyof Ports & string)[]
}

/**
 * Ties a contract to its code; every declared operation must have its handler.
 * `defineModule<OrderTables>()(Order, { … })`: tables, ports and index are named, the rest is inferred.
 */
export const defineModule =
  <Tables, Ports = Readonly<Record<never, never>>, Index = never>() =>
  <C extends Contract, S extends SettingSpecs>(
    contract: C,
    parts: ModuleParts<C, Tables, S, Ports, Index>,
  ): Module => ({
    contract: contract as unknown as Contract,
    commands: parts.commands as Readonly<Record<string, AnyHandler>>,
    queries: parts.queries as Readonly<Record<string, AnyHandler>>,
    effects: parts.effects as Readonly<Record<string, AnyHandler>>,
    migrations: parts.migrations,
    settings: parts.settings,
    jobs: parts.jobs ?? [],
    appendOnly: parts.appendOnly ?? [],
    ports: parts.ports ?? [],
    ...(parts.index === undefined ? {} : { index: parts.index as IndexDefinition<object> }),
  })
