/** Steps that come late, as a lost message would, after their flow was taken back. */
import { expect, it } from 'vitest'
import { declareFlow, Nothing, Obj, passOn } from '@tiantou/kernel'
import { runCommand } from '../src/command.ts'
import { flow, undo } from '../src/index.ts'
import { eachDatabase, type OpenHouse } from '../src/testing/index.ts'
import { Stock } from './toys/contracts.ts'
import { before, fill, rowsIn, stateOf, toyParts, user } from './toys/house.ts'
import { stock } from './toys/stock.ts'
import { till } from './toys/till.ts'

const Trial = declareFlow('trial', {
  doc: 'Takes, dies, and refuses when it is resumed.',
  who: 'user',
  input: Obj({}),
  output: Nothing,
  refusals: { ...passOn(Stock.commands.take), mine: { status: 409, doc: 'Of the flow itself.' } },
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
    { actor: user(), key: stepKey(row?.['id'], 'take'), trace: 't', inside: true, firstIsFact: true },
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
