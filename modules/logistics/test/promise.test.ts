/** Slots of a week, days of carriers, codes: pure decisions about promises. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byCarrier, codeFrom, dayStart, isPattern, slotsOf } from '../src/promise.ts'
import { evening } from './promise-house.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Wednesday, 2026-07-01 10:00 in China. */
const NOW = Date.UTC(2026, 6, 1, 2)
const MIDNIGHT = Date.UTC(2026, 5, 30, 16)

describe('Slots of a week', () => {
  test('stand on their weekdays in China, and not once they can be booked no more', () => {
    const pattern = [evening({ weekdays: [3, 5] })]
    const starts = slotsOf('a', pattern, NOW, 8).map(({ from_at }) => from_at - MIDNIGHT)
    expect(starts).toEqual([18 * HOUR, 2 * DAY + 18 * HOUR, 7 * DAY + 18 * HOUR])
    const cutoff = MIDNIGHT + 14 * HOUR
    expect(slotsOf('a', pattern, cutoff - 1, 1)).toHaveLength(1)
    expect(slotsOf('a', pattern, cutoff, 1)).toHaveLength(0)
  })

  test('end after they begin, and are there once', () => {
    expect(isPattern([evening(), evening({ fromMinute: 600, toMinute: 720 })])).toBe(true)
    expect(isPattern([evening(), evening({ weekdays: [7] })])).toBe(false)
    expect(isPattern([evening({ toMinute: 1_080 })])).toBe(false)
    expect(isPattern([])).toBe(true)
  })
})

describe('A carrier', () => {
  const days = {
    leavesMinute: 1_080,
    packMinutes: 240,
    base: { least: 1, most: 2 },
    regions: { '650000': { least: 4, most: 7 }, '650104': { least: 3, most: 3 } },
  }
  const leaves = MIDNIGHT + 18 * HOUR

  test('takes what is bought four hours before it leaves, to the second', () => {
    expect(byCarrier('110101', leaves - 4 * HOUR, days).cutoffAt).toBe(leaves)
    expect(byCarrier('110101', leaves - 4 * HOUR + 1, days).cutoffAt).toBe(leaves + DAY)
  })

  test('is there by days of the closest region', () => {
    const last = (code: string) => (byCarrier(code, NOW, days).to - MIDNIGHT) / DAY
    expect([last('110101'), last('659001'), last('650104')].map(Math.floor)).toEqual([2, 7, 3])
    expect(byCarrier('110101', NOW, days)).toMatchObject({
      from: MIDNIGHT + DAY + 9 * HOUR,
      to: MIDNIGHT + 2 * DAY + 21 * HOUR,
    })
  })

  test('never leaves before it is packed, nor waits a day too long', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 * DAY }), (ms) => {
        const { cutoffAt } = byCarrier('110101', NOW + ms, days)
        expect(cutoffAt - (NOW + ms)).toBeGreaterThanOrEqual(4 * HOUR)
        expect(cutoffAt - (NOW + ms)).toBeLessThan(28 * HOUR)
      }),
    )
  })
})

test('Midnight in China is four in the afternoon in Greenwich', () => {
  expect([dayStart(NOW), dayStart(MIDNIGHT), dayStart(MIDNIGHT - 1)]).toEqual([
    MIDNIGHT,
    MIDNIGHT,
    MIDNIGHT - DAY,
  ])
})

test('A code is six digits, whatever the digest', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 24, maxLength: 24 }), (bytes) => {
      expect(codeFrom(Buffer.from(bytes).toString('base64url'))).toMatch(/^[0-9]{6}$/)
    }),
  )
})
