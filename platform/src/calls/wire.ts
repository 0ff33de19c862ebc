/**
 * The local transport: values between modules pass as JSON would pass them, so that what cannot travel a wire
 * fails on the first day and not on the day a module is lifted out (R10). Also the canonical text of a value,
 * for hashing.
 */

/** The value cannot be sent as JSON: a defect of the caller. */
export class NotWireable extends Error {
  override readonly name = 'NotWireable'
}

const copyObject = (value: object): unknown => {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new NotWireable(`A ${value.constructor?.name ?? 'strange object'} cannot travel between modules.`)
  }
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key]
    if (member !== undefined) copy[key] = overWire(member)
  }
  return copy
}

/**
 * A deep copy as JSON would make it: `undefined` members vanish; anything JSON cannot carry faithfully
 * throws.
 */
export const overWire = <V>(value: V): V => {
  if (value === null) return value
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      if (!Number.isFinite(value)) throw new NotWireable(`${value} cannot travel between modules.`)
      return value
    case 'object':
      return (Array.isArray(value) ? value.map(overWire) : copyObject(value)) as V
    default:
      throw new NotWireable(`A ${typeof value} cannot travel between modules.`)
  }
}

/** JSON with sorted keys: equal values give equal text. */
export const canonical = (value: unknown): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`)
  return `{${members.join(',')}}`
}
