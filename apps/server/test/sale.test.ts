/** One sale over HTTP from sign-in to confirmed, and its side roads: cancelling before and after paying. */
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { eachPlatform, must, type TestPlatform, until } from './platform.ts'
import { beginPay, leftOf, placeOrder, seeOrder, type Shopper } from './sale.ts'

eachPlatform((_name, open) => {
  let test_: TestPlatform
  let skuId: string
  let productId: string

  beforeAll(async () => {
    test_ = await open()
    const { items } = must(await test_.as().get('/catalogue'))
    const oranges = items.find((card: { image: string }) => card.image === 'navel-orange')
    skuId = oranges.skuId
    productId = oranges.productId
  })

  const order = (shopper: Shopper, quantity = 2) => placeOrder(shopper, skuId, quantity)
  const pay = async (shopper: Shopper, paymentId: string) => {
    test_.sandbox.wechatPay.control.pay(await beginPay(test_, shopper, paymentId))
  }
  const stateOf = seeOrder
  /** Lets the time to pay pass, and the timer be due. */
  const overdue = async (orderId: string) => {
    const db = test_.platform.house.corridor.database.owner()
    await sql`UPDATE order_order SET pay_by = ${Date.now() - 1} WHERE id = ${orderId}`.execute(db)
    await sql`UPDATE platform_job SET next_at = 0 WHERE name = 'order.time-out'`.execute(db)
  }

  test('a shopper buys, pays, gets and confirms', async () => {
    const shopper = await test_.shopper()
    must(await shopper.post('/cart/lines', { skuId, quantity: 2 }))
    expect(must(await shopper.get('/cart')).lines).toHaveLength(1)
    const { orderId, paymentId, totalFen } = await order(shopper)
    expect(totalFen).toBe(2 * 2_990 + 800)
    expect(must(await shopper.get('/cart')).lines).toEqual([])
    await pay(shopper, paymentId)
    await until(stateOf(shopper, orderId), (seen) => seen.payment === 'paid')
    const staff = await test_.staff()
    const waiting = must(await staff.get('/staff/orders?state=paid'))
    expect(waiting.items.map((one: { orderId: string }) => one.orderId)).toContain(orderId)
    must(
      await staff.post(`/staff/orders/${orderId}/ship`, { carrier: '顺丰速运', trackingNo: 'SF1234567890' }),
    )
    must(await staff.post(`/staff/orders/${orderId}/deliver`))
    must(await shopper.post(`/orders/${orderId}/confirm`))
    const seen = await stateOf(shopper, orderId)()
    expect(seen).toMatchObject({
      state: 'completed',
      payment: 'paid',
      fulfilment: 'delivered',
      trackingNo: 'SF1234567890',
    })
    expect(seen.receiver.name).toBe('张三')
  })

  test('an earlier order is bought again as far as it is sold today, and twice doubles nothing', async () => {
    const shopper = await test_.shopper()
    const { orderId } = await order(shopper, 2)
    const again = () => shopper.post(`/orders/${orderId}/reorder`)
    for (let i = 0; i < 2; i += 1) expect(must(await again())).toEqual({ added: 1, left: [] })
    const { lines } = must(await shopper.get('/cart'))
    expect(lines).toMatchObject([{ skuId, quantity: 2, selected: true }])
    const staff = await test_.staff()
    const change = (to: string) => staff.post(`/staff/products/${productId}/${to}`)
    must(await change('off-sale'))
    const { added, left } = must(await again())
    expect([added, left]).toMatchObject([0, [{ skuId, why: 'sku_off_sale' }]])
    must(await change('on-sale'))
    const other = await test_.shopper()
    const theirs = await other.post(`/orders/${orderId}/reorder`)
    expect([theirs.status, theirs.body.code]).toEqual([404, 'order.no_such_order'])
  })

  test('an unpaid order is cancelled: stock returns, the payment closes', async () => {
    const shopper = await test_.shopper()
    const left = () => leftOf(shopper, skuId)
    const before = await left()
    const { orderId, paymentId } = await order(shopper, 3)
    expect(await left()).toBe(before - 3)
    must(await shopper.post(`/orders/${orderId}/cancel`, { reason: 'changed_mind' }))
    await until(left, (now) => now === before)
    await until(
      async () => must(await shopper.get(`/payments/${paymentId}`)),
      (seen) => seen.state === 'closed',
    )
  })

  test('defect 8: an order that nobody pays does not hold its stock for ever', async () => {
    const [idle, eager] = [await test_.shopper(), await test_.shopper()]
    const left = () => leftOf(eager, skuId)
    const before = await left()
    const { orderId, paymentId } = await order(idle, 3)
    const outTradeNo = await beginPay(test_, idle, paymentId)
    expect(await left()).toBe(before - 3)
    const { house } = test_.platform
    await house.jobs.runDue()
    expect(await left()).toBe(before - 3)
    await overdue(orderId)
    await house.jobs.runDue()
    await until(left, (now) => now === before)
    expect(await stateOf(idle, orderId)()).toMatchObject({ state: 'cancelled', payment: 'unpaid' })
    const twin = test_.sandbox.wechatPay.control
    const atChannel = () => Promise.resolve(twin.order(outTradeNo)?.state)
    await until(atChannel, (state) => state === 'CLOSED')
    expect(() => twin.pay(outTradeNo)).toThrow('该订单已关闭')
    expect(must(await idle.get(`/payments/${paymentId}`)).state).toBe('closed')
  })

  test('a paid order is cancelled: the money goes back', async () => {
    const shopper = await test_.shopper()
    const { orderId, paymentId } = await order(shopper, 1)
    await pay(shopper, paymentId)
    await until(stateOf(shopper, orderId), (seen) => seen.payment === 'paid')
    must(await shopper.post(`/orders/${orderId}/cancel`, { reason: 'other' }))
    const seen = await until(stateOf(shopper, orderId), (now) => now.payment === 'refunded', 20_000)
    expect(seen.state).toBe('cancelled')
    expect(must(await shopper.get(`/orders/${orderId}/payment`)).refundedFen).toBe(seen.totalFen)
  })

  describe('what is not yours', () => {
    test('is not there', async () => {
      const [mine, other] = [await test_.shopper(), await test_.shopper()]
      const { orderId, paymentId } = await order(mine, 1)
      for (const path of [`/orders/${orderId}`, `/orders/${orderId}/payment`, `/payments/${paymentId}`]) {
        expect((await other.get(path)).status).toBe(404)
      }
      const cancelled = await other.post(`/orders/${orderId}/cancel`, { reason: 'other' })
      expect([cancelled.status, cancelled.body.code]).toEqual([404, 'order.no_such_order'])
      expect((await test_.as().get(`/products/${productId}`)).status).toBe(200)
    })
  })
})
