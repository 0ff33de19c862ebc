/** Which ways to pay are offered, and what is declined without asking a channel. */
import { beforeAll, expect, test } from 'vitest'
import { CHANNELS } from './channels.ts'
import { eachPlatform, must, type TestPlatform } from './platform.ts'
import { placeOrder, type Shopper, skuOf } from './sale.ts'

eachPlatform((_name, open) => {
  let t: TestPlatform
  let skuId: string
  let shopper: Shopper
  beforeAll(async () => {
    t = await open()
    skuId = await skuOf(t)
    shopper = await t.shopper()
  })

  test('a channel that is not configured, or not in that way, is declined and not asked', async () => {
    const { paymentId } = await placeOrder(shopper, skuId)
    const way = { channel: 'wechat-pay', scene: 'page' }
    const answer = await shopper.post(`/payments/${paymentId}/attempts`, way)
    expect([answer.status, answer.body.data]).toEqual([409, { code: 'not_offered' }])
  })

  test('the channels that are offered are told to anyone', async () => {
    const { channels } = must(await t.as().get('/pay-ways'))
    expect(channels.map((one: { channel: string }) => one.channel)).toEqual(CHANNELS.map(({ name }) => name))
  })
})
