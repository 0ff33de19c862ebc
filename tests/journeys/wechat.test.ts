/**
 * Signing in with WeChat as a shopper goes that way: the first time a phone is bound, the second time one is
 * straight in; who refuses, or comes back too late, is told and has a way on. Inside WeChat one pays as who
 * one is there.
 */
import { expect, test } from 'vitest'
import { buyNow, look, newPhone, press, signIn, type Shopper } from './shop/people.ts'
import { town } from './shop/town.ts'

const { comeIn } = town()
const phone = { device: 'phone', width: 375, height: 812 } as const
const weChat = {
  ...phone,
  agent:
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 ' +
    'Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0.50 NetType/WIFI Language/zh_CN',
}

/** From the sign-in screen to the page of consent. */
const toWeChat = async ({ page }: Shopper, button = '微信登录') => {
  await page.getByRole('button', { name: button, exact: true }).click()
  await page.waitForURL(/\/sandbox\/wechat\?/)
  await page.getByText('沙箱', { exact: true }).waitFor()
}

test('the first time binds a phone, the second time is straight in', async () => {
  const first = await comeIn(phone)
  const number = newPhone()
  await first.page.goto(`${first.origin}/sign-in?to=/orders`)
  await first.page.getByRole('button', { name: '微信登录', exact: true }).waitFor()
  await look(first, 'sign-in-wechat')
  await toWeChat(first)
  await look(first, 'wechat-consent')
  await first.page.getByRole('button', { name: '小田' }).click()
  await first.page.getByText('第一次用微信登录').waitFor()
  await look(first, 'wechat-bind')
  await first.page.reload()
  await first.page.getByText('第一次用微信登录').waitFor()
  await signIn(first, number)
  await first.page.getByText('这里还没有订单').waitFor()
  expect(new URL(first.page.url()).pathname).toBe('/orders')
  expect(first.errors).toEqual([])
  await first.leave()

  const second = await comeIn(phone)
  await second.page.goto(`${second.origin}/sign-in?to=/me`)
  await toWeChat(second)
  await second.page.getByRole('button', { name: '小田' }).click()
  await second.page.waitForURL(/\/me$/)
  await second.page.getByText(`${number.slice(0, 3)}****${number.slice(-4)}`).waitFor()
  expect(second.errors).toEqual([])
  await second.leave()
})

test('who refuses, or opens an old address, is told and goes on by phone', async () => {
  const shopper = await comeIn(phone)
  const { page } = shopper
  await page.goto(`${shopper.origin}/sign-in?to=/addresses`)
  await toWeChat(shopper)
  await page.getByRole('button', { name: '拒绝' }).click()
  await page.getByText('您没有同意微信授权').waitFor()
  await look(shopper, 'wechat-refused')
  await page.goto(`${shopper.origin}/sign-in/wechat?code=old&state=old`)
  await page.getByText('这次微信登录已失效').waitFor()
  await look(shopper, 'wechat-old')
  await page.getByRole('link', { name: '用手机号登录' }).click()
  await signIn(shopper, newPhone())
  await page.getByText('还没有收货地址').waitFor()
  expect(shopper.errors).toEqual([])
  await shopper.leave()
})

test('inside WeChat one pays as who one is there; WeChat is asked on the way', async () => {
  const shopper = await comeIn(weChat)
  const { page, outside, origin } = shopper
  await page.addInitScript({
    content: `window.WeixinJSBridge = { invoke: (name, params, done) => done({ err_msg: name + ':ok' }) }`,
  })
  await buyNow(shopper, '赣南脐橙')
  const pay = page.getByRole('button', { name: /^微信支付 ¥/ })
  await pay.click()
  await page.waitForURL(/\/sandbox\/wechat\?/)
  await page.getByLabel('新的微信用户').fill('付款人')
  await page.getByRole('button', { name: '同意', exact: true }).click()
  await page.waitForURL(/\/cashier\//)
  await pay.click()
  await page.getByText('正在向微信支付确认结果').waitFor()
  await outside.goto(`${origin}/sandbox/pay`)
  await outside.getByRole('link', { name: '打开收银台' }).first().click()
  await press(outside, '付款')
  await page.getByText('付款成功').waitFor()
  expect(shopper.errors).toEqual([])
  await shopper.leave()
})
