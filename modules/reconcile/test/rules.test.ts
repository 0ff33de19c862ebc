/** Days and rates: when a day is over, when its bill may be asked for, and what a channel charges. */
import { expect, it } from 'vitest'
import { ageDays, endOf, feeBpOf, isOver, isOverdue, isReady, startOf } from '../src/rules.ts'

const DAY_MS = 86_400_000
const day = '2026-11-02'

it('a day is China’s, from midnight to the millisecond before the next', () => {
  expect(startOf(day)).toBe(Date.UTC(2026, 10, 1, 16))
  expect(endOf(day)).toBe(startOf(day) + DAY_MS - 1)
})

it('ends a day at midnight; its bill is there in the morning and missed at noon', () => {
  const midnight = startOf(day) + DAY_MS
  expect([isOver(day, midnight - 1), isOver(day, midnight)]).toEqual([false, true])
  expect([isReady(day, midnight), isReady(day, midnight + 11 * 3_600_000)]).toEqual([false, true])
  const noon = midnight + 12 * 3_600_000
  expect([isOverdue(day, noon - 1), isOverdue(day, noon)]).toEqual([false, true])
})

it('each channel has a rate of its own', () => {
  const settings = { wechatPayFeeBp: 60, alipayFeeBp: 55 }
  expect([feeBpOf('wechat-pay', settings), feeBpOf('alipay', settings)]).toEqual([60, 55])
})

it('ages are whole days, and nothing is younger than today', () => {
  expect([ageDays(0, DAY_MS - 1), ageDays(0, DAY_MS), ageDays(5, 0)]).toEqual([0, 1, 0])
})
