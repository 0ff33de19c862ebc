/** Our numbers for providers that take letters and digits alone: the `_` of an id goes, and comes back. */

/** The letters of an id behind its `_`. */
const BODY = 26

export const bareNumber = (number: string): string => number.replace('_', '')

/** The number behind a bare one, ours or not. */
export const numberOf = (bare: string): string =>
  bare.length > BODY ? `${bare.slice(0, -BODY)}_${bare.slice(-BODY)}` : bare
