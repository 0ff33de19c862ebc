/**
 * Turns two recordings of the same request into a template: what differed between them is made fresh for
 * every replay.
 */
import type { Recorded, Value } from './recorder.ts'

export interface Step {
  readonly kind: 'begin' | 'commit' | 'statement'
  readonly sql: string
  readonly values: readonly Slot[]
}

type Slot =
  | { readonly kind: 'constant'; readonly value: Value }
  | { readonly kind: 'fresh'; readonly like: string }
  | { readonly kind: 'time' }
  | { readonly kind: 'sku'; readonly index: number }

const slotOf = (a: Value, b: Value, skuIds: readonly string[]): Slot => {
  const sku = typeof a === 'string' ? skuIds.indexOf(a) : -1
  if (sku >= 0) return { kind: 'sku', index: sku }
  if (a === b) return { kind: 'constant', value: a }
  if (typeof a === 'number' || (typeof a === 'string' && /^\d{13}$/.test(a))) return { kind: 'time' }
  return { kind: 'fresh', like: String(a) }
}

/** Builds the template; throws when the two recordings are not the same statements. */
export const templateOf = (
  a: readonly Recorded[],
  b: readonly Recorded[],
  skuIds: readonly string[],
): Step[] => {
  if (a.length !== b.length) throw new Error(`Two like requests asked ${a.length} and ${b.length} things.`)
  return a.map((one, index) => {
    const other = b[index] as Recorded
    if (one.kind !== 'statement' || other.kind !== 'statement')
      return { kind: one.kind, sql: '', values: [] } as Step
    if (one.sql !== other.sql) throw new Error(`Two like requests differ:\n${one.sql}\n${other.sql}`)
    const values = one.values.map((value, at) => slotOf(value, other.values[at] as Value, skuIds))
    return { kind: 'statement', sql: one.sql, values }
  })
}

const SUFFIX = 14
let count = 0

/** Values for one replay: equal recorded values stay equal to one another. */
export const freshValues = (skuIds: readonly string[]) => {
  count += 1
  const suffix = `${process.pid % 1_000}`.padStart(3, '0') + count.toString(36).padStart(SUFFIX - 3, '0')
  const now = Date.now()
  return (slot: Slot): Value => {
    if (slot.kind === 'constant') return slot.value
    if (slot.kind === 'time') return now
    if (slot.kind === 'sku') return skuIds[slot.index] as string
    const { like } = slot
    return like.length > SUFFIX
      ? like.slice(0, like.length - SUFFIX) + suffix
      : like.slice(0, -6) + suffix.slice(-6)
  }
}
