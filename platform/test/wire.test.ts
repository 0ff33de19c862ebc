/** Values between modules: exactly what JSON would make of them, or a clear no on the first day. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical, NotWireable, overWire } from '../src/calls/wire.ts'

const roundTrip = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown

class Peach {
  readonly weight_g = 200
}

describe('over the wire', () => {
  it('values are what a round trip through JSON makes of them', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(overWire(value)).toStrictEqual(roundTrip(value))
      }),
      { numRuns: 1_000 },
    )
  })

  it('members that are undefined vanish, at any depth', () => {
    const sparse = fc.dictionary(fc.string(), fc.option(fc.jsonValue(), { nil: undefined }))
    fc.assert(
      fc.property(fc.record({ a: sparse, b: fc.array(sparse) }), (value) => {
        expect(overWire(value)).toStrictEqual(roundTrip(value))
      }),
    )
    expect(Object.keys(overWire({ a: undefined, b: 1 }))).toEqual(['b'])
  })

  it('copies share nothing with what was sent', () => {
    const sent = { lines: [{ sku: 'peach' }] }
    const got = overWire(sent)
    expect(got).toEqual(sent)
    expect(got).not.toBe(sent)
    expect(got.lines[0]).not.toBe(sent.lines[0])
  })

  it('a name like __proto__ is a name and changes nobody', () => {
    const hostile = JSON.parse(
      '{"__proto__": {"admin": true}, "constructor": {"prototype": {"x": 1}}}',
    ) as object
    const got = overWire(hostile)
    expect(Object.getPrototypeOf(got)).toBe(Object.prototype)
    expect(JSON.stringify(got)).toBe(JSON.stringify(hostile))
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  it.each([
    ['a date', new Date(0)],
    ['a map', new Map([['a', 1]])],
    ['a set', new Set([1])],
    ['a buffer', Buffer.from('a')],
    ['an instance of a class', new Peach()],
    ['an error', new Error('no')],
    ['a promise', Promise.resolve(1)],
    ['not a number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a big integer', 1n],
    ['a symbol', Symbol('a')],
    ['a function', () => 1],
    ['undefined in a list', [undefined]],
    ['a hole in a list', Array.from({ length: 2 })],
    ['something with toJSON', { toJSON: () => 1 }],
    ['undefined itself', undefined],
  ])('%s is refused, wherever it stands', (_name, value) => {
    expect(() => overWire(value)).toThrow(NotWireable)
    if (value === undefined) return
    expect(() => overWire({ a: [{ b: value }] })).toThrow(NotWireable)
  })

  it('what is nested without end, or in a circle, is refused and does not end the stack', () => {
    let deep: unknown = 1
    for (let i = 0; i < 50_000; i += 1) deep = [deep]
    expect(() => overWire(deep)).toThrow(NotWireable)
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    expect(() => overWire(circle)).toThrow(NotWireable)
  })

  it('minus zero is zero', () => {
    expect(Object.is(overWire(-0), 0)).toBe(true)
  })
})

describe('the canonical text', () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(([key, member]): [string, unknown] => [key, shuffled(member)])
    return Object.fromEntries(entries.toReversed())
  }

  it('is the same whatever the order of the members, and loses nothing of the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonical(value)
        expect(canonical(shuffled(value))).toBe(text)
        expect(JSON.parse(text)).toStrictEqual(roundTrip(value))
      }),
      { numRuns: 500 },
    )
  })

  it('takes a member that is undefined for one that is not there', () => {
    expect(canonical({ a: 1, b: undefined })).toBe(canonical({ a: 1 }))
    expect(canonical({ b: 2, a: [1, { d: 4, c: 3 }] })).toBe('{"a":[1,{"c":3,"d":4}],"b":2}')
  })
})
