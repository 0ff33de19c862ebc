/**
 * Paying by UnionPay and by e-CNY: the browser is led to the channel's page by a form or a link, or a phone
 * scans the code on a PC. What was paid there goes back there.
 */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { buyNow, type Device, devices, look, press, type Shopper } from './shop/people.ts'
import { town } from './shop/town.ts'

const { comeIn } = town()
const [phone, pc] = devices as [Device, Device]

/** Chooses a channel at the cashier and goes there; the answer is its own page. */
const goTo = async ({ page }: Shopper, name: string, path: string): Promise<Page> => {
  await page.getByRole('radio', { name }).check()
  await page.getByRole('button', { name: new RegExp(`^(${name} ¥|继续支付)`) }).click()
  await page.waitForURL(new RegExp(`/sandbox/${path}`))
  await page.getByRole('heading', { name: `${name}收银台` }).waitFor()
  return page
}

const paid = async ({ page }: Shopper) => {
  await page.waitForURL(/\/cashier\//)
  await page.getByText('付款成功').waitFor({ timeout: 30_000 })
}

/** Calls the order off, and waits until the channel's own page tells of the refund. */
const callOff = async (shopper: Shopper, there: string) => {
  const { page, outside } = shopper
  await page.getByRole('link', { name: '查看订单' }).click()
  await page.getByText('已付款，正在备货').waitFor()
  await page.getByRole('button', { name: '取消订单' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('买错了、买多了').click()
  await sheet.getByRole('button', { name: '取消订单' }).click()
  await page.getByText(/已原路退回/).waitFor({ timeout: 60_000 })
  await outside.goto(there)
  await outside.getByRole('listitem').filter({ hasText: '成功' }).first().waitFor()
}

test('a bank card by UnionPay on a phone: paid there, called off here', async () => {
  const shopper = await comeIn(phone)
  await buyNow(shopper, '寿光番茄')
  await shopper.page.getByRole('radio', { name: '银联' }).check()
  await look(shopper, 'cashier-unionpay')
  const till = await goTo(shopper, '银联', 'unionpay')
  await look(shopper, 'unionpay-till')
  const there = till.url()
  await press(till, '付款')
  await paid(shopper)
  await callOff(shopper, there)
  expect(shopper.errors).toEqual([])
  await shopper.leave()
})

test('e-CNY on a phone: paid there, called off here', async () => {
  const shopper = await comeIn(phone)
  await buyNow(shopper, '洛川苹果')
  const till = await goTo(shopper, '数字人民币', 'ecny')
  await look(shopper, 'ecny-till')
  const there = till.url()
  await press(till, '付款')
  await paid(shopper)
  await callOff(shopper, there)
  expect(shopper.errors).toEqual([])
  await shopper.leave()
})

test('on a PC each channel has a code of its own, and UnionPay its page', async () => {
  const shopper = await comeIn(pc)
  const { page } = shopper
  await buyNow(shopper, '洛川苹果')
  await page.getByRole('img', { name: '微信支付二维码' }).waitFor()
  await page.getByRole('radio', { name: '数字人民币' }).check()
  await page.getByRole('img', { name: '数字人民币二维码' }).waitFor()
  await look(shopper, 'cashier-ecny-code')
  await press(await goTo(shopper, '银联', 'unionpay'), '付款')
  await paid(shopper)
  expect(shopper.errors).toEqual([])
  await shopper.leave()
})
