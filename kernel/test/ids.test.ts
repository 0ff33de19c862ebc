/**
 * Ids: UUID v7 to the bit, sorted by time, told apart by prefix; numbers for people catch typing mistakes.
 */
import fc from 'fast-check'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { humanNo, idSchema, idTime, isHumanNo, isId, makeId } from '../src/index.ts'

const time_ms = fc.integer({ min: 0, max: 2 ** 48 - 1 })
const random10 = fc.uint8Array({ minLength: 10, maxLength: 10 })
const letters = '0123456789abcdefghjkmnpqrstvwxyz'

/** The UUID inside an id, in hexadecimal. */
const uuidOf = (id: string): string => {
  const bits = Array.from(id.slice(id.indexOf('_') + 1)).reduce(
    (sum, c) => sum * 32n + BigInt(letters.indexOf(c)),
    0n,
  )
  return bits.toString(16).padStart(32, '0')
}

describe('makeId', () => {
  it('holds the example of RFC 9562, appendix A.6', () => {
    // 017F22E2-79B0-7CC3-98C4-DC0C0C07398F
    const random = Uint8Array.of(0x7c, 0xc3, 0x98, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f)
    const id = makeId('ord', 0x017f22e279b0, random)
    expect(uuidOf(id)).toBe('017f22e279b07cc398c4dc0c0c07398f')
    expect(id).toBe('ord_01fwhe4ydgfk1shh6w1g60eecf')
    expect(idTime(id)).toBe(0x017f22e279b0)
    expect(idTime(id.slice(0, -1))).toBeUndefined()
  })

  it('is always a UUID of version 7 that its schema knows, 32 characters at most', () => {
    const schema = idSchema('batch')
    fc.assert(
      fc.property(time_ms, random10, (now_ms, random) => {
        const id = makeId('batch', now_ms, random)
        expect(id).toHaveLength(32)
        expect(isId('batch', id) && Value.Check(schema, id)).toBe(true)
        expect(uuidOf(id)).toMatch(/^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/)
        expect(Number.parseInt(uuidOf(id).slice(0, 12), 16)).toBe(now_ms)
      }),
    )
  })

  it('sorts by time', () => {
    fc.assert(
      fc.property(time_ms, time_ms, random10, random10, (a_ms, b_ms, a, b) => {
        fc.pre(a_ms < b_ms)
        expect(makeId('ord', a_ms, a) < makeId('ord', b_ms, b)).toBe(true)
      }),
    )
  })

  it('refuses bad prefixes, times and random bytes', () => {
    const random = new Uint8Array(10)
    for (const prefix of ['', 'o', 'orders', 'Ord', 'or_'])
      expect(() => makeId(prefix, 1, random)).toThrow(RangeError)
    for (const now of [-1, 0.5, 2 ** 48, Number.NaN])
      expect(() => makeId('ord', now, random)).toThrow(RangeError)
    expect(() => makeId('ord', 1, new Uint8Array(9))).toThrow(RangeError)
    expect(() => idSchema('Ord')).toThrow(RangeError)
  })

  it('knows ids of its own prefix only', () => {
    const id = makeId('ord', 1_790_000_000_000, new Uint8Array(10))
    expect(isId('usr', id)).toBe(false)
    for (const wrong of [
      `${id}0`,
      id.slice(0, -1),
      id.toUpperCase(),
      `${id}\n`,
      id.replace(/.$/, 'u'),
      7,
      null,
    ]) {
      expect(isId('ord', wrong)).toBe(false)
    }
  })
})

describe('humanNo', () => {
  it('carries the day of Shanghai', () => {
    const random = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 42)
    expect(humanNo(Date.UTC(2026, 6, 31, 15, 59, 59, 999), random)).toMatch(/^2607310000000000042\d$/)
    expect(humanNo(Date.UTC(2026, 6, 31, 16), random)).toMatch(/^2608010000000000042\d$/)
  })

  it('catches every wrong digit and every swap of neighbours', () => {
    const random = fc.uint8Array({ minLength: 8, maxLength: 10 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), random, (now_ms, bytes) => {
        const no = humanNo(now_ms, bytes)
        expect(isHumanNo(no)).toBe(true)
        for (let i = 0; i < no.length; i++) {
          const wrong = no.slice(0, i) + ((Number(no[i]) + 1 + ((bytes[0] ?? 0) % 9)) % 10) + no.slice(i + 1)
          expect(isHumanNo(wrong)).toBe(false)
          const swapped = no.slice(0, i) + (no[i + 1] ?? '') + no[i] + no.slice(i + 2)
          if (no[i] !== no[i + 1] && i + 1 < no.length) expect(isHumanNo(swapped)).toBe(false)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('refuses other shapes', () => {
    expect(isHumanNo('1234')).toBe(false)
    expect(isHumanNo('')).toBe(false)
    expect(() => humanNo(0, new Uint8Array(7))).toThrow(RangeError)
  })
})
