/** A clock that stands still until a test moves it. */
import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'

export interface TestClock extends Clock {
  /** Moves time on by so many milliseconds. */
  advance(ms: number): void
  set(ms: number): void
}

/** 2026-07-01 10:00 in Shanghai: peaches are in season. */
export const TEST_START = Date.UTC(2026, 6, 1, 2, 0, 0)

/** A still clock with real randomness. */
export const testClock = (start = TEST_START): TestClock => {
  let now = start
  return {
    now: () => now,
    random: (bytes) => randomBytes(bytes),
    advance: (ms) => {
      now += ms
    },
    set: (ms) => {
      now = ms
    },
  }
}
