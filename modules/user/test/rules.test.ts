/**
 * Who may guess, ask and sign in: the limits as pure rules, and the proof by model that spread guesses do not
 * pay.
 */
import { system } from '@tiantou/kernel'
import { describe, expect, test } from 'vitest'
import { regionOf } from '@tiantou/kernel/regions'
import {
  addressKey,
  codeBarredUntil,
  codeFrom,
  heirOf,
  isDefaultAfter,
  lockedUntil,
  maskPhone,
  shopperOf,
  unknownAmong,
} from '../src/rules.ts'

const second = 1_000
const hour = 3_600 * second
const day = 24 * hour
const now = Date.UTC(2026, 6, 1)

describe('Asking for codes', () => {
  const limits = { wait_ms: 60 * second, perPhone: 3, perAddress: 2, inAll: 5 }
  const none = { ofPhone: [], ofAddress: [], inAll: undefined }

  test('The first code is drawn at once, the next after the wait', () => {
    expect(codeBarredUntil(none, limits, now)).toBeNull()
    expect(codeBarredUntil({ ...none, ofPhone: [now] }, limits, now)).toBe(now + 60 * second)
    expect(codeBarredUntil({ ...none, ofPhone: [now] }, limits, now + 60 * second)).toBeNull()
  })

  test('Phone, address and platform wait until their oldest code that counts is out of the window', () => {
    const times = [now - hour / 2, now - hour + 1, now - 2 * hour]
    expect(codeBarredUntil({ ...none, ofPhone: times }, limits, now)).toBe(now - 2 * hour + day)
    expect(codeBarredUntil({ ...none, ofAddress: times }, limits, now)).toBe(now + 1)
    expect(codeBarredUntil({ ...none, inAll: now - 1 }, limits, now)).toBe(now - 1 + hour)
    expect(codeBarredUntil({ ...none, inAll: now - hour }, limits, now)).toBeNull()
  })

  test('Of several limits the latest time is told', () => {
    const asked = { ofPhone: [now], ofAddress: [now, now], inAll: now }
    expect(codeBarredUntil(asked, limits, now)).toBe(now + hour)
  })
})

describe('Network addresses', () => {
  test('IPv4 counts whole, also when it is dressed as IPv6', () => {
    expect(addressKey('203.0.113.7')).toBe('203.0.113.7')
    expect(addressKey('::FFFF:203.0.113.7')).toBe('203.0.113.7')
  })

  test('IPv6 counts by its /64, however it is written', () => {
    const home = '2001:db8:0:1'
    const ways = [
      '2001:db8:0:1::7',
      '2001:0DB8:0000:0001:ffff::',
      '2001:db8::1:0:0:0:9%eth0',
      `${home}:1:2:3:4`,
    ]
    expect(ways.map(addressKey)).toEqual(ways.map(() => home))
    expect(addressKey('::1')).toBe('0:0:0:0')
    expect(addressKey('')).toBe('')
  })
})

describe('Small decisions', () => {
  test('A code has six digits, leading zeros too', () => {
    expect(codeFrom(Buffer.alloc(8))).toBe('000000')
    expect(codeFrom(Buffer.from([0, 0, 0, 0, 0, 0x1e, 0x84, 0x87]))).toBe('000007')
    expect(codeFrom(Buffer.alloc(8, 0xff))).toMatch(/^\d{6}$/)
  })

  test('A phone is shown without its middle', () => {
    expect(maskPhone('13812348000')).toBe('138****8000')
  })

  test('Only shoppers have accounts', () => {
    expect(() => shopperOf(system('test'))).toThrow('Only a shopper')
  })

  test('An account is locked from its last allowed failure on, for the lock', () => {
    const failures = [now - 1, now - 2, now - 3]
    expect(lockedUntil(failures, 4, hour, now)).toBeNull()
    expect(lockedUntil(failures, 3, hour, now)).toBe(now - 3 + hour)
  })

  test('There is exactly one default address', () => {
    const all = [
      { id: 'a', is_default: 1 },
      { id: 'b', is_default: 0 },
      { id: 'c', is_default: 0 },
    ]
    expect(isDefaultAfter([], 'new', false)).toBe(true)
    expect(isDefaultAfter(all, 'new', false)).toBe(false)
    expect(isDefaultAfter(all, 'b', true)).toBe(true)
    expect(isDefaultAfter(all, 'a', false)).toBe(true)
    expect(heirOf(all, 'a')?.id).toBe('b')
    expect(heirOf(all, 'b')).toBeUndefined()
    expect(heirOf(all.slice(0, 1), 'a')).toBeUndefined()
  })

  test('The first unknown permission is named', () => {
    expect(unknownAmong(['a', 'b'], ['a', 'b', 'c'])).toBeUndefined()
    expect(unknownAmong(['a', 'x', 'y'], ['a'])).toBe('x')
  })

  test('A county has its city and province; anything else is no region', () => {
    expect(regionOf('610629')).toEqual({ province: '陕西省', city: '延安市', county: '洛川县' })
    expect(regionOf('441904')).toMatchObject({ city: '东莞市' })
    const wrong = ['610600', '610000', '999999', 'toStri', '__prot']
    expect(wrong.map(regionOf)).toEqual(wrong.map(() => undefined))
  })
})
