/** Weighing, packing and sending on every database, with each refusal. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { Fulfilment } from '../src/contract.ts'
import { fulfilmentModule } from '../src/index.ts'
import { apples, eggs, goodScale, idOf, lotFor, opened, packer, ready, see } from './factory.ts'

const { weigh, voidWeighing, close, hold, resume, cancel, giveUpPart, dropLot, noteShipped } =
  Fulfilment.commands
const { sendParcel, takeApart, arriveParcel, returnParcel, checkScale, retireScale, addScale } =
  Fulfilment.commands
const day_ms = 86_400_000
const by = { actor: packer }

eachDatabase((_name, open) => {
  let house: TestHouse
  let scale: string
  const shipped: string[] = []
  const delivered: string[] = []
  beforeAll(async () => {
    house = await open({ modules: [fulfilmentModule] })
    house.house.listen(Fulfilment.events.shipped, ({ orderId }) => shipped.push(orderId))
    house.house.listen(Fulfilment.events.delivered, ({ orderId }) => delivered.push(orderId))
    scale = await goodScale(house)
  })

  type Part = { lotId: string; location: string; pieces: number }
  const on = (orderId: string, lineNo: number, { lotId, location }: Part, pieces: number, grams: number) => ({
    orderId,
    lineNo,
    lotId,
    location,
    pieces,
    grams,
    scale,
  })
  const code = async (answer: Promise<{ ok: boolean; code?: string }>) => (await answer).code

  describe('weighing', () => {
    test('goes piece by piece, and says what is left and what comes back', async () => {
      const { orderId, part } = await ready(house, [apples()])
      const first = await house.must(weigh, on(orderId, 1, part, 2, 950), by)
      expect(first).toMatchObject({ gotPieces: 2, gotGrams: 950, leftPieces: 3, backFen: 0 })
      expect((await see(house, orderId)).state).toBe('picking')
      const second = await house.must(weigh, on(orderId, 1, part, 3, 1_430), by)
      expect(second).toMatchObject({ gotGrams: 2_380, leftPieces: 0, backFen: 168 })
      const { lines } = await see(house, orderId)
      expect(lines[0]).toMatchObject({ state: 'weighed', backFen: 168, weighings: [{ scale }, { scale }] })
    })

    test('refuses what cannot be right, and writes nothing', async () => {
      const { orderId, part } = await ready(house, [apples(), eggs()])
      const run = (changes: object) =>
        code(house.run(weigh, { ...on(orderId, 1, part, 2, 1_000), ...changes }, by))
      expect(await run({ orderId: idOf('ord') })).toBe('fulfilment.no_such_task')
      expect(await run({ lineNo: 9 })).toBe('fulfilment.no_such_line')
      expect(await run({ lotId: idOf('lot') })).toBe('fulfilment.not_allocated')
      expect(await run({ location: 'cold' })).toBe('fulfilment.not_allocated')
      expect(await run({ pieces: 6 })).toBe('fulfilment.not_allocated')
      expect(await run({ grams: null })).toBe('fulfilment.weight_needed')
      expect(await run({ scale: null })).toBe('fulfilment.weight_needed')
      expect(await run({ scale: 'no-scale' })).toBe('fulfilment.no_such_scale')
      expect(await run({ grams: 300 })).toBe('fulfilment.absurd_weight')
      const heavy = await house.run(weigh, on(orderId, 1, part, 2, 1_091), by)
      expect(heavy).toMatchObject({
        code: 'fulfilment.too_heavy',
        data: { mostGrams: 1_090, takeOutGrams: 1 },
      })
      const { lines, state } = await see(house, orderId)
      expect([state, lines[0]?.gotPieces, lines[0]?.weighings]).toEqual(['allocated', 0, []])
    })

    test('twice of the same pieces is refused, and under one key it is once', async () => {
      const { orderId, part } = await ready(house, [apples()])
      const all = on(orderId, 1, part, 5, 2_500)
      const key = { ...by, key: `w-${orderId}` }
      const once = await house.must(weigh, all, key)
      expect(await house.must(weigh, all, key)).toEqual(once)
      const again = await house.run(weigh, all, by)
      expect(again).toMatchObject({ code: 'fulfilment.not_allocated', data: { pieces: 0 } })
      const answers = await Promise.all([
        house.run(voidWeighing, { weighingId: once.weighingId, reason: '错秤' }, by),
        house.run(voidWeighing, { weighingId: once.weighingId, reason: '错秤' }, by),
      ])
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
      expect(answers.find((answer) => !answer.ok)).toMatchObject({ code: 'fulfilment.voided' })
      expect((await see(house, orderId)).lines[0]).toMatchObject({ state: 'allocated', gotPieces: 0 })
      await house.must(weigh, all, by)
    })

    test('of a lot that is past is refused', async () => {
      const { orderId, part } = await ready(house, [eggs()])
      house.clock.advance(10 * day_ms)
      expect(await code(house.run(weigh, on(orderId, 1, part, 2, 1), by))).toBe('fulfilment.lot_past')
      scale = await goodScale(house)
    })

    test('counts what nobody weighs', async () => {
      const { orderId, part } = await ready(house, [eggs()])
      const counted = { ...on(orderId, 1, part, 2, 1), grams: null, scale: null }
      expect(await house.must(weigh, counted, by)).toMatchObject({ gotPieces: 2, gotGrams: 0, backFen: 0 })
      const { parcelIds, lines } = await house.must(close, { orderId })
      expect(lines).toMatchObject([{ pieces: 2, weighedG: null }])
      const seen = await see(house, orderId)
      expect(seen.parcels).toMatchObject([
        { parcelId: parcelIds[0], storageClass: 'chilled', goodsGrams: 3_000, coolantGrams: 1_800 },
      ])
    })
  })

  test('a scale that is unchecked, off, old or retired weighs for nobody', async () => {
    const { orderId, part } = await ready(house, [apples()])
    const name = `n-${orderId.slice(-6)}`
    const run = () => code(house.run(weigh, { ...on(orderId, 1, part, 1, 500), scale: name }, by))
    await house.must(addScale, { scale: name, name: '新秤', divisionGrams: 5 }, by)
    const again = await house.run(addScale, { scale: name, name: '新秤', divisionGrams: 5 }, by)
    expect(again).toMatchObject({ code: 'fulfilment.scale_exists' })
    expect(await run()).toBe('fulfilment.scale_unchecked')
    const check = { scale: name, referenceGrams: 2_000 }
    expect(await house.must(checkScale, { ...check, shownGrams: 2_011 }, by)).toEqual({
      state: 'out',
      allowedGrams: 5,
    })
    expect(await run()).toBe('fulfilment.scale_out')
    await house.must(checkScale, { ...check, shownGrams: 2_000 }, by)
    await house.must(weigh, { ...on(orderId, 1, part, 1, 500), scale: name }, by)
    house.clock.advance(day_ms)
    expect(await run()).toBe('fulfilment.scale_unchecked')
    const { items } = await house.ask(Fulfilment.queries.scales, {})
    expect(items.find((one) => one.scale === name)?.checks.map((one) => one.shownGrams)).toEqual([
      2_000, 2_011,
    ])
    await house.must(retireScale, { scale: name }, by)
    expect(await run()).toBe('fulfilment.scale_out')
    expect(await code(house.run(retireScale, { scale: name }, by))).toBe('fulfilment.retired')
    expect(await code(house.run(checkScale, { ...check, shownGrams: 1 }, by))).toBe('fulfilment.retired')
    const nowhere = { scale: 'no-scale' }
    expect(await code(house.run(retireScale, nowhere, by))).toBe('fulfilment.no_such_scale')
    expect(await code(house.run(checkScale, { ...check, ...nowhere, shownGrams: 1 }, by))).toBe(
      'fulfilment.no_such_scale',
    )
    scale = await goodScale(house)
  })

  test('an order is closed once, whole, and says what of each line comes back', async () => {
    const { orderId, part: some, other: more } = await ready(house, [apples(), eggs()])
    await house.must(weigh, on(orderId, 1, some, 5, 2_380), by)
    expect(await house.run(close, { orderId })).toMatchObject({
      code: 'fulfilment.not_weighed',
      data: { lineNos: [2] },
    })
    await house.must(weigh, on(orderId, 2, more, 2, 1), by)
    const closed = await house.must(close, { orderId })
    expect(closed).toMatchObject({ backFen: 168, backs: [{ fen: 168 }] })
    expect(closed.parcelIds).toHaveLength(2)
    expect(await code(house.run(close, { orderId }))).toBe('fulfilment.wrong_state')
    expect(await code(house.run(close, { orderId: idOf('ord') }))).toBe('fulfilment.no_such_task')
    const label = await house.ask(Fulfilment.queries.label, { parcelId: closed.parcelIds[0] ?? '' })
    expect(label).toMatchObject({ no: 1, of: 2, lines: [{ lotNo: 'A1', grams: 2_380, fen: 3_322 }] })
    const { weighed } = await house.ask(Fulfilment.queries.weights, { orderId })
    expect(weighed).toEqual([{ lotId: some.lotId, location: 'main', grams: 2_380 }])
    await house.must(cancel, { orderId })
    expect((await see(house, orderId)).state).toBe('packed')
    await house.must(takeApart, { orderId })
    const unpacked = { state: 'cancelled', parcels: [{ state: 'unpacked' }, { state: 'unpacked' }] }
    expect(await see(house, orderId)).toMatchObject(unpacked)
    expect(await house.run(takeApart, { orderId })).toMatchObject({
      code: 'fulfilment.parcel_left',
      data: { nos: [1, 2] },
    })
    expect(await code(house.run(takeApart, { orderId: idOf('ord') }))).toBe('fulfilment.no_such_task')
  })

  test('an order is shipped and delivered with its last parcel', async () => {
    const { orderId, part: some, other: more } = await ready(house, [apples(), eggs()])
    await house.must(weigh, on(orderId, 1, some, 5, 2_500), by)
    await house.must(weigh, on(orderId, 2, more, 2, 1), by)
    const { parcelIds } = await house.must(close, { orderId })
    const [first = '', second = ''] = parcelIds
    const road = { carrier: '顺丰速运', trackingNo: 'SF1' }
    expect(await code(house.run(arriveParcel, { parcelId: first }, by))).toBe('fulfilment.parcel_state')
    await house.must(sendParcel, { parcelId: first, ...road }, by)
    expect(shipped).not.toContain(orderId)
    await house.must(sendParcel, { parcelId: second, ...road }, by)
    await house.settle()
    expect(shipped.filter((one) => one === orderId)).toHaveLength(1)
    expect(await code(house.run(sendParcel, { parcelId: first, ...road }, by))).toBe(
      'fulfilment.parcel_state',
    )
    await house.must(arriveParcel, { parcelId: first }, by)
    await house.must(arriveParcel, { parcelId: second }, by)
    await house.settle()
    expect(delivered).toContain(orderId)
    const no = { parcelId: idOf('pcl') }
    expect(await code(house.run(sendParcel, { ...no, ...road }, by))).toBe('fulfilment.no_such_parcel')
    expect(await code(house.run(arriveParcel, no, by))).toBe('fulfilment.no_such_parcel')
    expect(await code(house.run(returnParcel, { ...no, reason: '拒收' }, by))).toBe(
      'fulfilment.no_such_parcel',
    )
    const back = { parcelId: first, reason: '拒收' }
    expect(await code(house.run(returnParcel, back, by))).toBe('fulfilment.parcel_state')
  })

  test('the two last parcels at one moment ship the order once', async () => {
    const { orderId, part: some, other: more } = await ready(house, [apples(), eggs()])
    await house.must(weigh, on(orderId, 1, some, 5, 2_500), by)
    await house.must(weigh, on(orderId, 2, more, 2, 1), by)
    const { parcelIds } = await house.must(close, { orderId })
    const road = { carrier: '顺丰速运', trackingNo: 'SF1' }
    await Promise.all(parcelIds.map((parcelId) => house.must(sendParcel, { parcelId, ...road }, by)))
    await house.settle()
    expect(shipped.filter((one) => one === orderId)).toHaveLength(1)
    await house.must(returnParcel, { parcelId: parcelIds[0] ?? '', reason: '拒收' }, by)
    expect((await see(house, orderId)).parcels[0]?.state).toBe('returned')
  })

  test('a held order is not packed until it goes on; a cancelled one never', async () => {
    const { orderId, part } = await ready(house, [apples()])
    await house.must(hold, { orderId, reason: '地址存疑' }, by)
    expect(await code(house.run(weigh, on(orderId, 1, part, 1, 500), by))).toBe('fulfilment.wrong_state')
    expect(await code(house.run(hold, { orderId, reason: '再停' }, by))).toBe('fulfilment.wrong_state')
    await house.must(resume, { orderId }, by)
    expect((await see(house, orderId)).state).toBe('allocated')
    expect(await code(house.run(resume, { orderId }, by))).toBe('fulfilment.wrong_state')
    const nowhere = { orderId: idOf('ord') }
    expect(await code(house.run(hold, { ...nowhere, reason: 'xx' }, by))).toBe('fulfilment.no_such_task')
    expect(await code(house.run(resume, nowhere, by))).toBe('fulfilment.no_such_task')
    await house.must(cancel, { orderId })
    expect((await see(house, orderId)).lines[0]?.state).toBe('cancelled')
    expect(await code(house.run(weigh, on(orderId, 1, part, 1, 500), by))).toBe('fulfilment.wrong_state')
    await house.must(cancel, nowhere)
  })

  test('bad pieces are let go of with what was weighed of their lot, and others are looked for', async () => {
    const { orderId, part } = await ready(house, [apples()])
    await house.must(weigh, on(orderId, 1, part, 5, 2_500), by)
    const bad = { orderId, lineNo: 1, lotId: part.lotId, location: part.location, pieces: 2 }
    await house.must(giveUpPart, bad)
    const { lines, state } = await see(house, orderId)
    expect([state, lines[0]?.state, lines[0]?.gotPieces]).toEqual(['waiting', 'waiting', 0])
    const wanted = await house.ask(Fulfilment.queries.wanted, { orderId })
    expect(wanted.lines).toMatchObject([{ pieces: 2 }])
    const run = (changes: object) => code(house.run(giveUpPart, { ...bad, ...changes }))
    expect(await run({ pieces: 4 })).toBe('fulfilment.not_allocated')
    expect(await run({ lotId: idOf('lot') })).toBe('fulfilment.not_allocated')
    expect(await run({ lineNo: 3 })).toBe('fulfilment.no_such_line')
    expect(await run({ orderId: idOf('ord') })).toBe('fulfilment.no_such_task')
    await house.must(cancel, { orderId })
    expect(await run({})).toBe('fulfilment.wrong_state')
  })

  test('a stopped lot leaves every order that is not packed', async () => {
    const { orderId, part } = await ready(house, [apples()])
    await house.must(weigh, on(orderId, 1, part, 5, 2_500), by)
    const other = await opened(house, [apples({ skuId: idOf('sku') })])
    expect(await house.must(dropLot, { lotId: part.lotId })).toEqual({ orders: 1 })
    expect(await house.must(dropLot, { lotId: part.lotId })).toEqual({ orders: 0 })
    expect((await see(house, orderId)).state).toBe('waiting')
    expect((await see(house, other)).state).toBe('waiting')
  })

  test('a weighing that is none, or of a packed order, is not taken back', async () => {
    const { orderId, part } = await ready(house, [apples()])
    const { weighingId } = await house.must(weigh, on(orderId, 1, part, 5, 2_500), by)
    const reason = '错秤'
    const none = await house.run(voidWeighing, { weighingId: idOf('wgh'), reason }, by)
    expect(none).toMatchObject({ code: 'fulfilment.no_such_weighing' })
    await house.must(close, { orderId })
    const late = await house.run(voidWeighing, { weighingId, reason }, by)
    expect(late).toMatchObject({ code: 'fulfilment.wrong_state' })
  })

  test('an order that left by another door is not packed here', async () => {
    const orderId = await opened(house, [apples()])
    await house.must(noteShipped, { orderId })
    expect((await see(house, orderId)).state).toBe('shipped')
    await house.must(noteShipped, { orderId: idOf('ord') })
    await lotFor(house, orderId, idOf('sku'), 1)
    expect(await house.ask(Fulfilment.queries.wanted, { orderId })).toEqual({ lines: [] })
  })

  test('an order that is not known here is not shown', async () => {
    const { orderId } = await ready(house, [apples()])
    const ask = (id: string) => house.ask(Fulfilment.queries.ofOrder, { orderId: id })
    expect(await ask(orderId)).toMatchObject({ orderId, lines: [{ parts: [{ lotNo: 'A1' }] }] })
    expect(await ask(idOf('ord'))).toBeNull()
  })
})
