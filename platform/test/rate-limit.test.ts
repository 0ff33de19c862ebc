/**
 * The limiter: so many a minute for one caller and class, refilled evenly, never by a clock that goes back.
 */
import { expect, it } from 'vitest'
import { openLimiter } from '../src/http/rate-limit.ts'
import { testClock } from '../src/testing/index.ts'

const open = (limits: Record<string, number> = { default: 60, code: 2 }) => {
  const clock = testClock()
  let current = limits
  return {
    clock,
    limiter: openLimiter(clock, () => current),
    set: (next: Record<string, number>) => {
      current = next
    },
  }
}

it('grants a minute’s worth at once, then says how long to wait', () => {
  const { limiter, clock } = open()
  expect([limiter.take('code', 'a'), limiter.take('code', 'a')]).toEqual([0, 0])
  expect(limiter.take('code', 'a')).toBe(30_000)
  clock.advance(29_999)
  expect(limiter.take('code', 'a')).toBe(1)
  clock.advance(1)
  expect(limiter.take('code', 'a')).toBe(0)
  expect(limiter.take('code', 'a')).toBe(30_000)
})

it('counts every caller and every class for itself', () => {
  const { limiter } = open()
  for (const caller of ['a', 'b']) {
    for (const limitClass of ['code', 'default']) expect(limiter.take(limitClass, caller)).toBe(0)
  }
  limiter.take('code', 'a')
  expect(limiter.take('code', 'a')).toBeGreaterThan(0)
  expect(limiter.take('code', 'b')).toBe(0)
  expect(limiter.take('default', 'a')).toBe(0)
})

it('serves classes that are not named by the default, strange names too', () => {
  const { limiter } = open({ default: 1 })
  for (const limitClass of ['read', 'constructor', '__proto__', 'toString']) {
    expect(limiter.take(limitClass, 'a')).toBe(0)
    expect(limiter.take(limitClass, 'a')).toBe(60_000)
  }
})

it('never holds more than a minute’s worth', () => {
  const { limiter, clock } = open()
  limiter.take('code', 'a')
  clock.advance(24 * 3_600_000)
  expect([limiter.take('code', 'a'), limiter.take('code', 'a')]).toEqual([0, 0])
  expect(limiter.take('code', 'a')).toBe(30_000)
})

it('takes nothing away when the clock goes back', () => {
  const { limiter, clock } = open()
  limiter.take('code', 'a')
  clock.advance(-3_600_000)
  expect(limiter.take('code', 'a')).toBe(0)
  expect(limiter.take('code', 'a')).toBe(30_000)
})

it('obeys new limits at once', () => {
  const { limiter, set } = open()
  limiter.take('code', 'a')
  limiter.take('code', 'a')
  set({ default: 60, code: 600 })
  expect(limiter.take('code', 'a')).toBe(100)
})
