/**
 * Changing one's mind: an order cancelled before it is paid takes no money and gives the goods back, one
 * cancelled after it was paid gives the money back, and the shopper is told so each time.
 */
import { describe, expect, test } from 'vitest'
import { buyNow, devices, look, payOrder, type Shopper } from './shop/people.ts'
import { town } from './shop/town.ts'

const { comeIn } = town()

const cancel = async ({ page }: Shopper, promise: RegExp) => {
  await page.getByRole('button', { name: '取消订单' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('买错了、买多了').click()
  await sheet.getByText(promise).waitFor()
  await sheet.getByRole('button', { name: '取消订单' }).click()
  await page.getByRole('heading', { name: '订单已取消' }).waitFor()
  // What lies over the page while the sheet goes would be taken for its colours.
  await sheet.waitFor({ state: 'detached' })
}

describe.each(devices)('on a $device', (device) => {
  test('before paying: no money moves, and the cashier says so', async () => {
    const shopper = await comeIn(device)
    const { page } = shopper
    await buyNow(shopper, '洛川苹果')
    const cashier = page.url()
    await page.getByRole('button', { name: '返回' }).click()
    await page.goto(`${shopper.origin}/orders?filter=to_pay`)
    await page.getByRole('article').getByRole('link').click()
    await page.getByText('等待付款').waitFor()
    await cancel(shopper, /取消后订单不能恢复/)
    await page.getByText('没有扣款').waitFor()
    await look(shopper, 'order-cancelled')
    await page.goto(cashier)
    await page.getByText('支付已关闭').waitFor()
    await look(shopper, 'cashier-closed')
    expect(shopper.errors).toEqual([])
    await shopper.leave()
  })

  test('after paying: the whole amount goes back', async () => {
    const shopper = await comeIn(device)
    const { page } = shopper
    await buyNow(shopper, '寿光番茄')
    await payOrder(shopper)
    await page.getByText('已付款，正在备货').waitFor()
    await cancel(shopper, /会原路退回/)
    await page.getByText(/已原路退回/).waitFor({ timeout: 60_000 })
    await look(shopper, 'order-refunded')
    expect(shopper.errors).toEqual([])
    await shopper.leave()
  })
})
