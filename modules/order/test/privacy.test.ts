/** What becomes of the orders of a shopper who is erased, on every database. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeEach, expect, test } from 'vitest'
import { Order } from '../src/contract.ts'
import { orderModule } from '../src/index.ts'
import { place, shopper } from './factory.ts'

const { eraseUser, forgetExpired, cancel } = Order.commands
const { ofUser, underWay } = Order.queries
const userId = shopper.id

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeEach(async () => {
    house = await open({ modules: [orderModule] })
  })
  const receivers = async () =>
    (await house.ask(ofUser, { userId })).orders.map(({ receiver }) => receiver.name)

  test('only orders under way are waited for; they keep their receiver until they have ended', async () => {
    const [kept, off] = [await place(house, 1), await place(house, 2)]
    await house.must(cancel, { orderId: off, reason: 'other' }, { actor: shopper })
    const waited = (await house.ask(underWay, { userId })).orders.map(({ orderId }) => orderId)
    expect(waited).toEqual([kept])
    await house.must(eraseUser, { userId }, { key: 'erase-1' })
    await house.must(eraseUser, { userId }, { key: 'erase-1' })
    expect(await receivers()).toEqual(['张*', '张三'])
    await house.must(cancel, { orderId: kept, reason: 'other' }, { actor: shopper })
    await house.must(eraseUser, { userId })
    await house.must(eraseUser, { userId })
    expect(await receivers()).toEqual(['张*', '张*'])
  })

  test('three years after its end a masked order goes with all its rows, and no other', async () => {
    const gone = await place(house, 1)
    await house.must(cancel, { orderId: gone, reason: 'other' }, { actor: shopper })
    await house.must(eraseUser, { userId })
    await place(house, 2)
    house.clock.advance(3 * 366 * 86_400_000 - 1)
    expect(await house.must(forgetExpired, {})).toEqual({ orders: 0 })
    house.clock.advance(1)
    expect(await house.must(forgetExpired, {}, { key: 'forget-1' })).toEqual({ orders: 1 })
    expect(await house.must(forgetExpired, {}, { key: 'forget-1' })).toEqual({ orders: 1 })
    expect(await receivers()).toEqual(['张三'])
    const reader = house.database.reader('order', true)
    const rows = await reader.selectFrom('order_line').selectAll().where('order_id', '=', gone).execute()
    expect(rows).toEqual([])
  })
})
