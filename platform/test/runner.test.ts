/**
 * The runner: all of a command commits or nothing, its contract holds at run time, and only who may comes in.
 */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { runCommand, runQuery } from '../src/command.ts'
import { HandleMisuse, UniqueConflict } from '../src/db/database.ts'
import { BrokenContract, CallError } from '../src/problem.ts'
import { buildRegistry } from '../src/registry.ts'
import { eachDatabase, type OpenHouse, type TestHouse } from '../src/testing/index.ts'
import { Stock, Till } from './toys/contracts.ts'
import { buy, fill, guest, rowsIn, staff, stateOf, toyParts, user } from './toys/house.ts'
import { stock } from './toys/stock.ts'
import { till } from './toys/till.ts'

const opened = async (open: OpenHouse): Promise<TestHouse> => {
  const house = await open(toyParts())
  await fill(house)
  return house
}

const fromOutside = (house: TestHouse, name: string, input: unknown, actor = user()) =>
  runCommand(house.house.corridor, name, input, { actor, key: crypto.randomUUID(), trace: 'trace-1' })

const problemOf = async (call: Promise<unknown>): Promise<CallError> => {
  const error: unknown = await call.catch((thrown: unknown) => thrown)
  if (error instanceof CallError) return error
  throw new Error(`no problem but ${String(error)}`)
}

afterEach(() => vi.restoreAllMocks())

eachDatabase((name, open) => {
  describe('a command that breaks its contract', () => {
    it.each(['undeclared refusal', 'undeclared outcome', 'foreign event', 'crooked event', 'too much said'])(
      '(%s) is a defect, and nothing of it stays',
      async (how) => {
        const house = await opened(open)
        await expect(house.run(Stock.commands.misbehave, { how })).rejects.toThrow(BrokenContract)
        const { items } = await house.ask(Stock.queries.list, {})
        expect(items).toEqual([{ itemId: 'peach', left: 10 }])
        expect(await rowsIn(house, 'platform_outbox')).toEqual([])
      },
    )

    it.each([
      ['event of another make', 'cannot travel'],
      ['too little said', 'cannot travel'],
      ['no JSON', 'cannot travel'],
      ['throws', 'a defect'],
    ])('(%s) is thrown as it is: %s', async (how, message) => {
      const house = await opened(open)
      await expect(house.run(Stock.commands.misbehave, { how })).rejects.toThrow(message)
      expect(await house.ask(Stock.queries.list, {})).toMatchObject({ items: [{ itemId: 'peach' }] })
    })

    it('never says what it must not: the value stays inside', async () => {
      const house = await opened(open)
      const error: unknown = await house
        .run(Stock.commands.misbehave, { how: 'too much said' })
        .catch((thrown: unknown) => thrown)
      expect(String(error)).not.toContain('13812345678')
    })

    it('by a unique conflict of its own tables is a defect, not a replay', async () => {
      const house = await opened(open)
      const call = house.run(Stock.commands.misbehave, { how: 'unique conflict' })
      await expect(call).rejects.toThrow(UniqueConflict)
      expect(await house.run(Stock.commands.misbehave, { how: 'known' })).toMatchObject({
        code: 'stock.known',
      })
    })

    if (name === 'sqlite') {
      it('by waiting for the world is caught, and others are not held up', async () => {
        const house = await opened(open)
        const waiting = house.run(Stock.commands.misbehave, { how: 'waits' })
        const taking = house.run(
          Stock.commands.take,
          { itemId: 'peach', owner: 'ann', pieces: 1 },
          { actor: user() },
        )
        await expect(waiting).rejects.toThrow(HandleMisuse)
        expect(await taking).toEqual({ ok: true, value: { left: 9 } })
      })
    }
  })

  describe('what a command announces', () => {
    it('is in the outbox if and only if the command committed, with its trace', async () => {
      const house = await opened(open)
      await fromOutside(house, 'stock.take', { itemId: 'peach', owner: 'ann', pieces: 2 })
      await fromOutside(house, 'stock.take', { itemId: 'peach', owner: 'bob', pieces: 200 })
      const events = await rowsIn(house, 'platform_outbox')
      expect(events).toMatchObject([
        { name: 'stock.taken', version: 1, trace: 'trace-1', occurred_at: house.clock.now() },
      ])
      const payload = JSON.parse(String(events[0]?.['payload'])) as unknown
      expect(payload).toEqual({ itemId: 'peach', owner: 'ann', pieces: 2 })
    })

    it('is told to listeners after the commit; one that fails harms nobody', async () => {
      const house = await opened(open)
      const heard: unknown[] = []
      const errors = vi.spyOn(house.house.corridor.log, 'error')
      house.house.listen(Stock.events.taken, () => {
        throw new Error('deaf')
      })
      house.house.listen(Stock.events.taken, (payload) => heard.push(payload))
      const taken = await fromOutside(house, 'stock.take', { itemId: 'peach', owner: 'ann', pieces: 2 })
      expect(taken).toEqual({ ok: true, value: { left: 8 } })
      expect(heard).toEqual([{ itemId: 'peach', owner: 'ann', pieces: 2 }])
      expect(errors).toHaveBeenCalledOnce()
    })
  })

  describe('what staff do', () => {
    it('leaves an audit row with its input, if it committed', async () => {
      const house = await opened(open)
      const by = staff('stock.restock')
      await fromOutside(house, 'stock.restock', { itemId: 'plum', pieces: 5 }, by)
      await house.run(Stock.commands.take, { itemId: 'plum', owner: 'ann', pieces: 99 }, { actor: by })
      await house.run(Stock.commands.guess, { code: '0000' }, { actor: by })
      await fromOutside(house, 'stock.take', { itemId: 'plum', owner: 'ann', pieces: 1 }, user())
      const rows = await rowsIn(house, 'platform_audit')
      const told = rows.map(({ actor, op, verdict, input, at }) => ({ actor, op, verdict, input, at }))
      const at = house.clock.now()
      const input = '{"itemId":"plum","pieces":5}'
      expect(told.toSorted((a, b) => (String(a.op) < String(b.op) ? 1 : -1))).toEqual([
        { actor: 'staff:stf_1', op: 'stock.restock', verdict: 'done', input, at },
        { actor: 'staff:stf_1', op: 'stock.guess', verdict: 'stock.wrong_code', input: null, at },
      ])
    })
  })

  describe('a query', () => {
    it('answers, refuses with a declared no, and cannot write', async () => {
      const house = await opened(open)
      const ask = (itemId: string) =>
        runQuery(house.house.corridor, 'stock.left', { itemId }, { actor: guest(), trace: 't' })
      expect(await ask('peach')).toEqual({ ok: true, value: { left: 10 } })
      expect(await ask('plum')).toMatchObject({ ok: false, code: 'stock.no_such_item', committed: false })
      await expect(house.ask(Stock.queries.left, { itemId: 'plum' })).rejects.toThrow('stock.no_such_item')
    })
  })
})

eachDatabase((_name, open) => {
  let house: Promise<TestHouse> | undefined
  /** What is refused changes nothing, so one house hears it all. */
  const shared = () => (house ??= opened(open))

  describe('bad input from outside', () => {
    it.each([
      [{ itemId: 'peach', owner: 'ann' }, '/pieces'],
      [{ itemId: 'peach', owner: 'ann', pieces: '1' }, '/pieces'],
      [{ itemId: 'peach', owner: 'ann', pieces: 1.5 }, '/pieces'],
      [{ itemId: 'peach', owner: 'ann', pieces: 0 }, '/pieces'],
      [{ itemId: 'peach', owner: 'ann', pieces: null }, '/pieces'],
      [{ itemId: 'PEACH', owner: 'ann', pieces: 1 }, '/itemId'],
      [{ itemId: 'peach', owner: '', pieces: 1 }, '/owner'],
      [{ itemId: 'peach', owner: 'ann', pieces: 1, more: 1 }, '/more'],
      [{ itemId: 'peach', owner: 'ann', pieces: 1, 'a/b~c': 1 }, '/a~1b~0c'],
      [JSON.parse('{"itemId":"peach","owner":"ann","pieces":1,"__proto__":1}'), '/__proto__'],
      [{ itemId: 'peach', owner: 'ann', pieces: 1, constructor: 1 }, '/constructor'],
      [[], ''],
      [null, ''],
      ['peach', ''],
    ])('%j is refused and named by %j', async (input, pointer) => {
      const toys = await shared()
      const problem = await problemOf(fromOutside(toys, 'stock.take', input))
      expect(problem.code).toBe('platform.bad_input')
      expect(problem.fields.map((field) => field.pointer)).toEqual([pointer])
      expect(await stateOf(toys)).toMatchObject({ left: 10, held: 0 })
    })

    it('names every field that is wrong, and not more than eight', async () => {
      const toys = await shared()
      const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${i}`, 1]))
      const problem = await problemOf(fromOutside(toys, 'stock.take', { pieces: 'x', ...many }))
      expect(problem.fields).toHaveLength(8)
      const few = await problemOf(fromOutside(toys, 'stock.take', { pieces: 'x', owner: 3 }))
      expect(few.fields.map((field) => field.pointer).toSorted()).toEqual(['/itemId', '/owner', '/pieces'])
    })

    it('from inside is a defect of ours, not a mistake of the caller', async () => {
      const toys = await shared()
      const wrong = { itemId: 'PEACH', owner: 'ann', pieces: 1 }
      await expect(toys.run(Stock.commands.take, wrong)).rejects.toThrow(BrokenContract)
    })
  })

  describe('who may', () => {
    const restock = { itemId: 'peach', pieces: 1 }
    const take = { itemId: 'peach', owner: 'ann', pieces: 1 }
    it.each([
      ['stock.take', take, guest(), 'platform.not_signed_in', 401],
      ['stock.take', take, staff('stock.restock'), 'platform.not_allowed', 403],
      ['stock.restock', restock, guest(), 'platform.not_signed_in', 401],
      ['stock.restock', restock, user(), 'platform.not_allowed', 403],
      ['stock.restock', restock, staff(), 'platform.not_allowed', 403],
      ['stock.restock', restock, staff('stock', 'stock.restock2', '*'), 'platform.not_allowed', 403],
      ['stock.giveBack', { owner: 'ann' }, user(), 'platform.not_found', 404],
      ['stock.giveBack', { owner: 'ann' }, staff('stock.restock'), 'platform.not_found', 404],
      ['stock.giveBack', { owner: 'ann' }, guest(), 'platform.not_found', 404],
    ])('%s with %j is no deed of %j', async (operation, input, actor, code, status) => {
      const toys = await shared()
      const problem = await problemOf(fromOutside(toys, operation, input, actor))
      expect([problem.code, problem.status]).toEqual([code, status])
      expect(await stateOf(toys)).toMatchObject({ left: 10, held: 0 })
    })

    it('is asked before the input is looked at', async () => {
      const toys = await shared()
      const problem = await problemOf(fromOutside(toys, 'stock.restock', { nonsense: true }, guest()))
      expect(problem.code).toBe('platform.not_signed_in')
    })

    it('an operation that nobody declared is no operation', async () => {
      const toys = await shared()
      await expect(fromOutside(toys, 'stock.nothing', {})).rejects.toThrow('no operation stock.nothing')
      await expect(fromOutside(toys, 'toString', {})).rejects.toThrow('no operation')
    })
  })
})

describe('a house that is put together wrongly does not open', () => {
  const without = { ...stock, commands: { take: stock.commands['take'] } } as typeof stock
  it('without a handler', () => {
    expect(() => buildRegistry([without], [], [])).toThrow('stock.restock is declared but has no handler')
  })
  it('with two operations of one name', () => {
    expect(() => buildRegistry([stock, stock], [], [])).toThrow('Two operations are called stock.')
    expect(() => buildRegistry([stock, till], [buy, buy], [])).toThrow('buy.flow')
  })
  it('with an effect that has a door of its own', () => {
    const charge = { ...Till.effects.charge, route: { method: 'POST', path: '/charge' } }
    const contract = { ...till.contract, effects: { charge } } as unknown as typeof till.contract
    expect(() => buildRegistry([{ ...till, contract }], [], [])).toThrow('till.charge is an effect')
  })
})

eachDatabase((_name, open) => {
  it('a house without its ports does not open', async () => {
    await expect(open({ ...toyParts(), ports: {} })).rejects.toThrow('Nothing fills the port bank of till')
  })
})
