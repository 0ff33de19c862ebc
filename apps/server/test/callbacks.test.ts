/**
 * What WeChat Pay may send us, and what it must not make us believe: forged, late, doubled, reordered,
 * contradictory.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { eachPlatform, must, type TestPlatform, until } from './platform.ts'
import { beginPay, leftOf, placeOrder, seeOrder, seePayment, type Shopper, skuOf, untilPaid } from './sale.ts'

const BELIEVED_NEVER = [
  'signature',
  'body',
  'old-timestamp',
  'future-timestamp',
  'serial',
  'ciphertext',
  'signtest',
  'unsigned',
] as const
const SIGNED_BUT_WRONG = {
  amount: 'amount_mismatch',
  mchid: 'merchant_mismatch',
  appid: 'merchant_mismatch',
} as const

eachPlatform((_name, open) => {
  let t: TestPlatform
  let skuId: string

  beforeAll(async () => {
    t = await open()
    skuId = await skuOf(t)
  })

  const started = async () => {
    const shopper = await t.shopper()
    const placed = await placeOrder(shopper, skuId)
    return { shopper, ...placed, outTradeNo: await beginPay(t, shopper, placed.paymentId) }
  }
  const twin = () => t.sandbox.wechatPay.control
  const untouched = async (shopper: Shopper, orderId: string, paymentId: string) => {
    await t.platform.house.relay.settle()
    expect(await seeOrder(shopper, orderId)()).toMatchObject({ state: 'open', payment: 'unpaid' })
    expect(await seePayment(shopper, paymentId)()).toMatchObject({ state: 'pending' })
  }
  const suspicions = async () => {
    const db = t.platform.house.corridor.database.reader('payment', true)
    return (await db.selectFrom('payment_suspicion').selectAll().execute()).map((row) => row['code'])
  }

  test.each(BELIEVED_NEVER)('a forged notice (%s) is refused with 4xx and changes nothing', async (kind) => {
    const { shopper, orderId, paymentId, outTradeNo } = await started()
    const status = await twin().forge(outTradeNo, kind)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    await untouched(shopper, orderId, paymentId)
  })

  test.each(Object.entries(SIGNED_BUT_WRONG))(
    'a rightly signed notice with a wrong %s is kept for a person',
    async (kind, code) => {
      const { shopper, orderId, paymentId, outTradeNo } = await started()
      expect(await twin().forge(outTradeNo, kind as keyof typeof SIGNED_BUT_WRONG)).toBe(409)
      await untouched(shopper, orderId, paymentId)
      expect(await suspicions()).toContain(code)
      // The true payment still counts afterwards.
      twin().pay(outTradeNo)
      await untilPaid(shopper, orderId)
    },
  )

  test('a notice about an order that is not ours is kept for a person', async () => {
    const { outTradeNo } = await started()
    expect(await twin().forge(outTradeNo, 'order')).toBe(409)
    expect(await suspicions()).toContain('unknown_attempt')
  })

  test('a notice sent twice, and again later, pays once', async () => {
    const { shopper, orderId, outTradeNo } = await started()
    twin().planNotice('twice')
    twin().pay(outTradeNo)
    const paid = await untilPaid(shopper, orderId)
    expect(await twin().repeatNotice(outTradeNo)).toBe(204)
    expect(await twin().forge(outTradeNo, 'replay')).toBe(204)
    await t.platform.house.relay.settle()
    const seen = await seeOrder(shopper, orderId)()
    expect(seen.history).toEqual(paid.history)
    expect(seen.payment).toBe('paid')
  })

  test('a lost notice is made good by asking the channel', async () => {
    const { shopper, orderId, outTradeNo } = await started()
    twin().planNotice('lose')
    twin().pay(outTradeNo)
    await t.platform.house.corridor.database.transact(async (unit) => {
      await unit
        .handle('payment')
        .updateTable('payment_attempt')
        .set({ next_ask_at: 0 })
        .where('out_trade_no', '=', outTradeNo)
        .execute()
      return { keep: true, value: undefined }
    })
    expect((await untilPaid(shopper, orderId)).state).toBe('open')
  })

  test('success after closing goes back by itself, and the stock stays free', async () => {
    const { shopper, orderId, paymentId, outTradeNo } = await started()
    const left = await leftOf(shopper, skuId)
    twin().failNext({ kind: 'error-500', times: 50, path: '/close' })
    must(await shopper.post(`/orders/${orderId}/cancel`, { reason: 'changed_mind' }))
    await until(seePayment(shopper, paymentId), (seen) => seen.state === 'closed')
    twin().pay(outTradeNo)
    await until(seePayment(shopper, paymentId), (seen) => seen.state === 'refunded', 20_000)
    twin().behave()
    expect(await seeOrder(shopper, orderId)()).toMatchObject({ state: 'cancelled', payment: 'unpaid' })
    expect(await leftOf(shopper, skuId)).toBe(left + 1)
    expect(twin().order(outTradeNo)?.refunds).toHaveLength(1)
  })

  test('paying in the same moment as cancelling ends in exactly one of two ways', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { shopper, orderId, paymentId, outTradeNo } = await started()
      const cancelling = shopper.post(`/orders/${orderId}/cancel`, { reason: 'other' })
      try {
        twin().pay(outTradeNo)
      } catch {
        // The channel had closed the attempt first.
      }
      const cancelled = await cancelling
      expect([cancelled.status, cancelled.body]).toEqual([200, {}])
      const seen = await until(
        seePayment(shopper, paymentId),
        (now) =>
          now.state === 'refunded' ||
          (now.state === 'closed' && twin().order(outTradeNo)?.state === 'CLOSED'),
        20_000,
      )
      const refunds = twin().order(outTradeNo)?.refunds.length
      expect(refunds).toBe(seen.state === 'refunded' ? 1 : 0)
      expect((await seeOrder(shopper, orderId)()).state).toBe('cancelled')
    }
  })

  test('two attempts both paid: one counts, the other goes back', async () => {
    const { shopper, orderId, paymentId, outTradeNo } = await started()
    const h5 = must(
      await shopper.post(`/payments/${paymentId}/attempts`, { channel: 'wechat-pay', scene: 'h5' }),
    )
    const second =
      twin().byTicket(new URL(h5.ticket.url).searchParams.get('prepay_id') ?? '')?.outTradeNo ?? ''
    expect(second).not.toBe(outTradeNo)
    twin().pay(outTradeNo)
    await untilPaid(shopper, orderId)
    twin().pay(second)
    await until(
      async () => twin().order(second)?.refunds[0]?.status,
      (status) => status === 'SUCCESS',
      20_000,
    )
    expect(await seePayment(shopper, paymentId)()).toMatchObject({ state: 'paid' })
    expect(twin().order(outTradeNo)?.refunds).toEqual([])
  })

  describe('when the channel is away', () => {
    test('nothing is lost and the same call opens the cashier later', async () => {
      const shopper = await t.shopper()
      const { paymentId, orderId } = await placeOrder(shopper, skuId)
      twin().failNext({ kind: 'error-500', times: 1, path: '/native' })
      const first = await shopper.post(`/payments/${paymentId}/attempts`, {
        channel: 'wechat-pay',
        scene: 'native',
      })
      expect([first.status, first.body.code]).toEqual([503, 'payment.channel_away'])
      twin().pay(await beginPay(t, shopper, paymentId))
      await untilPaid(shopper, orderId)
    })

    test('a refund of unknown fate is asked for again with the same number', async () => {
      const { shopper, orderId, outTradeNo } = await started()
      twin().pay(outTradeNo)
      await untilPaid(shopper, orderId)
      twin().failNext({ kind: 'commit-error-500', times: 1, path: '/refunds' })
      must(await shopper.post(`/orders/${orderId}/cancel`, { reason: 'other' }))
      await until(seeOrder(shopper, orderId), (seen) => seen.payment === 'refunded', 40_000)
      expect(twin().order(outTradeNo)?.refunds).toHaveLength(1)
    })
  })
})
