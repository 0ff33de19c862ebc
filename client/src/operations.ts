/**
 * Types of every call that a front end can make, by operation name (`checkout.flow`, `order.get`): input,
 * happy value and the exact "no" answers. Types only; nothing of this file is left at run time.
 */
import type { InputOf, OutputOf, Rejection, RejectionOf, Route } from '@tiantou/kernel'
import type { declared, modules } from './contracts.ts'

type Values<T> = T[keyof T]
type OfModule<C> = C extends { commands: infer A; queries: infer B; effects: infer E }
  ? Values<A> | Values<B> | Values<E>
  : never
type Every = OfModule<(typeof modules)[number]> | (typeof declared)[number]
type Routed = Extract<Every, { route: Route; who: 'anyone' | 'visitor' | 'user' }>

/** Operations for shoppers and guests that have a URL, by name. */
export type Operations = { [Op in Routed as Op['name']]: Op }
export type OperationName = keyof Operations

/** A file goes as it is: the platform makes of it what handlers get. */
type Sent<I> = I extends { readonly upload: unknown } ? Omit<I, 'upload'> & { readonly upload: Blob } : I
export type Input<N extends OperationName> = Sent<InputOf<Operations[N]>>
export type Output<N extends OperationName> = OutputOf<Operations[N]>

/** One fault of the input, as RFC 9457 problems list them. */
export interface Fault {
  readonly pointer: string
  readonly message: string
}

/** What every "no" tells beside its code. */
interface Trace {
  /** HTTP status; 0 when no answer came. */
  readonly status: number
  /** For people who look into logs; empty when no answer came. */
  readonly traceId: string
}

type NoOf<Op> = Op extends { module: string } ? RejectionOf<Op> : never
/**
 * Every "no" of every module: flows pass codes on without the type of their data, the owner's declaration has
 * it.
 */
type Original = NoOf<OfModule<(typeof modules)[number]>>
type DataOf<C, D> = [D] extends [undefined]
  ? Extract<Original, { code: C }> extends { data: infer O }
    ? O
    : undefined
  : D

/** A declared "no" as it arrives over the wire. */
type Declared<R> =
  R extends Rejection<infer C, infer D>
    ? { readonly ok: false; readonly code: C; readonly data: DataOf<C, D> } & Trace
    : never

/**
 * What can go wrong with any call: no connection, no answer in time, no session (sign in first), or a problem
 * that the contract does not declare (bad shape, too many requests, defect), with the server's own code
 * inside.
 */
export type Trouble =
  | ({
      readonly ok: false
      readonly code: 'network' | 'timeout' | 'signed_out'
      readonly data: undefined
    } & Trace)
  | ({
      readonly ok: false
      readonly code: 'problem'
      readonly data: { readonly code: string; readonly faults: readonly Fault[]; readonly retryAt?: number }
    } & Trace)

export type No<N extends OperationName> = Declared<RejectionOf<Operations[N]>> | Trouble
/** The answer of a call: the value, one of the declared "no" answers, or trouble on the way. */
export type Answer<N extends OperationName> = { readonly ok: true; readonly value: Output<N> } | No<N>
