/** Check characters, masks and what a line earns. */
import { isCreditCode } from '@tiantou/kernel'
import { expect, test } from 'vitest'
import { earn, isBankCard, isIdNumber, maskName, maskNumber, requirementsOf } from '../src/rules.ts'

test('A citizen’s number has a real birthday and the check character of GB 11643', () => {
  // The example of the standard itself.
  expect(isIdNumber('11010519491231002X')).toBe(true)
  expect(isIdNumber('110105194912310021')).toBe(false)
  expect(isIdNumber('11010519490231002X')).toBe(false)
  expect(isIdNumber('11010519491231002x')).toBe(false)
})

test('A credit code has the check character of GB 32100', () => {
  expect(isCreditCode('91350100M000100Y43')).toBe(true)
  expect(isCreditCode('91350100M000100Y44')).toBe(false)
  expect(isCreditCode('91350100I000100Y43')).toBe(false)
})

test('A bank card has Luhn’s digit', () => {
  expect(isBankCard('4111111111111111')).toBe(true)
  expect(isBankCard('4111111111111112')).toBe(false)
  expect(isBankCard('411111111111')).toBe(false)
})

test('The commission is rounded half away from zero, the net is what is left', () => {
  expect(earn(10_005, 1_000)).toEqual({ commission_fen: 1_001, net_fen: 9_004 })
  expect(earn(7_500, 800)).toEqual({ commission_fen: 600, net_fen: 6_900 })
  expect(earn(0, 800)).toEqual({ commission_fen: 0, net_fen: 0 })
})

test('Masks leave what tells things apart, and no more', () => {
  expect(maskNumber('6222021234567890')).toBe('************7890')
  expect(maskNumber('1234')).toBe('****')
  expect(maskName('王小明')).toBe('王**')
})

test('A company shows its licence, a processor its permit', () => {
  expect(requirementsOf('farm', 'person')).toEqual(['identity', 'bank_account'])
  expect(requirementsOf('processor', 'company')).toEqual([
    'licence',
    'identity',
    'bank_account',
    'food_permit',
  ])
})
