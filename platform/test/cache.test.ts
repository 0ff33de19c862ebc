/** The cache of ready bytes: one fill for all who ask, events outrun fills, nothing grows without end. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type Filled, openCache } from '../src/cache.ts'
import { testClock } from '../src/testing/index.ts'

const filled = (json: string, ...tags: string[]): Filled => ({ json, tags, maxAge_s: 60 })

/** A fill that waits for a word. */
const slowFill = (...tags: string[]) => {
  let made = 0
  const waiting: ((value: Filled) => void)[] = []
  return {
    make: () => {
      made += 1
      return new Promise<Filled>((resolve) => waiting.push(resolve))
    },
    answer: (json: string) => waiting.shift()?.(filled(json, ...tags)),
    get made() {
      return made
    },
  }
}

const open = () => {
  const clock = testClock()
  return { clock, cache: openCache(clock) }
}

describe('an entry', () => {
  it('is kept as bytes, compressed once where it is worth it', async () => {
    const { cache } = open()
    const json = JSON.stringify({ words: '桃子'.repeat(2_000) })
    const entry = await cache.fill('k', () => Promise.resolve(filled(json)))
    expect(String(entry.body)).toBe(json)
    expect(String(gunzipSync(entry.gzip ?? Buffer.alloc(0)))).toBe(json)
    expect(String(brotliDecompressSync(entry.brotli ?? Buffer.alloc(0)))).toBe(json)
    expect(cache.get('k')).toBe(entry)
    const small = await cache.fill('s', () => Promise.resolve(filled('{}')))
    expect([small.gzip, small.brotli]).toEqual([undefined, undefined])
  })

  it('has an ETag of its content alone', async () => {
    const { cache } = open()
    const tagOf = async (key: string, json: string) =>
      (await cache.fill(key, () => Promise.resolve(filled(json)))).etag
    expect(await tagOf('a', '[1]')).toBe(await tagOf('b', '[1]'))
    expect(await tagOf('c', '[2]')).not.toBe(await tagOf('b', '[1]'))
    expect(await tagOf('d', '{}')).toMatch(/^W\/"[\w-]{20,}"$/)
  })

  it('grows old', async () => {
    const { cache, clock } = open()
    await cache.fill('k', () => Promise.resolve(filled('1')))
    clock.advance(59_999)
    expect(String(cache.get('k')?.body)).toBe('1')
    clock.advance(1)
    expect(cache.get('k')).toBeUndefined()
    await cache.fill('k', () => Promise.resolve(filled('2')))
    expect(String(cache.get('k')?.body)).toBe('2')
  })

  it('goes with any of its tags, and with no other', async () => {
    const { cache } = open()
    await cache.fill('list', () => Promise.resolve(filled('1', 'prd_1', 'prd_2')))
    await cache.fill('page', () => Promise.resolve(filled('2', 'prd_1')))
    await cache.fill('else', () => Promise.resolve(filled('3', 'prd_3')))
    cache.drop(['prd_2', 'unheard of'])
    expect(cache.get('list')).toBeUndefined()
    expect(cache.size).toBe(2)
    cache.drop(['prd_1', 'prd_3'])
    expect(cache.size).toBe(0)
  })

  it('answers to its newest tags only', async () => {
    const { cache } = open()
    await cache.fill('k', () => Promise.resolve(filled('1', 'old')))
    await cache.fill('k', () => Promise.resolve(filled('2', 'new')))
    cache.drop(['old'])
    expect(String(cache.get('k')?.body)).toBe('2')
    cache.drop(['new'])
    expect(cache.get('k')).toBeUndefined()
  })
})

describe('a fill', () => {
  it('serves all who ask while it is under way', async () => {
    const { cache } = open()
    const slow = slowFill()
    const asking = Array.from({ length: 50 }, () => cache.fill('k', slow.make))
    slow.answer('1')
    const entries = await Promise.all(asking)
    expect(new Set(entries).size).toBe(1)
    expect(slow.made).toBe(1)
  })

  it('that fails is told to all who shared it and is not remembered', async () => {
    const { cache } = open()
    let made = 0
    const fail = () => {
      made += 1
      return Promise.reject(new Error('away'))
    }
    const both = await Promise.allSettled([cache.fill('k', fail), cache.fill('k', fail)])
    expect(both.map((one) => one.status)).toEqual(['rejected', 'rejected'])
    expect(made).toBe(1)
    await expect(cache.fill('k', fail)).rejects.toThrow('away')
    expect(made).toBe(2)
    expect(String((await cache.fill('k', () => Promise.resolve(filled('1')))).body)).toBe('1')
  })

  it('that an event overtook answers who asked before it, and is not kept', async () => {
    const { cache } = open()
    const slow = slowFill('prd_1')
    const before = cache.fill('k', slow.make)
    cache.drop(['prd_1'])
    slow.answer('old')
    expect(String((await before).body)).toBe('old')
    expect(cache.get('k')).toBeUndefined()
  })

  it('that an event overtook is no answer to who asks after it: these share a new one', async () => {
    const { cache } = open()
    const slow = slowFill('prd_1')
    const before = cache.fill('k', slow.make)
    cache.drop(['prd_1'])
    const after = [cache.fill('k', slow.make), cache.fill('k', slow.make)]
    slow.answer('old')
    await before
    await expect.poll(() => slow.made).toBe(2)
    slow.answer('new')
    const entries = await Promise.all(after)
    expect(entries.map(({ body }) => String(body))).toEqual(['new', 'new'])
    expect(slow.made).toBe(2)
    expect(String(cache.get('k')?.body)).toBe('new')
  })

  it('is not disturbed by events of other things, however many there are', async () => {
    const { cache } = open()
    const slow = slowFill('prd_1')
    const first = cache.fill('k', slow.make)
    cache.drop(['prd_2'])
    const second = cache.fill('k', slow.make)
    cache.drop(['prd_3'])
    slow.answer('1')
    expect(await first).toBe(await second)
    expect(slow.made).toBe(1)
    expect(String(cache.get('k')?.body)).toBe('1')
  })
})

describe('the whole', () => {
  it('is bounded by bytes: the oldest go, with their tags', async () => {
    const { cache } = open()
    const megabyte = (i: number) => JSON.stringify(Buffer.alloc(1_000_000, i).toString('latin1'))
    for (let i = 0; i < 80; i += 1) {
      await cache.fill(`k${i}`, () => Promise.resolve(filled(megabyte(48 + (i % 10)), `tag${i}`)))
    }
    expect(cache.size).toBeLessThan(68)
    expect(cache.size).toBeGreaterThan(40)
    expect(cache.get('k0')).toBeUndefined()
    expect(cache.get('k79')).toBeDefined()
    cache.drop(['tag0', 'tag79'])
    expect(cache.get('k79')).toBeUndefined()
  })

  it('answers what is larger than itself, and keeps nothing of it', async () => {
    const { cache } = open()
    const huge = `"${'x'.repeat(70 * 1024 * 1024)}"`
    const entry = await cache.fill('huge', () => Promise.resolve(filled(huge, 'tag')))
    expect(entry.body.length).toBe(huge.length)
    expect(cache.size).toBe(0)
    cache.drop(['tag'])
    await cache.fill('small', () => Promise.resolve(filled('1')))
    expect(cache.size).toBe(1)
  })
})
