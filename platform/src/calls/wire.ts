/**
 * The local transport: values between modules pass as JSON would pass them, so that what cannot travel a wire
 * fails on the first day and not on the day a module is lifted out (R10). Also the canonical text of a value,
 * for hashing.
 */

/** The value cannot be sent as JSON: a defect of the caller. */
export class NotWireable extends Error {
  override readonly name = 'NotWireable'
}

/** Deeper than this nothing honest goes; a hostile body would else end the stack. */
const MAX_DEPTH = 100

const copyObject = (value: object, depth: number): unknown => {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new NotWireable(`A ${value.constructor?.name ?? 'strange object'} cannot travel between modules.`)
  }
  // Spread: members are defined, not assigned, so that one called `__proto__` is a member like any other.
  const copy: Record<string, unknown> = { ...value }
  for (const key in copy) {
    const member = copy[key]
    if (typeof member === 'string') continue
    if (member === undefined) delete copy[key]
    else if (typeof member !== 'boolean' && member !== null) copy[key] = copyAt(member, depth)
  }
  return copy
}

const copyAt = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new NotWireable(`${value} cannot travel between modules.`)
    return value === 0 ? 0 : value // JSON knows no −0
  }
  if (typeof value !== 'object') throw new NotWireable(`A ${typeof value} cannot travel between modules.`)
  if (depth === 0) throw new NotWireable('What is nested this deeply cannot travel between modules.')
  return Array.isArray(value)
    ? Array.from(value, (member: unknown) => copyAt(member, depth - 1))
    : copyObject(value, depth - 1)
}

/**
 * A deep copy as JSON would make it: `undefined` members vanish; anything JSON cannot carry faithfully
 * throws.
 */
export const overWire = <V>(value: V): V => copyAt(value, MAX_DEPTH) as V

/** JSON with sorted keys: equal values give equal text. */
export const canonical = (value: unknown): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  let text = ''
  if (Array.isArray(value)) {
    for (const member of value) text += `${text === '' ? '' : ','}${canonical(member)}`
    return `[${text}]`
  }
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key]
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(member)}`
  }
  return `{${text}}`
}
