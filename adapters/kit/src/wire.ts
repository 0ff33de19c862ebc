/**
 * Reads foreign fields one by one without believing any shape, and forms as they come off the wire. No rule
 * of a provider lives here.
 */

export type Wire = Readonly<Record<string, unknown>>

/** The parsed object, or undefined when the text is not a JSON object. */
export function parseObject(json: string): Wire | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Wire) : undefined
  } catch {
    return undefined
  }
}

/** A non-empty text, or undefined. */
export function text(wire: Wire, name: string): string | undefined {
  const value = wire[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** An object inside; an empty one for anything else. */
export function inner(wire: Wire, name: string): Wire {
  const value = wire[name]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Wire) : {}
}

/** The objects of a list inside; none for anything else. */
export function list(wire: Wire, name: string): Wire[] {
  const value = wire[name]
  if (!Array.isArray(value)) return []
  return value.map((each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each) ? (each as Wire) : {},
  )
}

/** A finite number, written as one or as a text; undefined for anything else. */
export function amount(wire: Wire, name: string): number | undefined {
  const value = wire[name]
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** The decoded form; undefined where a name stands twice: which of them was signed? */
export function readForm(body: string): Readonly<Record<string, string>> | undefined {
  const pairs = [...new URLSearchParams(body)]
  const form = Object.fromEntries(pairs)
  return Object.keys(form).length === pairs.length ? form : undefined
}

/** Cuts to a number of characters without splitting one. */
export function cut(value: string, length: number): string {
  return Array.from(value).slice(0, length).join('')
}
