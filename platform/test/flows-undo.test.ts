/** Taking a flow back: direction first, newest first, until it is done, with an alarm when it will not be. */
import { describe, expect, it, vi } from 'vitest'
import { declareFlow, Obj, passOn, Type } from '@tiantou/kernel'
import { runCommand } from '../src/command.ts'
import { flow, type FlowContext, undo } from '../src/index.ts'
import { eachDatabase, type OpenHouse, type TestHouse } from '../src/testing/index.ts'
import { Stock, Till } from './toys/contracts.ts'
import { fill, rowsIn, stateOf, toyBank, toyParts, user } from './toys/house.ts'
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
type Module = typeof stock

/** A module whose commands of these names run something first. */
const before = (module: Module, names: readonly string[], first: (name: string) => void): Module => {
  const commands = { ...module.commands }
  for (const name of names) {
    const handler = commands[name] as (input: never, context: never) => Promise<unknown>
    commands[name] = (input: never, context: never) => {
      first(name)
      return handler(input, context)
    }
  }
  return { ...module, commands }
}

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
      first = (_name: string): void => {},
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
      const states: Promise<unknown>[] = []
      const { house } = await opened(
        async (context) => {
          await takeAndOpen(context)
          return context.refuse('mine')
        },
        (deed) => {
          deeds.push(deed)
          if (deed === 'giveBack') states.push(flowRow(house).then((row) => row?.['state']))
        },
      )
      expect(await run(house)).toMatchObject({ ok: false, code: 'trial.mine' })
      expect(deeds).toEqual(['open', 'take', 'giveBack', 'cancel'])
      expect(await Promise.all(states)).toEqual(['undoing'])
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

const stepKey = (flowId: unknown, name: string) => `${String(flowId)}:${name}`

const lateStep = async (open: OpenHouse, fails: boolean) => {
  let refuses = false
  const trial = flow(Trial, async (_input, { step, refuse }) => {
    if (refuses) return refuse('mine')
    const wanted = { itemId: 'peach', owner: 'ann', pieces: 2 }
    await step('take', Stock.commands.take, wanted, undo(Stock.commands.giveBack, { owner: 'ann' }))
    throw new Error('The process died.')
  })
  const modules = [
    before(stock, ['take'], () => {
      if (fails && !refuses) throw new Error('lost on the way')
    }),
    till,
  ]
  const house = await open({
    ...toyParts(),
    modules,
    flows: [trial],
    reactions: [],
    options: { fuse: false },
  })
  await fill(house)
  await expect(house.run(Trial, {}, { key: 'key-1', actor: user() })).rejects.toMatchObject({
    code: 'platform.in_progress',
  })
  refuses = true
  house.clock.advance(60_000)
  await house.house.jobs.runDue()
  const [row] = await rowsIn(house, 'platform_flow')
  expect(row).toMatchObject({ state: 'refused' })
  const late = await runCommand(
    house.house.corridor,
    'stock.take',
    { itemId: 'peach', owner: 'ann', pieces: 2 },
    { actor: user(), key: stepKey(row?.['id'], 'take'), trace: 't', inside: true },
    true,
  )
  return { house, late }
}

eachDatabase((_name, open) => {
  it('a step that comes late, after its undo, is refused by the tombstone', async () => {
    const { house, late } = await lateStep(open, true)
    expect(late).toEqual({ ok: false, code: 'platform.undone', data: null, committed: true })
    expect(await stateOf(house)).toEqual({ left: 10, held: 0, sales: [] })
  })

  it('a step that was done, undone and comes again is answered as at first, and does nothing', async () => {
    const { house, late } = await lateStep(open, false)
    expect(late).toEqual({ ok: true, value: { left: 8 } })
    expect(await stateOf(house)).toEqual({ left: 10, held: 0, sales: [] })
  })
})
