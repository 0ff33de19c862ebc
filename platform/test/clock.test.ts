/** Ids as a process makes them: in order, also within one millisecond, and never the same twice. */
import { expect, test } from 'vitest'
import { newId, systemClock } from '../src/clock.ts'

const frozen = (now: number) => ({ now: () => now, random: systemClock.random })

test('Ids of one millisecond sort as they were made', () => {
  for (let round = 0; round < 50; round += 1) {
    const clock = frozen(1_785_000_000_000 + round)
    const ids = Array.from({ length: 1_000 }, () => newId(clock, 'his'))
    expect(ids).toEqual(ids.toSorted())
    expect(new Set(ids).size).toBe(ids.length)
  }
})

test('More ids than one millisecond can order are still all different', () => {
  const clock = frozen(1_785_000_001_000)
  const ids = Array.from({ length: 20_000 }, () => newId(clock, 'evt'))
  expect(new Set(ids).size).toBe(ids.length)
})
