/** Taking a flow back: direction first, newest first, until it is done, with an alarm when it will not be. */
import { describe, expect, it, vi } from 'vitest'
import { declareFlow, Obj, passOn, Type } from '@tiantou/kernel'
import { RunAgain } from '../src/db/database.ts'
import { flow, type FlowContext, undo } from '../src/index.ts'
import { eachDatabase, type TestHouse } from '../src/testing/index.ts'
import { Stock, Till } from './toys/contracts.ts'
import { before, fill, rowsIn, stateOf, toyBank, toyParts, user } from './toys/house.ts'
import { stock } from './toys/stock.ts'
import { till } from './toys/till.ts'

const Trial = declareFlow('trial', {
  doc: 'Does what a test wants.',
  who: 'user',
  input: Obj({}),
  output: Obj({ said: Type.String() }),
  refusals: {
    ...passOn(Stock.commands.take, Till.commands.open, Till.effects.charge),
    mine: { status: 409, doc: 'Of the flow itself.' },
  },
})

type Context = FlowContext<typeof Trial>
const takeAndOpen = async ({ step, effect }: Context) => {
  const undone = { owner: 'ann' }
  await step(
    'open',
    Till.commands.open,
    { saleId: 's1', owner: 'ann', fen: 1 },
    undo(Till.commands.cancel, undone),
  )
  const wanted = { itemId: 'peach', owner: 'ann', pieces: 2 }
  await step('take', Stock.commands.take, wanted, undo(Stock.commands.giveBack, undone))
  await effect('charge', Till.effects.charge, { saleId: 's1', fen: 1 })
}

eachDatabase((_name, open) => {
  describe.each([true, false])('fused: %s', (fuse) => {
    const opened = async (
      script: (context: Context) => Promise<unknown>,
      first = (_name: string): unknown => undefined,
    ) => {
      const bank = toyBank()
      const trial = flow(Trial, async (_input, context) => (await script(context)) as { said: string })
      const modules = [before(stock, ['giveBack', 'take'], first), before(till, ['cancel', 'open'], first)]
      const house = await open({
        ...toyParts(bank),
        modules,
        flows: [trial],
        reactions: [],
        options: { fuse },
      })
      await fill(house)
      return { house, bank }
    }
    const run = (house: TestHouse) => house.run(Trial, {}, { key: 'key-1', actor: user() })
    const flowRow = async (house: TestHouse) => (await rowsIn(house, 'platform_flow'))[0]

    it('stores the direction, then undoes the newest first, each once', async () => {
      const deeds: string[] = []
      const states: unknown[] = []
      const { house } = await opened(
        async (context) => {
          await takeAndOpen(context)
          return context.refuse('mine')
        },
        async (deed) => {
          deeds.push(deed)
          if (deed === 'giveBack') states.push((await flowRow(house))?.['state'])
        },
      )
      expect(await run(house)).toMatchObject({ ok: false, code: 'trial.mine' })
      expect(deeds).toEqual(['open', 'take', 'giveBack', 'cancel'])
      expect(states).toEqual(['undoing'])
      expect(await flowRow(house)).toMatchObject({ state: 'refused', input: '', memo: '[]', undos: '[]' })
      expect(await stateOf(house)).toEqual({ left: 10, held: 0, sales: [] })
    })

    it('touches only what this flow did', async () => {
      const { house } = await opened(async (context) => {
        await takeAndOpen(context)
        return context.refuse('mine')
      })
      await house.must(Till.commands.open, { saleId: 's0', owner: 'bob', fen: 1 })
      await house.must(Stock.commands.take, { itemId: 'peach', owner: 'bob', pieces: 3 })
      await run(house)
      expect(await stateOf(house)).toEqual({ left: 7, held: 3, sales: ['open'] })
    })

    it('tries an undo until it works, calls for help, and tells the caller at once', async () => {
      let failures = 7
      const { house } = await opened(
        async (context) => {
          await takeAndOpen(context)
          return context.refuse('mine')
        },
        (deed) => {
          if (deed !== 'giveBack' || failures === 0) return
          failures -= 1
          throw new Error('not now')
        },
      )
      const fatal = vi.spyOn(house.house.corridor.log, 'fatal')
      expect(await run(house)).toMatchObject({ ok: false, code: 'trial.mine' })
      await expect(run(house)).rejects.toMatchObject({ code: 'platform.in_progress' })
      for (let tries = 0; failures > 0 && tries < 20; tries += 1) {
        expect(await flowRow(house)).toMatchObject({ state: 'undoing' })
        house.clock.advance(15 * 60_000)
        await house.house.jobs.runDue()
      }
      house.clock.advance(15 * 60_000)
      await house.house.jobs.runDue()
      expect(await flowRow(house)).toMatchObject({ state: 'refused', error: null })
      expect(await stateOf(house)).toEqual({ left: 10, held: 0, sales: [] })
      expect(fatal).toHaveBeenCalledTimes(2)
      expect(house.house.corridor.metrics.text()).toContain('tiantou_flow_alarm_total{op="trial.flow"} 2')
    })

    it('backs off further and further, up to a quarter of an hour', async () => {
      const { house } = await opened(
        async (context) => {
          await takeAndOpen(context)
          return context.refuse('mine')
        },
        (deed) => {
          if (deed === 'giveBack') throw new Error('never')
        },
      )
      await run(house)
      house.clock.advance(60_000)
      const waits: number[] = []
      for (let tries = 0; tries < 13; tries += 1) {
        await house.house.jobs.runDue()
        const row = await flowRow(house)
        waits.push(Number(row?.['claimed_until']) - house.clock.now())
        expect(String(row?.['error'])).toContain('never')
        house.clock.set(Math.max(Number(row?.['claimed_until']), house.clock.now() + 5_000))
      }
      expect(waits.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000])
      expect(waits.at(-1)).toBe(900_000)
    })

    it('goes the same way again after a crash, whatever has changed meanwhile', async () => {
      const { house, bank } = await opened(async ({ ask, step, effect, refuse }) => {
        const { left } = await ask(Stock.queries.left, { itemId: 'peach' })
        const wanted = { itemId: 'peach', owner: 'ann', pieces: left }
        if (left < 10) return refuse('mine')
        await step('take', Stock.commands.take, wanted, undo(Stock.commands.giveBack, { owner: 'ann' }))
        await effect('charge', Till.effects.charge, { saleId: 's1', fen: 1 })
        return { said: `${left} taken` }
      })
      bank.before = () => {
        throw new Error('The process died.')
      }
      await expect(run(house)).rejects.toMatchObject({ code: 'platform.in_progress' })
      bank.before = () => undefined
      house.clock.advance(60_000)
      expect(await run(house)).toEqual({ ok: true, value: { said: '10 taken' } })
      expect(await stateOf(house)).toEqual({ left: 0, held: 10, sales: [] })
    })

    it('takes nothing back of a step that was refused', async () => {
      const deeds: string[] = []
      const { house } = await opened(
        async ({ step, tryStep, refuse }) => {
          const undone = { owner: 'ann' }
          const wanted = { itemId: 'peach', owner: 'ann', pieces: 99 }
          const sale = { saleId: 's1', owner: 'ann', fen: 1 }
          await step('open', Till.commands.open, sale, undo(Till.commands.cancel, undone))
          await tryStep('take', Stock.commands.take, wanted, undo(Stock.commands.giveBack, undone))
          return refuse('mine')
        },
        (deed) => deeds.push(deed),
      )
      expect(await run(house)).toMatchObject({ code: 'trial.mine' })
      expect(deeds).toEqual(fuse ? ['open', 'take'] : ['open', 'take', 'cancel'])
      expect(await stateOf(house)).toEqual({ left: 10, held: 0, sales: [] })
    })

    it('repeats after a deadlock behind its effect what was rolled back, and nothing else', async () => {
      const deeds: string[] = []
      let deadlocks = 2
      const { house, bank } = await opened(
        async ({ step, effect }) => {
          await step('open', Till.commands.open, { saleId: 's1', owner: 'ann', fen: 1 })
          await effect('charge', Till.effects.charge, { saleId: 's1', fen: 1 })
          await step('take', Stock.commands.take, { itemId: 'peach', owner: 'ann', pieces: 2 })
          const { pieces } = await step('give back', Stock.commands.giveBack, { owner: 'nobody' })
          return { said: `${pieces} back` }
        },
        (deed) => {
          deeds.push(deed)
          if (deed !== 'giveBack' || deadlocks === 0) return
          deadlocks -= 1
          throw new RunAgain('deadlock')
        },
      )
      // Where each step is a unit of its own it is repeated by the database already.
      const repeating = house.database.transact
      house.database.transact = async (work) => {
        for (;;) {
          try {
            return await repeating(work)
          } catch (error) {
            if (fuse || !(error instanceof RunAgain)) throw error
          }
        }
      }
      expect(await run(house)).toEqual({ ok: true, value: { said: '0 back' } })
      expect(bank.asked).toEqual(['s1'])
      expect(deeds.filter((deed) => deed === 'open')).toHaveLength(1)
      expect(deeds.filter((deed) => deed === 'giveBack')).toHaveLength(3)
      expect(await stateOf(house)).toEqual({ left: 8, held: 2, sales: ['open'] })
    })

    it('keeps what it remembers sealed', async () => {
      const { house, bank } = await opened(async (context) => {
        await takeAndOpen(context)
        return { said: 'paid' }
      })
      bank.before = () => {
        throw new Error('The process died.')
      }
      await expect(run(house)).rejects.toMatchObject({ code: 'platform.in_progress' })
      expect(String((await flowRow(house))?.['memo'])).toMatch(/^test\.[\w-]+$/)
    })
  })
})
