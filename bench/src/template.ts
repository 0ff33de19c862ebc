/**
 * Turns two recordings of the same request into a template: what differed between them is made fresh for
 * every replay, of the same kind and as scattered as ours is, since a database takes numbers in a row more
 * easily.
 */
import { makeId } from '@tiantou/kernel'
import type { Recorded, Value } from './recorder.ts'
import type { Shopper } from './stage.ts'

export interface Step {
  readonly kind: 'begin' | 'commit' | 'statement'
  readonly sql: string
  readonly values: readonly Slot[]
}

type Slot =
  | { readonly kind: 'constant'; readonly value: Value }
  | { readonly kind: 'fresh'; readonly like: string }
  | { readonly kind: 'shopper'; readonly text: string }
  | { readonly kind: 'time' }
  | { readonly kind: 'sku'; readonly index: number }

/** Who and what was recorded. */
export interface Scene {
  readonly shopper: Shopper
  readonly skuIds: readonly string[]
}

const namesShopper = (text: string, { userId, addressId }: Shopper) =>
  text.includes(userId) || text.includes(addressId)

const slotOf = (a: Value, b: Value, { shopper, skuIds }: Scene): Slot => {
  const sku = typeof a === 'string' ? skuIds.indexOf(a) : -1
  if (sku >= 0) return { kind: 'sku', index: sku }
  if (a !== b) {
    if (typeof a === 'number' || (typeof a === 'string' && /^\d{13}$/.test(a))) return { kind: 'time' }
    return { kind: 'fresh', like: String(a) }
  }
  if (typeof a === 'string' && namesShopper(a, shopper)) return { kind: 'shopper', text: a }
  return { kind: 'constant', value: a }
}

/** Builds the template; throws when the two recordings are not the same statements. */
export const templateOf = (a: readonly Recorded[], b: readonly Recorded[], scene: Scene): Step[] => {
  if (a.length !== b.length) throw new Error(`Two like requests asked ${a.length} and ${b.length} things.`)
  return a.map((one, index) => {
    const other = b[index] as Recorded
    if (one.kind !== 'statement' || other.kind !== 'statement')
      return { kind: one.kind, sql: '', values: [] } as Step
    if (one.sql !== other.sql) throw new Error(`Two like requests differ:\n${one.sql}\n${other.sql}`)
    const values = one.values.map((value, at) => slotOf(value, other.values[at] as Value, scene))
    return { kind: 'statement', sql: one.sql, values }
  })
}

const ID = /^([a-z]{2,5})_[0-9a-z]{26}$/
const HUMAN_NO = /^\d{20}$/

const letters = (count: number) =>
  Math.random()
    .toString(36)
    .slice(2, 2 + count)
    .padEnd(count, '0')
const digits = (count: number) => Math.random().toFixed(count).slice(-count)

/** Another value of the same kind. */
const freshOf = (like: string, now: number): string => {
  const prefix = ID.exec(like)?.[1]
  if (prefix !== undefined) return makeId(prefix, now, crypto.getRandomValues(new Uint8Array(10)))
  if (HUMAN_NO.test(like)) return like.slice(0, 6) + digits(14)
  const tail = Math.min(10, like.length)
  return like.slice(0, like.length - tail) + letters(tail)
}

/** Values for one replay: equal recorded values stay equal to one another. */
export const freshValues = (recorded: Shopper, { shopper, skuIds }: Scene) => {
  const now = Date.now()
  const made = new Map<string, string>()
  return (slot: Slot): Value => {
    if (slot.kind === 'constant') return slot.value
    if (slot.kind === 'time') return now
    if (slot.kind === 'sku') return skuIds[slot.index] as string
    if (slot.kind === 'shopper')
      return slot.text
        .replaceAll(recorded.userId, shopper.userId)
        .replaceAll(recorded.addressId, shopper.addressId)
    let fresh = made.get(slot.like)
    if (fresh === undefined) {
      fresh = freshOf(slot.like, now)
      made.set(slot.like, fresh)
    }
    return fresh
  }
}
