/**
 * Field encryption: opens only whole, only in its place, only with its key; equal values meet in the blind
 * index.
 */
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fieldSecrets, parseKeyRing } from '../src/secrets.ts'
import { testClock } from '../src/testing/index.ts'

const clock = testClock()
const key = () => randomBytes(32).toString('base64')
const [first, second] = [key(), key()]
const ringOf = (...parts: string[]) => fieldSecrets(parseKeyRing(parts.join(',')), clock)
const old = ringOf(`a:${first}`)
const rotated = ringOf(`b:${second}`, `a:${first}`)
const PLACE = 'user_person|phone|usr_1'

describe('a sealed field', () => {
  it.each(['13812345678', '', '浙江省杭州市西湖区 🍑', 'x'.repeat(100_000)])('opens again: %#', (plain) => {
    const sealed = old.seal(plain, PLACE)
    expect(sealed).toMatch(/^a\.[\w-]+$/)
    if (plain !== '') expect(sealed).not.toContain(plain)
    expect(old.open(sealed, PLACE)).toBe(plain)
  })

  it('is never the same twice', () => {
    expect(old.seal('13812345678', PLACE)).not.toBe(old.seal('13812345678', PLACE))
  })

  it('does not open in another place', () => {
    const sealed = old.seal('13812345678', PLACE)
    for (const place of ['', 'user_person|phone|usr_2', 'user_person|name|usr_1', `${PLACE} `]) {
      expect(() => old.open(sealed, place)).toThrow()
    }
  })

  it('does not open after any change to it', () => {
    const sealed = old.seal('13812345678', PLACE)
    const other = (character: string) => (character === 'A' ? 'B' : 'A')
    for (let i = 2; i < sealed.length; i += 1) {
      const changed = sealed.slice(0, i) + other(sealed.charAt(i)) + sealed.slice(i + 1)
      expect(() => old.open(changed, PLACE)).toThrow()
    }
  })

  it('does not open cut short, drawn out, or made up', () => {
    const sealed = old.seal('13812345678', PLACE)
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => old.open(sealed.slice(0, length), PLACE)).toThrow()
    }
    for (const wrong of [`${sealed}A`, `${sealed}=`, ` ${sealed}`, 'a.', 'a', '.', 'plain 13812345678']) {
      expect(() => old.open(wrong, PLACE)).toThrow()
    }
  })

  it('opens after the keys were rotated, while its key is kept', () => {
    const sealed = old.seal('13812345678', PLACE)
    expect(rotated.open(sealed, PLACE)).toBe('13812345678')
    expect(rotated.seal('x', PLACE)).toMatch(/^b\./)
    expect(() => old.open(rotated.seal('x', PLACE), PLACE)).toThrow('not in the key ring')
    expect(() => ringOf(`b:${second}`).open(sealed, PLACE)).toThrow('not in the key ring')
    expect(() => ringOf(`a:${second}`).open(sealed, PLACE)).toThrow()
  })
})

describe('the blind index', () => {
  it('lets equal values of a column meet, and tells nothing else', () => {
    const blind = old.blind('user.phone', '13812345678')
    expect(blind).toHaveLength(32)
    expect(old.blind('user.phone', '13812345678')).toBe(blind)
    expect(old.matches('user.phone', '13812345678', blind)).toBe(true)
    for (const other of ['', blind.slice(1), `${blind.slice(0, 31)}!`])
      expect(old.matches('user.phone', '13812345678', other)).toBe(false)
    expect(old.blind('user.phone', '13812345679')).not.toBe(blind)
    expect(old.blind('supplier.phone', '13812345678')).not.toBe(blind)
    expect(old.blind('user.phon', 'e13812345678')).not.toBe(blind)
    expect(ringOf(`a:${second}`).blind('user.phone', '13812345678')).not.toBe(blind)
  })

  it('stays when keys are rotated', () => {
    expect(rotated.blind('user.phone', '13812345678')).toBe(old.blind('user.phone', '13812345678'))
  })
})

describe('a key ring', () => {
  it('seals with the first key', () => {
    const ring = parseKeyRing(` b:${second} , a:${first} `)
    expect(ring.current).toBe('b')
    expect([...ring.keys.keys()]).toEqual(['b', 'a'])
  })

  it.each([
    '',
    'a',
    'a:',
    `a:${first}:x`,
    `A:${first}`,
    `:${first}`,
    'a:c2hvcnQ=',
    `a:${first},`,
    `a:${first}AAAA`,
  ])('refuses what is none: %#', (text) => {
    expect(() => parseKeyRing(text)).toThrow('A key must read')
  })

  it('refuses one name for two keys', () => {
    expect(() => parseKeyRing(`a:${first},a:${second}`)).toThrow('names a twice')
  })
})
