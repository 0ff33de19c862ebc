/** Reads JSON that came over the wire; nothing of the protocol is known here. */

export type Json = Readonly<Record<string, unknown>>

export function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

/** The text, or an empty one for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** One text for the same facts, whatever the order of the fields. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, each]) => `${name}:${canonical(each)}`).join(',')}}`
}
