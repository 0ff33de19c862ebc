/**
 * A bad line: the answer to the order is lost on its way back, again and again, and the shopper presses once
 * more. There is one order, and nobody claimed anything in between. And a shopper with many tabs stays signed
 * in in all of them.
 */
import { expect, test } from 'vitest'
import { devices, look, newPhone, signIn, writeAddress, type Device } from './shop/people.ts'
import { town } from './shop/town.ts'

const phone: Device = devices[0] ?? { device: 'phone', width: 375, height: 812 }
const { comeIn } = town()

test('an order whose answer was lost is placed once', async () => {
  const shopper = await comeIn(phone)
  const { page } = shopper
  await page.getByRole('button', { name: '把「洛川苹果」加入购物车' }).click()
  await page.getByText('已加入购物车').waitFor()
  // A guest is asked who they are at the checkout, and finds there what they had put in.
  await page.goto(`${shopper.origin}/checkout`)
  await signIn(shopper, newPhone())
  await page.getByRole('link', { name: '先填写收货地址' }).click()
  await writeAddress(shopper, '林晓')
  await page.getByRole('button', { name: '提交订单' }).waitFor()

  let lost = 0
  await page.route('**/api/v1/checkout', async (route) => {
    await route.fetch()
    lost += 1
    await route.abort('connectionreset')
  })
  await page.getByRole('button', { name: '提交订单' }).click()
  await page.getByText('不会重复下单').waitFor()
  await look(shopper, 'checkout-unsure')
  expect(lost).toBe(3)

  await page.unroute('**/api/v1/checkout')
  await page.reload()
  await page.getByText('不会重复下单').waitFor()
  await page.getByLabel('备注').fill('改了主意')
  await page.getByRole('button', { name: '提交订单' }).click()
  await page.waitForURL(/\/cashier\//)
  await page.goto(`${shopper.origin}/orders`)
  await page.getByRole('article').first().waitFor()
  expect(await page.getByRole('article').count()).toBe(1)
  expect(shopper.errors).toEqual([])
  await shopper.leave()
})

test('many tabs that wake at once all stay signed in', async () => {
  const shopper = await comeIn(phone)
  const { page } = shopper
  await page.goto(`${shopper.origin}/sign-in`)
  await signIn(shopper, newPhone())
  const tabs = await Promise.all([1, 2, 3, 4].map(() => page.context().newPage()))
  await Promise.all(tabs.map((tab) => tab.goto(`${shopper.origin}/me`)))
  for (const tab of tabs) await tab.getByText(/^\d{3}\*{4}\d{4}$/).waitFor()
  await page.goto(`${shopper.origin}/orders`)
  await page.getByText('这里还没有订单').waitFor()
  expect(shopper.errors).toEqual([])
  await shopper.leave()
})
