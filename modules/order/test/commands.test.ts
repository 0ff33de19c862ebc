/**
 * Commands of module order on every database: what they change, what they refuse, and that a refusal changes
 * nothing.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { Order } from '../src/contract.ts'
import { orderModule } from '../src/index.ts'
import { aPlacing, idOf, place, shopper } from './factory.ts'

const stranger = { kind: 'user', id: idOf('usr', 2), sessionId: 'test' } as const
const staff = { kind: 'staff', id: 'stf_test', sessionId: 'test', permissions: ['order.ship'] } as const
const parcel = { carrier: '顺丰速运', trackingNo: 'SF1' }

eachDatabase((_name, open) => {
  let house: TestHouse
  let no = 10
  const fresh = () => place(house, (no += 1))
  const see = (orderId: string) => house.ask(Order.queries.get, { orderId }, { actor: shopper })
  const placed: string[] = []

  beforeAll(async () => {
    house = await open({ modules: [orderModule] })
    house.house.listen(Order.events.placed, ({ orderId }) => placed.push(orderId))
  })

  test('an order keeps what the shopper saw, and nobody reads the receiver from the table', async () => {
    const orderId = await fresh()
    const seen = await see(orderId)
    expect(seen).toMatchObject({ state: 'open', payment: 'unpaid', fulfilment: 'waiting', totalFen: 6_780 })
    expect(seen.receiver.phone).toBe('13800138000')
    const rows = await house.database.reader('order', true).selectFrom('order_order').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain('13800138000')
    expect(placed).toContain(orderId)
  })

  test('another total than the one seen is refused with the new quote, and nothing is written', async () => {
    const placing = aPlacing(1, { expectedTotalFen: 1 })
    const result = await house.run(Order.commands.place, placing)
    expect(result).toMatchObject({ ok: false, code: 'order.quote_changed', data: { quote: placing.quote } })
    const again = await house
      .run(Order.queries.get as never, { orderId: idOf('ord', 1) } as never)
      .catch(() => null)
    expect(again).toBeNull()
  })

  test('cancelling unpaid closes; cancelling paid starts the money back; shipped stays', async () => {
    const [first, second, third] = [await fresh(), await fresh(), await fresh()]
    await house.must(Order.commands.cancel, { orderId: first, reason: 'changed_mind' }, { actor: shopper })
    expect(await see(first)).toMatchObject({
      state: 'cancelled',
      payment: 'unpaid',
      cancelReason: 'changed_mind',
    })
    for (const orderId of [second, third]) await house.must(Order.commands.markPaid, { orderId, paidAt: 5 })
    await house.must(Order.commands.cancel, { orderId: second, reason: 'other' }, { actor: shopper })
    expect(await see(second)).toMatchObject({ state: 'cancelled', payment: 'refunding' })
    await house.must(Order.commands.markRefunded, { orderId: second })
    expect((await see(second)).payment).toBe('refunded')
    await house.must(Order.commands.ship, { orderId: third, ...parcel }, { actor: staff })
    const late = await house.run(
      Order.commands.cancel,
      { orderId: third, reason: 'other' },
      { actor: shopper },
    )
    expect(late).toMatchObject({ ok: false, code: 'order.wrong_state' })
  })

  test('only time cancels by time, and only what is unpaid', async () => {
    const orderId = await fresh()
    const early = await house.run(Order.commands.timeOut, { orderId })
    expect(early).toMatchObject({ ok: false, code: 'order.too_early' })
    house.clock.advance(31 * 60_000)
    await house.house.jobs.runDue()
    expect(await see(orderId)).toMatchObject({ state: 'cancelled', cancelReason: 'timeout' })
    const paid = await house.run(Order.commands.markPaid, { orderId, paidAt: 9 })
    expect(paid).toMatchObject({ ok: false, code: 'order.wrong_state' })
  })

  test('a parcel leaves once, for a paid order only, and confirming completes', async () => {
    const orderId = await fresh()
    const unpaid = await house.run(Order.commands.ship, { orderId, ...parcel }, { actor: staff })
    expect(unpaid).toMatchObject({ ok: false, code: 'order.wrong_state' })
    await house.must(Order.commands.markPaid, { orderId, paidAt: 7 })
    const both = await Promise.all(
      [1, 2].map(() => house.run(Order.commands.ship, { orderId, ...parcel }, { actor: staff })),
    )
    expect(both.filter((one) => one.ok)).toHaveLength(1)
    await house.must(Order.commands.confirm, { orderId }, { actor: shopper })
    expect(await see(orderId)).toMatchObject({
      state: 'completed',
      fulfilment: 'delivered',
      actions: ['buy_again'],
    })
  })

  test('what arrives before anybody heard that it left is told so, and arrives later', async () => {
    const orderId = await fresh()
    const arrive = () => house.run(Order.commands.deliver, { orderId }, { actor: staff })
    expect(await arrive()).toMatchObject({ ok: false, code: 'order.wrong_state' })
    await house.must(Order.commands.markPaid, { orderId, paidAt: 7 })
    expect(await arrive()).toMatchObject({ ok: false, code: 'order.not_shipped' })
    await house.must(Order.commands.ship, { orderId, ...parcel }, { actor: staff })
    expect(await arrive()).toMatchObject({ ok: true })
    expect(await arrive()).toMatchObject({ ok: false, code: 'order.wrong_state' })
  })

  test('only what is packed and has not left is called off as recalled', async () => {
    const recall = (orderId: string) => house.run(Order.commands.callOffRecalled, { orderId })
    const [paid, packed, gone] = [await fresh(), await fresh(), await fresh()]
    for (const orderId of [paid, packed, gone])
      await house.must(Order.commands.markPaid, { orderId, paidAt: 7 })
    for (const orderId of [packed, gone]) await house.must(Order.commands.markPacked, { orderId, lines: [] })
    await house.must(Order.commands.ship, { orderId: gone, ...parcel }, { actor: staff })
    expect(await recall(packed)).toMatchObject({ ok: true })
    expect(await see(packed)).toMatchObject({
      state: 'cancelled',
      payment: 'refunding',
      cancelReason: 'recalled',
    })
    for (const orderId of [paid, packed, gone])
      expect(await recall(orderId)).toMatchObject({ ok: false, code: 'order.wrong_state' })
    expect((await recall(`ord_${'0'.repeat(26)}`)).ok).toBe(false)
  })

  test('what nobody confirms is completed by time: sooner where it is known to have arrived', async () => {
    const [shipped, delivered] = [await fresh(), await fresh()]
    for (const orderId of [shipped, delivered]) {
      await house.must(Order.commands.markPaid, { orderId, paidAt: 7 })
      await house.must(Order.commands.ship, { orderId, ...parcel }, { actor: staff })
    }
    await house.must(Order.commands.deliver, { orderId: delivered }, { actor: staff })
    const now = house.clock.now()
    const day_ms = 86_400_000
    expect((await see(shipped)).confirmBy).toBe(now + 15 * day_ms)
    expect((await see(delivered)).confirmBy).toBe(now + 7 * day_ms)
    const early = await house.run(Order.commands.autoConfirm, { orderId: delivered })
    expect(early).toMatchObject({ ok: false, code: 'order.too_early' })
    house.clock.advance(7 * day_ms)
    await house.house.jobs.runDue()
    expect(await see(delivered)).toMatchObject({ state: 'completed', confirmBy: null })
    expect((await see(delivered)).history.at(-1)).toMatchObject({ to: 'completed', by: 'system' })
    expect(await see(shipped)).toMatchObject({ state: 'open', fulfilment: 'shipped' })
    house.clock.advance(8 * day_ms)
    await house.house.jobs.runDue()
    expect(await see(shipped)).toMatchObject({ state: 'completed', fulfilment: 'delivered' })
    const again = await house.run(Order.commands.autoConfirm, { orderId: shipped })
    expect(again).toMatchObject({ ok: false, code: 'order.wrong_state' })
    const nowhere = await house.run(Order.commands.autoConfirm, { orderId: idOf('ord', 99) })
    expect(nowhere).toMatchObject({ ok: false, code: 'order.no_such_order' })
  })

  test('a paid order that waits can be reminded of, and not again too soon', async () => {
    const orderId = await fresh()
    const remind = (key: string) => house.run(Order.commands.remind, { orderId }, { actor: shopper, key })
    expect(await remind('a')).toMatchObject({ code: 'order.wrong_state' })
    await house.must(Order.commands.markPaid, { orderId, paidAt: 7 })
    expect((await see(orderId)).actions).toContain('remind')
    const now = house.clock.now()
    expect(await remind('b')).toMatchObject({ ok: true })
    expect(await remind('b')).toMatchObject({ ok: true })
    const retryAt = now + 12 * 3_600_000
    expect(await remind('c')).toMatchObject({ code: 'order.too_soon', data: { retryAt } })
    expect((await see(orderId)).actions).not.toContain('remind')
    const seen = { kind: 'staff', id: 'stf_test', sessionId: 'test', permissions: ['order.read'] } as const
    const work = await house.ask(Order.queries.staffList, { state: 'paid', limit: 100 }, { actor: seen })
    expect(work.items.find((one) => one.orderId === orderId)).toMatchObject({ remindedAt: now })
    const theirs = await house.run(Order.commands.remind, { orderId }, { actor: stranger })
    expect(theirs).toMatchObject({ code: 'order.no_such_order' })
    house.clock.advance(12 * 3_600_000)
    const both = await Promise.all([remind('d'), remind('e')])
    expect(both.filter((one) => one.ok)).toHaveLength(1)
  })

  test('staff sees who did what with an order, and its people masked', async () => {
    const orderId = await fresh()
    await house.must(Order.commands.markPaid, { orderId, paidAt: 7 })
    await house.must(Order.commands.ship, { orderId, ...parcel }, { actor: staff })
    const whole = await house.ask(Order.queries.staffGet, { orderId }, { actor: staff })
    expect(whole.receiver).toMatchObject({ name: '张*', phone: '138****8000' })
    expect(whole.history.map(({ to, by, who }) => [to, by, who])).toEqual([
      ['open', 'user', shopper.id],
      ['paid', 'system', 'test'],
      ['shipped', 'staff', 'stf_test'],
    ])
  })

  test('paying, cancelling and shipping at one moment leaves one story', async () => {
    for (let round = 0; round < 6; round += 1) {
      const orderId = await fresh()
      await house.must(Order.commands.markPaid, { orderId, paidAt: 7 })
      const [ship, cancel] = await Promise.all([
        house.run(Order.commands.ship, { orderId, ...parcel }, { actor: staff }),
        house.run(Order.commands.cancel, { orderId, reason: 'other' }, { actor: shopper }),
      ])
      expect([ship.ok, cancel.ok].filter(Boolean)).toHaveLength(1)
      const { state, fulfilment } = await see(orderId)
      expect([state, fulfilment]).toEqual(cancel.ok ? ['cancelled', 'waiting'] : ['open', 'shipped'])
    }
  })

  describe('somebody else’s order', () => {
    test('is not there', async () => {
      const orderId = await fresh()
      const cancelled = await house.run(
        Order.commands.cancel,
        { orderId, reason: 'other' },
        { actor: stranger },
      )
      expect(cancelled).toMatchObject({ ok: false, code: 'order.no_such_order' })
      const confirmed = await house.run(Order.commands.confirm, { orderId }, { actor: stranger })
      expect(confirmed).toMatchObject({ ok: false, code: 'order.no_such_order' })
      const list = await house.ask(Order.queries.list, {}, { actor: stranger })
      expect(list.items).toEqual([])
    })
  })

  test('what an order holds is told by its lines, and nothing of an order that is none', async () => {
    const orderId = await fresh()
    const { lines } = await see(orderId)
    const { items } = await house.ask(Order.queries.goods, { orderId })
    expect(items).toEqual(lines.map(({ skuId, productId, quantity }) => ({ skuId, productId, quantity })))
    expect(await house.ask(Order.queries.goods, { orderId: idOf('ord', 98) })).toEqual({ items: [] })
  })

  test('withdrawing takes back an unpaid order and is harmless otherwise', async () => {
    const orderId = await fresh()
    await house.must(Order.commands.withdraw, { orderId })
    expect((await see(orderId)).state).toBe('cancelled')
    await house.must(Order.commands.withdraw, { orderId })
    await house.must(Order.commands.withdraw, { orderId: idOf('ord', 99) })
  })
})
