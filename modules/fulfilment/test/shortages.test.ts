/** What is not to be had, and orders picked together, on every database, with each refusal. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Fulfilment } from '../src/contract.ts'
import { fulfilmentModule } from '../src/index.ts'
import { apples, eggs, idOf, lotFor, opened, packer, ready, see } from './factory.ts'

const {
  declareShort,
  offer,
  answer,
  substitute,
  giveUp,
  timeOutAsks,
  lookAfterWaiting,
  open: openTask,
} = Fulfilment.commands
const { planWaves, startWave, finishWaves, cancel, close } = Fulfilment.commands
const hour_ms = 3_600_000
const by = { actor: packer }
const { pieces: _pieces, paidFen: _paid, ifShort: _if, ...pears } = eggs({ title: '酥梨', pieceFen: 4_000 })

eachDatabase((_name, open) => {
  let house: TestHouse
  const short: { orderId: string; shortageId: string; pieces: number }[] = []
  const lost: string[] = []
  const looked: string[] = []
  beforeAll(async () => {
    house = await open({ modules: [fulfilmentModule] })
    house.house.listen(Fulfilment.events.short, (event) => short.push(event))
    house.house.listen(Fulfilment.events.nothing_left, ({ orderId }) => lost.push(orderId))
    house.house.listen(Fulfilment.events.to_allocate, ({ orderId }) => looked.push(orderId))
  })

  const code = async (answered: Promise<{ ok: boolean; code?: string }>) => (await answered).code
  /** A shortage of one of two cartons of eggs. */
  const shortage = async () => {
    const line = eggs({ ifShort: 'ask' })
    const orderId = await opened(house, [line])
    await lotFor(house, orderId, line.skuId, 1)
    expect(await house.must(declareShort, { orderId, lineNo: 1 }, by)).toEqual({ pieces: 1 })
    await house.settle()
    const shortageId = short.findLast((one) => one.orderId === orderId)?.shortageId ?? ''
    return { orderId, shortageId }
  }

  test('what the shopper is asked about is not looked for meanwhile', async () => {
    const { orderId, shortageId } = await shortage()
    await house.must(offer, { shortageId, offer: pears })
    expect(await house.ask(Fulfilment.queries.wanted, { orderId })).toEqual({ lines: [] })
    const [line] = (await see(house, orderId)).lines
    await lotFor(house, orderId, line?.skuId ?? '', 1)
    expect((await see(house, orderId)).lines).toMatchObject([{ state: 'waiting', parts: [{ pieces: 1 }] }])
    await house.must(answer, { shortageId, accept: false })
    await house.must(giveUp, { shortageId })
    expect((await see(house, orderId)).lines).toMatchObject([
      { state: 'allocated', shortPieces: 1, parts: [{ pieces: 1 }] },
    ])
  })

  test('only what has no lot is short, once', async () => {
    const { orderId, shortageId } = await shortage()
    expect(await code(house.run(declareShort, { orderId, lineNo: 1 }, by))).toBe('fulfilment.nothing_short')
    expect(await house.ask(Fulfilment.queries.shortage, { shortageId })).toMatchObject({
      pieces: 1,
      rule: 'ask',
      state: 'open',
      offer: null,
    })
    const nowhere = { orderId: idOf('ord'), lineNo: 1 }
    expect(await code(house.run(declareShort, nowhere, by))).toBe('fulfilment.no_such_task')
    expect(await code(house.run(declareShort, { orderId, lineNo: 7 }, by))).toBe('fulfilment.no_such_line')
    await house.must(cancel, { orderId })
    expect(await code(house.run(declareShort, { orderId, lineNo: 1 }, by))).toBe('fulfilment.wrong_state')
  })

  test('the shopper takes what is offered: a line more, for no more money', async () => {
    const { orderId, shortageId } = await shortage()
    await house.must(offer, { shortageId, offer: pears })
    const seen = await see(house, orderId)
    expect(seen.shortages).toMatchObject([{ state: 'asked', offer: { title: '酥梨', pieceFen: 4_000 } }])
    await house.must(answer, { shortageId, accept: true })
    expect(await code(house.run(answer, { shortageId, accept: false }))).toBe('fulfilment.decided')
    await house.must(substitute, { shortageId, offer: pears })
    const { lines } = await see(house, orderId)
    expect(lines).toMatchObject([
      { shortPieces: 1, state: 'allocated' },
      { no: 2, insteadOf: 1, title: '酥梨', pieces: 1, state: 'waiting' },
    ])
    expect(await code(house.run(substitute, { shortageId, offer: pears }))).toBe('fulfilment.decided')
    await lotFor(house, orderId, pears.skuId, 1)
    expect((await see(house, orderId)).state).toBe('allocated')
    const { lines: outcome } = await house.ask(Fulfilment.queries.parts, { orderId })
    expect(outcome[1]).toMatchObject({ skuId: pears.skuId, boughtSkuId: outcome[0]?.skuId })
  })

  test('who declines, or does not answer in time, gets the money', async () => {
    const { orderId, shortageId } = await shortage()
    const late = await shortage()
    await house.must(offer, { shortageId, offer: pears })
    await house.must(offer, { shortageId: late.shortageId, offer: pears })
    await house.must(answer, { shortageId, accept: false })
    expect((await house.must(timeOutAsks, {})).shortages).toBe(0)
    house.clock.advance(hour_ms)
    expect((await house.must(timeOutAsks, {})).shortages).toBe(1)
    for (const one of [shortageId, late.shortageId]) await house.must(giveUp, { shortageId: one })
    expect((await see(house, orderId)).lines[0]).toMatchObject({ shortPieces: 1, state: 'allocated' })
    expect(await code(house.run(giveUp, { shortageId }))).toBe('fulfilment.decided')
    expect(await code(house.run(offer, { shortageId, offer: pears }))).toBe('fulfilment.decided')
    const none = { shortageId: idOf('sho') }
    expect(await code(house.run(giveUp, none))).toBe('fulfilment.no_such_shortage')
    expect(await code(house.run(offer, { ...none, offer: pears }))).toBe('fulfilment.no_such_shortage')
    expect(await code(house.run(substitute, { ...none, offer: pears }))).toBe('fulfilment.no_such_shortage')
    expect(await code(house.run(answer, { ...none, accept: true }))).toBe('fulfilment.no_such_shortage')
  })

  test('an order of which nothing is left is over here, and that is told', async () => {
    const orderId = await opened(house, [eggs()])
    await house.must(declareShort, { orderId, lineNo: 1 }, by)
    await house.settle()
    const shortageId = short.findLast((one) => one.orderId === orderId)?.shortageId ?? ''
    await house.must(giveUp, { shortageId })
    await house.settle()
    expect(lost).toContain(orderId)
    expect(await see(house, orderId)).toMatchObject({ state: 'cancelled', lines: [{ state: 'dropped' }] })
    expect(await code(house.run(close, { orderId }))).toBe('fulfilment.wrong_state')
  })

  test('what waits is looked for again, and is short when packing time comes near', async () => {
    const orderId = await opened(house, [eggs()])
    await house.settle()
    await house.must(lookAfterWaiting, {})
    await house.settle()
    const times = looked.filter((one) => one === orderId).length
    expect(times).toBe(2)
    await house.must(lookAfterWaiting, {})
    await house.settle()
    expect(looked.filter((one) => one === orderId)).toHaveLength(times)
    house.clock.advance(22 * hour_ms)
    await house.must(lookAfterWaiting, {})
    await house.settle()
    expect(short.filter((one) => one.orderId === orderId)).toMatchObject([{ pieces: 2 }])
  })

  test('an order is opened once', async () => {
    const orderId = await opened(house, [eggs()])
    const again = { orderId, orderNo: 'x', paidAt: 1, arrival: null, lines: [eggs()] }
    await house.must(openTask, again)
    expect((await see(house, orderId)).lines).toHaveLength(1)
  })

  test('orders of one slot, route and cold are picked together, lot by lot', async () => {
    const now = house.clock.now()
    const slot = (route: string) => ({
      mode: 'fleet' as const,
      route,
      packBy: now + hour_ms,
      from: now + 5 * hour_ms,
      to: now + 7 * hour_ms,
    })
    const line = apples()
    const orders: string[] = []
    for (const route of ['东城', '东城', '西城']) {
      const orderId = await opened(house, [line], slot(route))
      await lotFor(house, orderId, line.skuId, 5)
      orders.push(orderId)
    }
    const far = await ready(house, [apples()])
    await house.must(planWaves, {})
    expect((await house.must(planWaves, {})).orders).toBe(0)
    const { items } = await house.ask(Fulfilment.queries.waves, { limit: 100 })
    const [east, west] = ['东城', '西城'].map((route) => items.find((wave) => wave.route === route))
    expect([east?.orders, west?.orders]).toEqual([2, 1])
    expect((await see(house, far.orderId)).waveId).toBeNull()
    const waveId = east?.waveId ?? ''
    const list = await house.ask(Fulfilment.queries.pickList, { waveId })
    expect(list.goods.map((one) => [one.pieces, one.orders.length])).toEqual([
      [5, 1],
      [5, 1],
    ])
    expect(list.orders).toHaveLength(2)
    expect(await house.must(startWave, { waveId }, by)).toEqual({ orders: 2 })
    expect(await code(house.run(startWave, { waveId }, by))).toBe('fulfilment.wave_state')
    expect(await code(house.run(startWave, { waveId: idOf('wav') }, by))).toBe('fulfilment.no_such_wave')
    const { items: picking } = await house.ask(Fulfilment.queries.tasks, { state: 'picking', limit: 1 })
    expect(picking).toHaveLength(1)
    for (const orderId of orders.slice(0, 2)) await house.must(cancel, { orderId })
    await house.must(finishWaves, {})
    const { items: left } = await house.ask(Fulfilment.queries.waves, { limit: 100 })
    expect(left.some((wave) => wave.waveId === waveId)).toBe(false)
  })
})
