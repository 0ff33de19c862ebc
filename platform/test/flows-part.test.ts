/** Parts of a flow: only what they come to is remembered, and a run that comes again does not go in. */
import { describe, expect, it } from 'vitest'
import { declareFlow, Obj, passOn, Type } from '@tiantou/kernel'
import { resumeFlows } from '../src/flow-resume.ts'
import { flow, type FlowContext, undo } from '../src/index.ts'
import { eachDatabase, type TestHouse } from '../src/testing/index.ts'
import { Stock, Till } from './toys/contracts.ts'
import { fill, rowsIn, stateOf, toyBank, toyParts, user } from './toys/house.ts'

const declared = {
  doc: 'Does what a test wants.',
  who: 'user' as const,
  input: Obj({}),
  output: Obj({ said: Type.Array(Type.String()) }),
  refusals: {
    ...passOn(Stock.commands.take, Stock.queries.left, Till.commands.open),
    ...passOn(Till.commands.settle, Till.effects.charge),
    mine: { status: 409, doc: 'Of the flow itself.' },
  },
}
const Trial = declareFlow('trial', declared)
const Hushed = declareFlow('hushed', { ...declared, secret: true })

type Context = FlowContext<typeof Trial>
type Script = (context: Context) => Promise<{ said: string[] }>

/** Asks, takes and opens a sale, all inside a part. */
const sell = (context: Context, halfway: () => void = () => undefined) =>
  context.part('sell', async () => {
    const { ask, id, step } = context
    const { left } = await ask(Stock.queries.left, { itemId: 'peach' })
    const saleId = id('sal')
    const sale = { saleId, owner: 'ann', fen: 1 }
    await step('open', Till.commands.open, sale, undo(Till.commands.cancel, { owner: 'ann' }))
    halfway()
    const taken = { itemId: 'peach', owner: 'ann', pieces: 2 }
    await step('take', Stock.commands.take, taken, undo(Stock.commands.giveBack, { owner: 'ann' }))
    return { saleId, left }
  })

eachDatabase((_name, open) => {
  describe.each([true, false])('fused: %s', (fuse) => {
    const opened = async (script: Script, declaration: typeof Trial = Trial) => {
      const bank = toyBank()
      const trial = flow(declaration, (_input, context) => script(context as Context))
      const house = await open({ ...toyParts(bank), flows: [trial], options: { fuse } })
      await fill(house)
      const run = () => house.run(declaration, {}, { key: 'key-1', actor: user() })
      return { house, bank, run }
    }

    const memoOf = async (house: TestHouse) => String((await rowsIn(house, 'platform_flow'))[0]?.['memo'])

    it('a run that comes again behind an effect does not go in, and names all alike', async () => {
      const entered: string[] = []
      const named: string[][] = []
      const { house, bank, run } = await opened(async (context) => {
        const { ask, effect, id, step } = context
        const { saleId } = await sell(context, () => entered.push('in'))
        const behind = id('sal')
        const { left } = await ask(Stock.queries.left, { itemId: 'peach' })
        named.push([saleId, behind, String(left)])
        const { word } = await effect('charge', Till.effects.charge, { saleId, fen: 1 })
        await step('settle', Till.commands.settle, { saleId, word })
        return { said: [saleId, behind, String(left)] }
      })
      bank.before = () => {
        throw new Error('The plug was pulled.')
      }
      await expect(run()).rejects.toMatchObject({ code: 'platform.in_progress' })
      bank.before = () => undefined
      house.clock.advance(61_000)
      expect(await resumeFlows(house.house.corridor)).toBe(1)
      expect(entered).toEqual(['in'])
      expect(named[0]).toEqual(named[1])
      expect(new Set(named[0]).size).toBe(3)
      expect(await run()).toEqual({ ok: true, value: { said: named[0] } })
      expect(new Set(bank.asked)).toEqual(new Set([named[0]?.[0]]))
      expect(await stateOf(house)).toEqual({ left: 8, held: 2, sales: ['paid'] })
    })

    it.each([
      [Trial, true],
      [Hushed, false],
    ])('%o keeps of it nothing but its value', async (declaration, clear) => {
      const memos: string[] = []
      const { house, bank, run } = await opened(
        async (context) => {
          const { saleId } = await sell(context)
          await context.effect('charge', Till.effects.charge, { saleId, fen: 1 })
          return { said: [saleId] }
        },
        declaration as typeof Trial,
      )
      bank.before = async () => void memos.push(await memoOf(house))
      const answer = await run()
      const [memo = ''] = memos
      expect(memo.startsWith('[')).toBe(clear)
      const text = clear ? memo : house.house.corridor.secrets.open(memo, await memoPlaceOf(house))
      expect(JSON.parse(text)).toEqual([
        ['(sell)', { ok: true, value: { saleId: saidBy(answer), left: 10 } }],
      ])
    })

    it('a run that died halfway inside leaves nothing of its way either', async () => {
      let lives = 0
      const memos: string[] = []
      const { house, bank, run } = await opened(async (context) => {
        const { saleId } = await sell(context, () => {
          lives += 1
          if (lives === 1) throw new Error('The process died.')
        })
        await context.effect('charge', Till.effects.charge, { saleId, fen: 1 })
        return { said: [saleId] }
      })
      bank.before = async () => void memos.push(await memoOf(house))
      await expect(run()).rejects.toThrow()
      house.clock.advance(61_000)
      expect(await resumeFlows(house.house.corridor)).toBe(fuse ? 0 : 1)
      const saleId = saidBy(await run())
      expect(lives).toBe(2)
      expect(memos).toEqual([JSON.stringify([['(sell)', { ok: true, value: { saleId, left: 10 } }]])])
      expect(await stateOf(house)).toEqual({ left: 8, held: 2, sales: ['open'] })
    })

    it('a no inside ends the flow and leaves nothing', async () => {
      const { house, run } = await opened(async (context) => {
        await sell(context)
        await context.part('doubt', async () => context.refuse('mine'))
        throw new Error('never reached')
      })
      expect(await run()).toMatchObject({ ok: false, code: 'trial.mine', committed: false })
      expect(await stateOf(house)).toEqual({ left: 10, held: 0, sales: [] })
    })

    it('a no behind an effect takes back what was done inside', async () => {
      const { house, run } = await opened(async (context) => {
        const { saleId } = await sell(context)
        await context.effect('charge', Till.effects.charge, { saleId, fen: 1 })
        return context.refuse('mine') as never
      })
      expect(await run()).toMatchObject({ ok: false, code: 'trial.mine' })
      expect(await stateOf(house)).toEqual({ left: 10, held: 0, sales: [] })
    })

    it.each([
      ['an effect', (context: Context) => context.effect('c', Till.effects.charge, { saleId: 's', fen: 1 })],
      ['another part', (context: Context) => context.part('inner', async () => ({}))],
    ])('%s does not stand inside', async (_what, inside) => {
      const { house, bank, run } = await opened(async (context) => {
        await context.part('outer', async () => ({ got: await inside(context) }))
        return { said: [] }
      })
      await expect(run()).rejects.toThrow('inside the part outer')
      expect(bank.asked).toEqual([])
      expect(await rowsIn(house, 'platform_flow')).toEqual([])
    })

    it('two of one name are a defect', async () => {
      const { run } = await opened(async (context) => {
        await context.part('same', async () => ({}))
        await context.part('same', async () => ({}))
        return { said: [] }
      })
      await expect(run()).rejects.toThrow('two parts called same')
    })
  })
})

const memoPlaceOf = async (house: TestHouse) =>
  `platform_flow|memo|${String((await rowsIn(house, 'platform_flow'))[0]?.['id'])}`

const saidBy = (answer: { ok: boolean; value?: { said: string[] } }) => answer.value?.said[0]
