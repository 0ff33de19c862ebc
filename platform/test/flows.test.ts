/**
 * Flows as their callers see them: all or nothing, one answer a key, the same whether steps are fused or
 * stored.
 */
import { describe, expect, it } from 'vitest'
import { declareFlow, Obj, passOn, Type } from '@tiantou/kernel'
import { HandleMisuse } from '../src/db/database.ts'
import { flow, type FlowContext, undo } from '../src/index.ts'
import { BrokenContract, CallError } from '../src/problem.ts'
import { eachDatabase, type OpenHouse, type TestHouse } from '../src/testing/index.ts'
import { Buy, Stock, Till } from './toys/contracts.ts'
import { fill, rowsIn, staff, stateOf, toyBank, toyParts, user } from './toys/house.ts'
import { DEAR_FEN } from './toys/till.ts'

const Trial = declareFlow('trial', {
  doc: 'Does what a test wants.',
  who: 'user',
  input: Obj({ how: Type.Optional(Type.String()) }),
  output: Obj({ said: Type.String() }),
  refusals: {
    ...passOn(Stock.commands.take, Stock.queries.left, Till.commands.open, Till.effects.charge),
    mine: { status: 409, doc: 'Of the flow itself.' },
  },
})

type Script = (context: FlowContext<typeof Trial>) => Promise<{ said: string }>

const key = 'key-1'
const buying = { itemId: 'peach', pieces: 3, fen: 100, pay: false }
const opening = (saleId: string, fen = 1) => ({ saleId, owner: saleId, fen })
const taking = (owner: string, pieces = 1) => ({ itemId: 'peach', owner, pieces })

eachDatabase((name, open) => {
  describe.each([true, false])('fused: %s', (fuse) => {
    const opened = async (script: Script = () => Promise.reject(new Error('none'))) => {
      const bank = toyBank()
      const parts = toyParts(bank)
      const trial = flow(Trial, (_input, context) => script(context))
      const house = await open({ ...parts, flows: [...(parts.flows ?? []), trial], options: { fuse } })
      await fill(house)
      return { house, bank }
    }
    const run = (house: TestHouse, input: { how?: string } = {}) =>
      house.run(Trial, input, { key, actor: user() })
    const buy = (house: TestHouse, more: object = {}, by = key) =>
      house.run(Buy, { ...buying, ...more }, { key: by, actor: user() })

    it('answers, and its key is answered alike for ever', async () => {
      const { house } = await opened()
      const first = await buy(house)
      expect(first).toMatchObject({ ok: true, value: { left: 7, word: null } })
      expect(await buy(house)).toEqual(first)
      expect(await stateOf(house)).toEqual({ left: 7, held: 3, sales: ['open'] })
      await expect(buy(house, { pieces: 4 })).rejects.toThrow(CallError)
      await expect(buy(house, { pieces: 4 })).rejects.toMatchObject({ code: 'platform.key_reused' })
      expect(await buy(house, {}, 'key-2')).toMatchObject({ value: { left: 4 } })
    })

    it('pays in between, and answers what the bank said', async () => {
      const { house, bank } = await opened()
      const first = await buy(house, { pay: true })
      expect(first).toMatchObject({ ok: true, value: { left: 7, word: 'paid' } })
      expect(await buy(house, { pay: true })).toEqual(first)
      expect(bank.asked).toHaveLength(1)
      expect(await stateOf(house)).toEqual({ left: 7, held: 3, sales: ['paid'] })
      expect(await rowsIn(house, 'platform_flow')).toMatchObject([{ state: 'done', claimed_until: 0 }])
    })

    it.each([
      ['its first step', { fen: DEAR_FEN + 1 }, 'till.too_dear'],
      ['its last step', { pieces: 11 }, 'stock.sold_out'],
      ['its question', { itemId: 'plum' }, 'stock.no_such_item'],
      ['its own code', { how: 'change mind' }, 'buy.changed_mind'],
      ['its effect', { pay: true, bank: 'away' }, 'till.away'],
      ['a step behind an effect', { pay: true, bank: 'nonsense' }, 'till.nonsense'],
    ])('refused by %s leaves nothing, and may succeed later', async (_what, more, code) => {
      const { house, bank } = await opened()
      const { bank: word = 'paid', ...input } = more as { bank?: 'away' }
      bank.word = word
      expect(await buy(house, input)).toMatchObject({ ok: false, code, committed: false })
      expect(await stateOf(house)).toEqual({ left: 10, held: 0, sales: [] })
      const done = await rowsIn(house, 'platform_done')
      expect(done.filter((row) => row['op'] === 'buy.flow')).toEqual([])
      bank.word = 'paid'
      expect(await buy(house)).toMatchObject({ ok: true })
    })

    it.each([
      ['of a step', { pay: true, bank: 'declined' }, 'till.declined', 'declined'],
      ['of its own', { how: 'note' }, 'buy.noted', 'open'],
    ])('an outcome %s commits all that went before it', async (_what, more, code, sale) => {
      const { house, bank } = await opened()
      const { bank: word = 'paid', ...input } = more as { bank?: 'declined' }
      bank.word = word
      const first = await buy(house, input)
      expect(first).toEqual({ ok: false, code, data: null, committed: true })
      expect(await stateOf(house)).toEqual({ left: 7, held: 3, sales: [sale] })
      expect(await buy(house, input)).toEqual(first)
      expect(bank.asked.length).toBeLessThanOrEqual(1)
    })

    it('joins a second caller of its key to the first', async () => {
      const { house, bank } = await opened()
      let free: () => void = () => undefined
      const freed = new Promise<void>((resolve) => {
        free = resolve
      })
      let asked: () => void = () => undefined
      const reached = new Promise<void>((resolve) => {
        asked = resolve
      })
      bank.before = () => {
        asked()
        return freed
      }
      const first = buy(house, { pay: true })
      await reached
      const others = Array.from({ length: 5 }, () => buy(house, { pay: true }))
      await expect(buy(house, { pay: true, pieces: 1 })).rejects.toMatchObject({
        code: 'platform.key_reused',
      })
      free()
      const answers = await Promise.all([first, ...others])
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      expect(answers[0]).toMatchObject({ ok: true, value: { word: 'paid' } })
      expect(bank.asked).toHaveLength(1)
      expect(await stateOf(house)).toEqual({ left: 7, held: 3, sales: ['paid'] })
    })

    it('answers thirty at once on one key alike, with one effect', async () => {
      const { house } = await opened()
      const answers = await Promise.all(Array.from({ length: 30 }, () => buy(house)))
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      expect(await stateOf(house)).toEqual({ left: 7, held: 3, sales: ['open'] })
    })

    it('reads its own writes', async () => {
      const { house } = await opened(async ({ step, ask }) => {
        await step('take', Stock.commands.take, taking('a', 4))
        const { left } = await ask(Stock.queries.left, { itemId: 'peach' })
        return { said: `${left} left` }
      })
      expect(await run(house)).toEqual({ ok: true, value: { said: '6 left' } })
    })

    it('reads the no of a step that it tries, of which nothing stays', async () => {
      const { house } = await opened(async ({ tryStep, step }) => {
        const tried = await tryStep('much', Stock.commands.take, taking('a', 99))
        const then = await tryStep('less', Stock.commands.take, taking('a', 2))
        await step('open', Till.commands.open, opening('s'))
        return { said: `${tried.ok ? 'all' : tried.code} ${then.ok ? then.value.left : 'none'}` }
      })
      expect(await run(house)).toEqual({ ok: true, value: { said: 'stock.sold_out 8' } })
      expect(await stateOf(house)).toEqual({ left: 8, held: 2, sales: ['open'] })
      await house.settle()
      expect(await house.ask(Till.queries.heard, {})).toEqual({ pieces: 2 })
    })

    it('ends with the no of a step, even where its code catches it', async () => {
      const { house } = await opened(async ({ step }) => {
        await step('open', Till.commands.open, opening('s'), undo(Till.commands.cancel, { owner: 's' }))
        const saved = await step('take', Stock.commands.take, taking('a', 99)).catch(() => null)
        await step('take less', Stock.commands.take, taking('a', 1)).catch(() => null)
        return { said: `saved ${saved === null}` }
      })
      expect(await run(house)).toMatchObject({ ok: false, code: 'stock.sold_out', data: { left: 10 } })
      expect(await stateOf(house)).toEqual({ left: 10, held: 0, sales: [] })
    })

    it('ends with the defect of a step, even where its code catches it', async () => {
      const { house } = await opened(async ({ step }) => {
        await step('take', Stock.commands.take, taking('a', 1))
        await step('wrong', Stock.commands.take, { itemId: 'PEACH', owner: 'a', pieces: 1 }).catch(() => null)
        return { said: 'fine' }
      })
      const defect = run(house)
      await expect(defect).rejects.toThrow(fuse ? BrokenContract : CallError)
      expect(await stateOf(house)).toMatchObject(fuse ? { left: 10, held: 0 } : { left: 9, held: 1 })
    })

    it('takes one step at a time, and each name once', async () => {
      const both: Script = async ({ step }) => {
        await Promise.all([
          step('a', Stock.commands.take, taking('a')),
          step('b', Stock.commands.take, taking('b')),
        ])
        return { said: 'both' }
      }
      const twice: Script = async ({ step }) => {
        await step('a', Stock.commands.take, taking('a'))
        await step('a', Stock.commands.take, taking('b'))
        return { said: 'twice' }
      }
      for (const [script, defect] of [[both, HandleMisuse] as const, [twice, BrokenContract] as const]) {
        const { house } = await opened(script)
        await expect(run(house)).rejects.toThrow(fuse ? defect : CallError)
        expect(await stateOf(house)).toMatchObject({ left: fuse ? 10 : 9 })
      }
    })

    it('writes who did it for every step that staff cause', async () => {
      const { house } = await opened()
      await house.run(Buy, buying, { key, actor: staff() })
      const rows = await rowsIn(house, 'platform_audit')
      const expected = ['stock.take', 'till.open']
      expect(rows.map((row) => String(row['op'])).toSorted()).toEqual(expected)
    })

    it('refuses what it does not declare as a defect', async () => {
      const { house } = await opened(({ refuse }) => Promise.resolve(refuse('unheard' as 'mine') as never))
      await expect(run(house)).rejects.toThrow(BrokenContract)
      const { house: other } = await opened(() => Promise.resolve({ said: 1 } as never))
      await expect(run(other)).rejects.toThrow('outside its contract')
    })
  })

  describe('fused steps', () => {
    it('are one commit: one done row, one transaction for all', async () => {
      const house = await openFused(open)
      let units = 0
      const { transact } = house.database
      house.database.transact = (work) => {
        units += 1
        return transact(work)
      }
      const before = await rowsIn(house, 'platform_done')
      await house.run(Buy, buying, { key, actor: user() })
      expect(units).toBe(1)
      const after = await rowsIn(house, 'platform_done')
      expect(after.length - before.length).toBe(1)
      expect(await rowsIn(house, 'platform_flow')).toEqual([])
    })

    if (name === 'sqlite') {
      it('wait for nothing but the database between them', async () => {
        const waits = flow(Trial, async (_input, { step }) => {
          await step('take', Stock.commands.take, taking('a'))
          await new Promise((resolve) => setTimeout(resolve, 1))
          await step('open', Till.commands.open, opening('s'))
          return { said: 'waited' }
        })
        const house = await open({ ...toyParts(), flows: [waits] })
        await fill(house)
        await expect(house.run(Trial, {}, { key, actor: user() })).rejects.toThrow(HandleMisuse)
        expect(await stateOf(house)).toEqual({ left: 10, held: 0, sales: [] })
      })
    } else {
      it('that fall into a deadlock run again, all of them', async () => {
        let runs = 0
        let holding = 0
        const crosswise = flow(Trial, async ({ how }, { step }) => {
          runs += 1
          const [first, second] = how === 'up' ? ['apple', 'berry'] : ['berry', 'apple']
          await step('first', Stock.commands.take, { itemId: String(first), owner: 'a', pieces: 1 })
          holding += 1
          await expect.poll(() => holding, { interval: 1 }).toBeGreaterThanOrEqual(2)
          await step('second', Stock.commands.take, { itemId: String(second), owner: 'a', pieces: 1 })
          return { said: 'both' }
        })
        const house = await open({ ...toyParts(), flows: [crosswise] })
        for (const item of ['apple', 'berry']) await fill(house, item)
        const ways = ['up', 'down'].map((how) => house.run(Trial, { how }, { key: how, actor: user() }))
        expect(await Promise.all(ways)).toEqual([
          { ok: true, value: { said: 'both' } },
          { ok: true, value: { said: 'both' } },
        ])
        expect(runs).toBeGreaterThanOrEqual(3)
        for (const item of ['apple', 'berry']) expect(await stateOf(house, item)).toMatchObject({ left: 8 })
      })
    }
  })
})

const openFused = async (open: OpenHouse): Promise<TestHouse> => {
  const house = await open({ ...toyParts(), reactions: [] })
  await fill(house)
  return house
}
