/**
 * What a command, query, flow or page answers: a value, or a declared "no". Pure values, safe to send over a
 * wire.
 */

/**
 * A declared "no". `committed` tells an outcome (its trace was kept) from a refusal (everything was rolled
 * back).
 */
export interface Rejection<Code extends string = string, Data = unknown> {
  readonly ok: false
  /** Stable qualified code, for example `inventory.out_of_stock`. Never renamed. */
  readonly code: Code
  readonly data: Data
  readonly committed: boolean
}

/** The happy answer. */
export interface Done<Value> {
  readonly ok: true
  readonly value: Value
}

/** Either the value or one of the declared rejections. */
export type Result<Value, No extends Rejection = Rejection> = Done<Value> | No

/** Wraps a value as a happy answer. */
export const done = <Value>(value: Value): Done<Value> => ({ ok: true, value })

/** Builds a rejection from a qualified code. */
export const rejection = <Code extends string, Data>(
  code: Code,
  data: Data,
  committed = false,
): Rejection<Code, Data> => ({ ok: false, code, data, committed })
