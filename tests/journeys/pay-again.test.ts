/**
 * When paying goes wrong: WeChat does not answer, the shopper turns back at its cashier, its own time runs
 * out. The shop never says paid before it is, and there is always a way to pay once, and only once.
 */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch } from './shop/browser.ts'
import { openHouse, type House } from './shop/house.ts'
import { buyNow, comeIn, devices, goToWeChat, look, press, type Shopper } from './shop/people.ts'

let house: House
let browser: Browser
beforeAll(async () => {
  house = await openHouse()
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  await house?.stop()
})

/** The next answer of WeChat Pay will not come. */
const silence = async (shopper: Shopper) => {
  const { outside, origin } = shopper
  await outside.goto(`${origin}/sandbox/pay`)
  await outside.getByRole('link', { name: '打开收银台' }).first().click()
  await outside.getByLabel('微信接口的下一次应答').selectOption('timeout')
  await outside.getByRole('button', { name: '捣乱一次' }).click()
  await outside.getByText('已安排：微信接口的下一次应答会捣乱').waitFor()
}

const paid = async ({ page }: Shopper) => {
  await page.waitForURL(/\/cashier\//)
  await page.getByText('付款成功').waitFor({ timeout: 30_000 })
}

describe.each(devices)('on a $device', (device) => {
  test('WeChat’s own time runs out, and a new attempt is paid', async () => {
    const shopper = await comeIn(browser, house, device)
    const { page } = shopper
    await buyNow(shopper, '五常大米')
    const cashier = page.url().replace(/\?.*$/, '')
    await press(await goToWeChat(shopper), '超时')
    await page.goto(`${cashier}?back=1`)
    await page.getByText(/正在向微信支付确认结果|还没有收到付款/).waitFor()
    expect(await page.getByText('付款成功').count()).toBe(0)
    await look(shopper, 'cashier-not-paid')
    await page.goto(cashier)
    await press(await goToWeChat(shopper), '付款')
    await paid(shopper)
    expect(shopper.errors).toEqual([])
    await shopper.context.close()
  })

  test('WeChat does not answer, and asking again is safe', async () => {
    const shopper = await comeIn(browser, house, device)
    const { page } = shopper
    await silence(shopper)
    await buyNow(shopper, '古田香菇')
    if (device.device === 'phone') await page.getByRole('button', { name: /^微信支付 ¥/ }).click()
    await page.getByText('微信支付暂时没有回应').waitFor({ timeout: 40_000 })
    await look(shopper, 'cashier-away')
    if (device.device === 'pc') await page.getByRole('button', { name: '重新获取二维码' }).click()
    await press(await goToWeChat(shopper), '付款')
    await paid(shopper)
    expect(shopper.errors).toEqual([])
    await shopper.context.close()
  })
})
