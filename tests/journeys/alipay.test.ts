/**
 * Paying by Alipay: on a phone and on a PC the shop leads to Alipay's own page and is found again, and what
 * was paid goes back there. Another way can be taken as long as nothing is paid.
 */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { buyNow, devices, look, press, type Shopper } from './shop/people.ts'
import { town } from './shop/town.ts'

const { comeIn } = town()

/** Chooses Alipay at the cashier and goes there; the answer is its own page. */
const goToAlipay = async (shopper: Shopper): Promise<Page> => {
  const { page } = shopper
  await page.getByRole('radio', { name: '支付宝' }).check()
  await page.getByRole('button', { name: /^(支付宝 ¥|继续支付)/ }).click()
  await page.waitForURL(/\/sandbox\/alipay/)
  await page.getByRole('heading', { name: '支付宝收银台' }).waitFor()
  return page
}

const paid = async ({ page }: Shopper) => {
  await page.waitForURL(/\/cashier\//)
  await page.getByText('付款成功').waitFor({ timeout: 30_000 })
}

describe.each(devices)('on a $device', (device) => {
  test('paid there, called off here: the whole amount goes back', async () => {
    const shopper = await comeIn(device)
    const { page } = shopper
    await buyNow(shopper, '寿光番茄')
    await page.getByRole('radio', { name: '支付宝' }).check()
    await look(shopper, 'cashier-alipay')
    const till = await goToAlipay(shopper)
    await look(shopper, 'alipay-till')
    const there = till.url()
    await press(till, '付款')
    await paid(shopper)
    await page.getByRole('link', { name: '查看订单' }).click()
    await page.getByText('已付款，正在备货').waitFor()
    await page.getByRole('button', { name: '取消订单' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByText('买错了、买多了').click()
    await sheet.getByRole('button', { name: '取消订单' }).click()
    await page.getByText(/已原路退回/).waitFor({ timeout: 60_000 })
    const { outside } = shopper
    await outside.goto(there)
    await outside.getByRole('listitem').filter({ hasText: '成功' }).first().waitFor()
    expect(await outside.locator('#state').innerText()).toBe('已关闭')
    expect(shopper.errors).toEqual([])
    await shopper.leave()
  })

  test('turned back at Alipay, and paid the second time', async () => {
    const shopper = await comeIn(device)
    const { page } = shopper
    await buyNow(shopper, '洛川苹果')
    await press(await goToAlipay(shopper), '取消')
    await page.waitForURL(/\/cashier\//)
    await page.getByText('正在向支付宝确认结果').waitFor()
    expect(await page.getByText('付款成功').count()).toBe(0)
    await look(shopper, 'cashier-alipay-asking')
    await press(await goToAlipay(shopper), '付款')
    await paid(shopper)
    expect(shopper.errors).toEqual([])
    await shopper.leave()
  })
})
