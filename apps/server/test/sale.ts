/** Steps of a sale that several suites take: the first product, an order, an attempt, paying at the twin. */
import { expect } from 'vitest'
import { must, type TestPlatform, until } from './platform.ts'

export type Shopper = Awaited<ReturnType<TestPlatform['shopper']>>

/** The SKU of the demo product with this picture. */
export const skuOf = async (test: TestPlatform, image = 'navel-orange'): Promise<string> => {
  const { items } = must(await test.as().get('/catalogue'))
  return items.find((card: { image: string }) => card.image === image).skuId
}

export interface Placed {
  readonly orderId: string
  readonly paymentId: string
  readonly totalFen: number
}

/** Places an order of one line. */
export const placeOrder = async (
  shopper: Shopper,
  skuId: string,
  quantity = 1,
  note = '',
): Promise<Placed> => {
  const lines = [{ skuId, quantity }]
  const { quote } = must(await shopper.post('/checkout/preview', { lines }))
  const { addressId } = shopper
  return must(await shopper.post('/checkout', { lines, addressId, expectedTotalFen: quote.totalFen, note }))
}

/** Opens an attempt and answers its number at the channel. */
export const beginPay = async (test: TestPlatform, shopper: Shopper, paymentId: string): Promise<string> => {
  const answer = await shopper.post(`/payments/${paymentId}/attempts`, {
    channel: 'wechat-pay',
    scene: 'native',
  })
  const { ticket } = must(answer)
  const order = test.sandbox.wechatPay.control.byTicket(ticket.codeUrl)
  expect(order).toBeDefined()
  return order?.outTradeNo ?? ''
}

export const seeOrder = (shopper: Shopper, orderId: string) => async () =>
  must(await shopper.get(`/orders/${orderId}`))
export const seePayment = (shopper: Shopper, paymentId: string) => async () =>
  must(await shopper.get(`/payments/${paymentId}`))

/** Waits until the order counts as paid. */
export const untilPaid = (shopper: Shopper, orderId: string) =>
  until(seeOrder(shopper, orderId), (seen) => seen.payment === 'paid')

/** Pieces of a SKU that can still be sold. */
export const leftOf = async (shopper: Shopper, skuId: string): Promise<number> => {
  const { problems } = must(await shopper.post('/checkout/preview', { lines: [{ skuId, quantity: 9_999 }] }))
  return problems.find((problem: { code: string }) => problem.code === 'out_of_stock').left
}
