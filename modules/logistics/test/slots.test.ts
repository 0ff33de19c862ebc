/** Places in slots are taken and given back; never more than there are, on every database. */
import type { InputOf } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { Logistics } from '../src/contract.ts'
import { logisticsModule } from '../src/index.ts'
import { NO_ROADS } from './ports.ts'
import { ADDRESS, evening, newOrder, newSlot, promiseHouse, staff } from './promise-house.ts'

const { changeSlot, setPoint, closeBooking } = Logistics.commands
const { chosen, orderAtPoint } = Logistics.queries
let no = 0

eachDatabase((_name, open) => {
  let house: TestHouse
  let area = ''
  let slotId = ''
  const { setArea, promise, slots, book, free } = promiseHouse(() => house)
  beforeAll(async () => {
    house = await open({ modules: [logisticsModule], ports: { logistics: { ...NO_ROADS } } })
  })
  beforeEach(async () => {
    area = `area-${(no += 1)}`
    await setArea({ code: area, pattern: [evening({ fromMinute: 1_080 + no })] })
    slotId = (await slots(area))[0]?.slotId ?? ''
  })
  const booked = async () => (await slots(area))[0]?.booked
  const choose = (change: Partial<InputOf<typeof chosen>> = {}) =>
    house.ask(chosen, {
      slotId,
      orderId: newOrder(),
      address: ADDRESS,
      storageClasses: ['ambient'],
      ...change,
    })

  test('A place is taken once by one key, and given back once', async () => {
    const orderId = newOrder()
    const key = `book:${orderId}`
    expect(await book(orderId, slotId, null, key)).toMatchObject({ ok: true })
    expect(await book(orderId, slotId, null, key)).toMatchObject({ ok: true })
    expect(await booked()).toBe(1)
    await Promise.all([free(orderId), free(orderId), free(newOrder())])
    expect(await booked()).toBe(0)
  })

  test('The last place goes to one; what is given back can be had again', async () => {
    const orders = [newOrder(), newOrder(), newOrder()]
    for (const one of orders) expect(await book(one, slotId)).toMatchObject({ ok: true })
    expect(await book(newOrder(), slotId)).toMatchObject({ ok: false, code: 'logistics.slot_full' })
    expect((await promise({ slotId })).chosen).toEqual({ feeFen: 300, problem: 'slot_full' })
    await free(orders[0] ?? '')
    expect((await promise({ slotId })).chosen).toEqual({ feeFen: 300, problem: null })
    expect(await book(newOrder(), slotId)).toMatchObject({ ok: true })
  })

  test('200 at once for 50 places: 50 have one', async () => {
    await house.must(changeSlot, { slotId, capacity: 50, closed: false }, { actor: staff })
    const answers = await Promise.all(Array.from({ length: 200 }, () => book(newOrder(), slotId)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(50)
    expect(await booked()).toBe(50)
  })

  test('A slot can be booked until its cut-off, to the millisecond', async () => {
    const cutoffAt = (await slots(area))[0]?.cutoffAt ?? 0
    const before = house.clock.now()
    house.clock.set(cutoffAt - 1)
    expect(await book(newOrder(), slotId)).toMatchObject({ ok: true })
    house.clock.set(cutoffAt)
    expect(await book(newOrder(), slotId)).toMatchObject({ ok: false, code: 'logistics.cutoff_passed' })
    expect((await promise({ slotId })).chosen?.problem).toBe('cutoff_passed')
    expect((await promise()).promise.options.some((one) => one.slotId === slotId)).toBe(false)
    house.clock.set(before)
    expect(await booked()).toBe(1)
  })

  test('A slot that is closed, smaller, or none is refused', async () => {
    expect(await book(newOrder(), slotId)).toMatchObject({ ok: true })
    for (const change of [
      { capacity: 1, closed: false },
      { capacity: 3, closed: true },
    ]) {
      await house.must(changeSlot, { slotId, ...change }, { actor: staff })
      expect(await book(newOrder(), slotId)).toMatchObject({ code: 'logistics.slot_full' })
    }
    await house.must(changeSlot, { slotId, capacity: 2, closed: false }, { actor: staff })
    expect(await book(newOrder(), slotId)).toMatchObject({ ok: true })
    expect(await book(newOrder(), newSlot())).toMatchObject({ code: 'logistics.no_such_slot' })
    const nobody = { slotId: newSlot(), capacity: 2, closed: false }
    expect(await house.run(changeSlot, nobody, { actor: staff })).toMatchObject({
      ok: false,
      code: 'logistics.no_such_slot',
    })
  })

  test('What is chosen is what the order keeps; outside, or of other goods, it is refused', async () => {
    expect(await choose()).toMatchObject({
      arrival: { mode: 'fleet', slotId, route: '东城线', pickup: null },
      feeFen: 300,
      pointCode: null,
    })
    expect(await choose({ slotId: null })).toMatchObject({
      arrival: { mode: 'carrier', slotId: null },
      feeFen: 0,
    })
    for (const change of [
      { address: { ...ADDRESS, regionCode: '310101' } },
      { storageClasses: ['frozen' as const] },
    ]) {
      await expect(choose(change)).rejects.toThrow('outside_area')
    }
    await expect(choose({ slotId: newSlot() })).rejects.toThrow('no_such_slot')
  })

  test('A code fetches the goods of one order, and serves another when they are gone', async () => {
    await house.must(setPoint, { code: 'gate', name: '东门', address: '东四 1 号' }, { actor: staff })
    await house.must(setPoint, { code: 'gate', name: '东门自提点', address: '东四 2 号' }, { actor: staff })
    const code = `pick-${no}`
    const drawn = await setArea({
      code,
      mode: 'pickup',
      pointCode: 'gate',
      pattern: [evening({ fromMinute: 900 })],
    })
    expect(drawn).toMatchObject({ ok: true })
    slotId = (await slots(code))[0]?.slotId ?? ''
    const orderId = newOrder()
    const { arrival, pointCode } = await choose({ orderId })
    expect(arrival.pickup).toMatchObject({ name: '东门自提点', address: '东四 2 号' })
    expect(arrival.pickup?.code).toMatch(/^\d{6}$/)
    expect(pointCode).toBe('gate')
    const pickup = { pointCode: 'gate', code: arrival.pickup?.code ?? '' }
    expect(await book(orderId, slotId, pickup)).toMatchObject({ ok: true })
    expect(await book(newOrder(), slotId, pickup)).toMatchObject({ code: 'logistics.code_taken' })
    expect(await house.ask(orderAtPoint, pickup)).toEqual({ orderId })
    // Whoever draws the same code while it is open is given another one.
    expect((await choose({ orderId })).arrival.pickup?.code).not.toBe(pickup.code)
    await house.must(closeBooking, { orderId })
    await house.must(closeBooking, { orderId })
    expect(await house.ask(orderAtPoint, pickup)).toBeNull()
    expect(await book(newOrder(), slotId, pickup)).toMatchObject({ ok: true })
  })
})
