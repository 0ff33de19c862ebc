/**
 * The language in which a module, flow or page says what it offers: operations (input, output, refusals,
 * outcomes, URL, who may call), events and permissions. HTTP routes, OpenAPI, the typed client and the
 * handlers' types are all derived from it. Pure: no I/O, no module is known here.
 */
import Type, { type Static, type TSchema } from 'typebox'
import type { Rejection, Result } from './result.ts'

/**
 * Anyone = guests too; visitor = a shopper, or a guest whose device has named itself, since something is kept
 * for them; user = a signed-in shopper; system = only flows, reactions, jobs; else staff holding the
 * permission, or a partner's system that was given it as a scope.
 */
export type Who = 'anyone' | 'visitor' | 'user' | 'system' | { readonly permission: string }

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Where an operation stands on the wire. Path parameters (`:id`), query and body together form its one input
 * object.
 */
export interface Route {
  readonly method: Method
  /** Below `/api/v1`, for example `/orders/:orderId`. */
  readonly path: `/${string}`
  /**
   * The named string field travels as an HttpOnly cookie for browsers: taken from it when absent, moved to it
   * on answer.
   */
  readonly cookie?: { readonly field: string; readonly name: string; readonly maxAge_s: number }
  /** A cookie of that name is dropped by the answer. */
  readonly clearCookie?: string
  /** Largest accepted body in bytes; the server's default (64 kB) when absent. */
  readonly bodyLimit?: number
  /** Rate-limit class, a key of the HTTP settings; `default` when absent. */
  readonly limit?: string
  /**
   * The body is a file of one of these types. It is put among the incoming files, and the named field of the
   * input says where (`Incoming`); everything else of the input stands in the query.
   */
  readonly upload?: { readonly field: string; readonly types: readonly string[] }
}

/** One declared way of saying no. */
export interface NoSpec {
  /** HTTP status, 4xx (or 503 where a third party is away). */
  readonly status: number
  /** One sentence for developers; front ends turn the code into words. */
  readonly doc: string
  readonly data?: TSchema
}

export type NoSpecs = Readonly<Record<string, NoSpec>>

/**
 * What every operation declares. Refusals roll back; outcomes are "no" answers that commit because they must
 * leave a trace.
 */
export interface OperationSpec {
  readonly doc: string
  readonly who: Who
  readonly input: TSchema
  readonly output: TSchema
  readonly refusals?: NoSpecs
  readonly outcomes?: NoSpecs
  readonly route?: Route
  /** Input or output holds secrets (codes, tokens): they are sealed at rest and never logged. */
  readonly secret?: boolean
  /** Keys never expire (business keys: callbacks, events, money). Client keys live 7 days. */
  readonly keepKey?: boolean
}

export type Kind = 'command' | 'query' | 'effect' | 'flow' | 'page'

/** A declared operation with its qualified name. */
export type Operation<
  K extends Kind = Kind,
  M extends string = string,
  N extends string = string,
  S extends OperationSpec = OperationSpec,
> = S & { readonly kind: K; readonly module: M; readonly key: N; readonly name: `${M}.${N}` }

export type AnyOperation = Operation
export type Command = Operation<'command'>
export type Query = Operation<'query'>

export type InputOf<Op extends { input: TSchema }> = Static<Op['input']>
export type OutputOf<Op extends { output: TSchema }> = Static<Op['output']>

type DataOf<N> = N extends { data: infer D extends TSchema } ? Static<D> : undefined
type CodesOf<Op, Part extends 'refusals' | 'outcomes'> = Op extends { [P in Part]: infer R }
  ? keyof R & string
  : never
/** Local codes an operation may refuse with. */
export type RefusalOf<Op> = CodesOf<Op, 'refusals'>
/** Local codes an operation may answer with while committing. */
export type OutcomeOf<Op> = CodesOf<Op, 'outcomes'>

type SpecOfNo<Op, Part extends 'refusals' | 'outcomes', C extends string> = Op extends {
  [P in Part]: infer R
}
  ? C extends keyof R
    ? R[C]
    : never
  : never

/** The data a local code carries; `undefined` when it carries none. */
export type NoDataOf<Op, Part extends 'refusals' | 'outcomes', C extends string> = DataOf<
  SpecOfNo<Op, Part, C>
>

/** A code declared with a dot was taken over from another contract (see `passOn`) and keeps its name. */
type Qualified<M extends string, C extends string> = C extends `${string}.${string}` ? C : `${M}.${C}`

/** The exact union of qualified rejections a caller must expect from an operation. */
export type RejectionOf<Op extends { module: string }> =
  | {
      [C in RefusalOf<Op>]: Rejection<Qualified<Op['module'], C>, NoDataOf<Op, 'refusals', C>>
    }[RefusalOf<Op>]
  | {
      [C in OutcomeOf<Op>]: Rejection<Qualified<Op['module'], C>, NoDataOf<Op, 'outcomes', C>>
    }[OutcomeOf<Op>]

export type QualifiedCodeOf<Op extends { module: string }> =
  | { [C in RefusalOf<Op>]: Qualified<Op['module'], C> }[RefusalOf<Op>]
  | { [C in OutcomeOf<Op>]: Qualified<Op['module'], C> }[OutcomeOf<Op>]

/** What calling an operation answers. */
export type ResultOf<Op extends { module: string; output: TSchema }> = Result<OutputOf<Op>, RejectionOf<Op>>

/** A declared fact. Its payload is versioned; consumers see `module.key`. */
export interface EventSpec {
  readonly doc: string
  readonly version: number
  readonly payload: TSchema
}

export type EventType<
  M extends string = string,
  N extends string = string,
  S extends EventSpec = EventSpec,
> = S & { readonly module: M; readonly key: N; readonly name: `${M}.${N}` }

export type PayloadOf<E extends { payload: TSchema }> = Static<E['payload']>

type Specs = Readonly<Record<string, OperationSpec>>
type Events = Readonly<Record<string, EventSpec>>

export interface ContractSpec {
  readonly doc: string
  readonly commands?: Specs
  readonly queries?: Specs
  readonly effects?: Specs
  readonly events?: Events
  /** Permission code → its meaning in the language of the screens. */
  readonly permissions?: Readonly<Record<string, string>>
  /** Of these, the ones that a partner's system may be given as OAuth scopes; none unless named. */
  readonly partnerScopes?: readonly string[]
}

type Named<K extends Kind, M extends string, S> = S extends Specs
  ? { readonly [N in keyof S & string]: Operation<K, M, N, S[N]> }
  : Readonly<Record<never, never>>
type NamedEvents<M extends string, E> = E extends Events
  ? { readonly [N in keyof E & string]: EventType<M, N, E[N]> }
  : Readonly<Record<never, never>>

/** A module's contract with every operation and event carrying its qualified name. */
export interface Contract<M extends string = string, C extends ContractSpec = ContractSpec> {
  readonly module: M
  readonly doc: string
  readonly commands: Named<'command', M, C['commands']>
  readonly queries: Named<'query', M, C['queries']>
  readonly effects: Named<'effect', M, C['effects']>
  readonly events: NamedEvents<M, C['events']>
  readonly permissions: Readonly<Record<string, string>>
  readonly partnerScopes: readonly string[]
}

const nameAll = (kind: Kind, module: string, specs: Specs = {}) =>
  Object.fromEntries(
    Object.entries(specs).map(([key, spec]) => [
      key,
      { ...spec, kind, module, key, name: `${module}.${key}` },
    ]),
  )

/** Declares a module's contract. Names become `<module>.<key>`; codes become `<module>.<code>`. */
export const defineContract = <const M extends string, const C extends ContractSpec>(
  module: M,
  spec: C,
): Contract<M, C> =>
  ({
    module,
    doc: spec.doc,
    commands: nameAll('command', module, spec.commands),
    queries: nameAll('query', module, spec.queries),
    effects: nameAll('effect', module, spec.effects),
    events: Object.fromEntries(
      Object.entries(spec.events ?? {}).map(([key, event]) => [
        key,
        { ...event, module, key, name: `${module}.${key}` },
      ]),
    ),
    permissions: spec.permissions ?? {},
    partnerScopes: spec.partnerScopes ?? [],
  }) as unknown as Contract<M, C>

const declare = <const K extends Kind, const N extends string, const S extends OperationSpec>(
  kind: K,
  name: N,
  spec: S,
): Operation<K, N, K, S> => ({ ...spec, kind, module: name, key: kind, name: `${name}.${kind}` })

/**
 * Declares a flow (a write across modules) beside its code. Its own codes are qualified by the flow's name.
 */
export const declareFlow = <const N extends string, const S extends OperationSpec>(name: N, spec: S) =>
  declare('flow', name, spec)

/** Declares a page (a read across modules) beside its code. */
export const declarePage = <const N extends string, const S extends OperationSpec>(name: N, spec: S) =>
  declare('page', name, spec)

/**
 * The qualified code of a local one: `out_of_stock` of inventory is `inventory.out_of_stock`; a dotted one
 * stays.
 */
export const qualify = (module: string, code: string): string =>
  code.includes('.') ? code : `${module}.${code}`

type PassedOn<Ops extends readonly AnyOperation[]> = {
  [C in QualifiedCodeOf<Ops[number]>]: NoSpec
}

/**
 * Takes over the codes of the operations a flow or page calls, so that its own declaration names every answer
 * it can give.
 */
export const passOn = <const Ops extends readonly AnyOperation[]>(...operations: Ops): PassedOn<Ops> =>
  Object.fromEntries(
    operations.flatMap((op) =>
      Object.entries({ ...op.refusals, ...op.outcomes }).map(([code, spec]) => [
        qualify(op.module, code),
        spec,
      ]),
    ),
  ) as PassedOn<Ops>

/** A closed object: unknown fields are refused on input and never leave on output. */
export const Obj = <const P extends Record<string, TSchema>>(properties: P, options: object = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options })

export { Type, type Static, type TSchema }
