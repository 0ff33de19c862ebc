/**
 * One key, one effect, one answer: what the runner promises to whoever calls twice, at once, or with
 * another's key.
 */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { runCommand } from '../src/command.ts'
import { CallError } from '../src/problem.ts'
import { eachDatabase, type OpenHouse, type TestHouse } from '../src/testing/index.ts'
import { Stock } from './toys/contracts.ts'
import { fill, guest, rowsIn, stateOf, toyParts, user } from './toys/house.ts'
import { GOOD_CODE } from './toys/stock.ts'

const take = (house: TestHouse, key: string, pieces = 1, actor = user(), owner = 'ann') =>
  house.run(Stock.commands.take, { itemId: 'peach', owner, pieces }, { key, actor })

const opened = async (open: OpenHouse, pieces = 10): Promise<TestHouse> => {
  const house = await open(toyParts())
  await fill(house, 'peach', pieces)
  return house
}

const codeOf = async (call: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await call.then(
    (value) => value,
    (thrown: unknown) => thrown,
  )
  return error instanceof CallError ? error.code : error
}

eachDatabase((_name, open) => {
  describe('a key used again', () => {
    it('gets the first answer, and nothing happens', async () => {
      const house = await opened(open)
      const first = await take(house, 'key-1', 3)
      expect(first).toEqual({ ok: true, value: { left: 7 } })
      await take(house, 'key-2', 2)
      expect(await take(house, 'key-1', 3)).toEqual(first)
      expect(await stateOf(house)).toMatchObject({ left: 5, held: 5 })
      const events = await rowsIn(house, 'platform_outbox')
      expect(events).toHaveLength(2)
    })

    it('with another input is refused, and nothing happens', async () => {
      const house = await opened(open)
      await take(house, 'key-1', 3)
      expect(await codeOf(take(house, 'key-1', 4))).toBe('platform.key_reused')
      expect(await codeOf(take(house, 'key-1', 3, user(), 'bob'))).toBe('platform.key_reused')
      expect(await stateOf(house)).toMatchObject({ left: 7, held: 3 })
    })

    it('takes the same fields in another order, or one that is undefined, for the same input', async () => {
      const house = await opened(open)
      const input = { itemId: 'peach', pieces: 3 }
      const by = { key: 'key-1', actor: user() }
      const first = await house.run(Stock.commands.restock, input, by)
      const shuffled = { note: undefined, pieces: 3, itemId: 'peach' } as unknown as typeof input
      expect(await house.run(Stock.commands.restock, shuffled, by)).toEqual(first)
    })

    it('belongs to its actor and to its operation', async () => {
      const house = await opened(open)
      await take(house, 'key-1', 3, user('usr_1'))
      expect(await take(house, 'key-1', 3, user('usr_2'))).toEqual({ ok: true, value: { left: 4 } })
      expect(await take(house, 'key-1', 4, guest('usr_1'))).toEqual({ ok: true, value: { left: 0 } })
      const other = await house.run(
        Stock.commands.giveBack,
        { owner: 'ann' },
        { key: 'key-1', actor: user() },
      )
      expect(other).toEqual({ ok: true, value: { pieces: 10 } })
    })

    it('tells big and small letters apart', async () => {
      const house = await opened(open)
      await take(house, 'key-a', 1)
      expect(await take(house, 'key-A', 1)).toEqual({ ok: true, value: { left: 8 } })
    })
  })

  describe('fifty callers at once', () => {
    it('on one key have one effect and fifty equal answers', async () => {
      const house = await opened(open)
      const answers = await Promise.all(Array.from({ length: 50 }, () => take(house, 'key-1', 3)))
      expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
        new Set(['{"ok":true,"value":{"left":7}}']),
      )
      expect(await stateOf(house)).toMatchObject({ left: 7, held: 3 })
      expect(await rowsIn(house, 'platform_outbox')).toHaveLength(1)
    })

    it('on one key for the last pieces: nobody is told that they are gone', async () => {
      const house = await opened(open, 3)
      const answers = await Promise.all(Array.from({ length: 50 }, () => take(house, 'key-1', 3)))
      expect(answers.filter((answer) => !answer.ok)).toEqual([])
      expect(await stateOf(house)).toMatchObject({ left: 0, held: 3 })
    })

    it('on keys of their own take what is there and not a piece more', async () => {
      const house = await opened(open, 20)
      const answers = await Promise.all(Array.from({ length: 50 }, () => take(house, randomUUID(), 1)))
      expect(answers.filter((answer) => answer.ok)).toHaveLength(20)
      expect(await stateOf(house)).toMatchObject({ left: 0, held: 20 })
    })
  })

  describe('a refusal', () => {
    it('is not remembered: the same key may succeed later', async () => {
      const house = await opened(open, 2)
      const refused = await take(house, 'key-1', 3)
      expect(refused).toEqual({ ok: false, code: 'stock.sold_out', data: { left: 2 }, committed: false })
      expect(await stateOf(house)).toMatchObject({ left: 2, held: 0 })
      expect(await rowsIn(house, 'platform_outbox')).toEqual([])
      await fill(house, 'peach', 1)
      expect(await take(house, 'key-1', 3)).toEqual({ ok: true, value: { left: 0 } })
      expect(await take(house, 'key-1', 3)).toEqual({ ok: true, value: { left: 0 } })
    })

    it('of a defect is not remembered either', async () => {
      const house = await opened(open)
      const call = (how: string) => house.run(Stock.commands.misbehave, { how }, { key: 'key-1' })
      await expect(call('throws')).rejects.toThrow('a defect')
      expect(await call('well')).toEqual({ ok: true, value: {} })
      expect(await codeOf(call('throws'))).toBe('platform.key_reused')
    })
  })

  describe('an outcome', () => {
    it('commits, and is replayed under its key without counting again', async () => {
      const house = await opened(open)
      const guess = (key: string, code = '0000') =>
        house.run(Stock.commands.guess, { code }, { key, actor: guest() })
      const first = await guess('key-1')
      expect(first).toEqual({ ok: false, code: 'stock.wrong_code', data: { tries: 1 }, committed: true })
      expect(await guess('key-1')).toEqual(first)
      expect(await guess('key-2')).toMatchObject({ data: { tries: 2 } })
      expect(await guess('key-1')).toEqual(first)
      expect(await codeOf(guess('key-1', GOOD_CODE))).toBe('platform.key_reused')
    })

    it('at once on one key counts once', async () => {
      const house = await opened(open)
      const guess = () => house.run(Stock.commands.guess, { code: '0000' }, { key: 'key-1', actor: guest() })
      const answers = await Promise.all(Array.from({ length: 20 }, guess))
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      expect(answers[0]).toMatchObject({ data: { tries: 1 }, committed: true })
    })
  })

  describe('what is kept of a call', () => {
    it('is sealed for secret operations, its hash keyed, and opens on replay only', async () => {
      const house = await opened(open)
      const guess = () =>
        house.run(Stock.commands.guess, { code: GOOD_CODE }, { key: 'key-1', actor: guest() })
      const first = await guess()
      if (!first.ok) throw new Error('the code was good')
      const [row] = (await rowsIn(house, 'platform_done')).filter(({ op }) => op === 'stock.guess')
      const text = JSON.stringify(row)
      expect(text).not.toContain(first.value.accessToken)
      expect(text).not.toContain(GOOD_CODE)
      expect(String(row?.['output'])).toMatch(/^test\./)
      const plain = house.house.corridor.secrets
      expect(row?.['input_hash']).toBe(plain.blind('stock.guess', JSON.stringify({ code: GOOD_CODE })))
      expect(await guess()).toEqual(first)
    })

    it('runs out after seven days for callers from outside, and never for others', async () => {
      const house = await opened(open)
      const meta = { actor: user(), trace: 'trace' }
      const { corridor } = house.house
      await runCommand(
        corridor,
        'stock.take',
        { itemId: 'peach', owner: 'a', pieces: 1 },
        { ...meta, key: 'out' },
      )
      await runCommand(corridor, 'stock.misbehave', { how: 'well' }, { ...meta, key: 'business' })
      await take(house, 'inside')
      const rows = await rowsIn(house, 'platform_done')
      const expiry = (key: string) => rows.find((row) => row['key'] === key)?.['expires_at']
      expect(expiry('out')).toBe(house.clock.now() + 7 * 86_400_000)
      expect([expiry('business'), expiry('inside')]).toEqual([null, null])
    })

    it('a call without a key from inside gets one of its own', async () => {
      const house = await opened(open)
      const input = { itemId: 'peach', owner: 'ann', pieces: 1 }
      await house.house.run(Stock.commands.take, input, { actor: user() })
      await house.house.run(Stock.commands.take, input, { actor: user() })
      expect(await stateOf(house)).toMatchObject({ left: 8, held: 2 })
    })
  })
})
