/**
 * The whole way of a purchase, as a shopper goes it on a phone and on a PC: from the shelf over sign-in,
 * cart, checkout and cashier to the parcel at the door and the confirmed order. Every screen on the way is
 * looked at by axe.
 */
import { describe, expect, test } from 'vitest'
import {
  devices,
  goToWeChat,
  look,
  newPhone,
  openProduct,
  orderNoOn,
  press,
  signIn,
  writeAddress,
  type Shopper,
} from './shop/people.ts'
import { town } from './shop/town.ts'

const { comeIn, warehouse } = town()

/** From the shelf into the cart as a guest; what lies in it comes along at the sign-in. */
const fillCart = async (shopper: Shopper) => {
  const { page } = shopper
  await page.getByRole('article').first().waitFor()
  await look(shopper, 'home')
  await openProduct(shopper, '赣南脐橙')
  await look(shopper, 'product')
  await page.getByRole('button', { name: '加入购物车' }).filter({ visible: true }).click()
  await page.getByText('已加入购物车').waitFor()
  await page.goto(`${shopper.origin}/sign-in?to=/`)
  await look(shopper, 'sign-in')
  await signIn(shopper, newPhone())
  await page.getByRole('article').first().waitFor()
  await page.getByRole('button', { name: '把「古田香菇」加入购物车' }).click()
  await page.getByText('已加入购物车').waitFor()
}

const checkOut = async (shopper: Shopper) => {
  const { page } = shopper
  await page.goto(`${shopper.origin}/cart`)
  await page.getByRole('link', { name: /去结算（2）/ }).waitFor()
  await page.getByRole('button', { name: '增加一件' }).first().click()
  await page.getByRole('link', { name: /去结算（3）/ }).waitFor()
  await look(shopper, 'cart')
  await page.getByRole('link', { name: /去结算/ }).click()
  await page.getByRole('link', { name: '先填写收货地址' }).click()
  await look(shopper, 'address')
  await writeAddress(shopper, '林晓')
  await page.getByRole('button', { name: '提交订单' }).waitFor()
  await page.getByLabel('备注').fill('放门卫处')
  await page.reload()
  await page.getByRole('button', { name: '提交订单' }).waitFor()
  expect(await page.getByLabel('备注').inputValue()).toBe('放门卫处')
  await look(shopper, 'checkout')
  await page.getByRole('button', { name: '提交订单' }).click()
  await page.waitForURL(/\/cashier\//)
}

const pay = async (shopper: Shopper) => {
  const { page } = shopper
  await page.getByText('剩余支付时间').waitFor()
  await look(shopper, 'cashier')
  await press(await goToWeChat(shopper), '付款')
  await page.waitForURL(/\/cashier\//)
  await page.getByText('付款成功').waitFor()
  await look(shopper, 'cashier-paid')
  await page.getByRole('link', { name: '查看订单' }).click()
  await page.getByText('已付款，正在备货').waitFor()
  await look(shopper, 'order-paid')
  return orderNoOn(shopper)
}

describe.each(devices)('on a $device', (device) => {
  test('a shopper buys, gets and confirms', async () => {
    const shopper = await comeIn(device)
    const { page } = shopper
    await fillCart(shopper)
    await checkOut(shopper)
    const orderNo = await pay(shopper)

    const workers = await warehouse()
    await workers.ship(orderNo)
    await page.getByText('已发货，正在路上').waitFor()
    await workers.deliver(orderNo)
    await page.getByRole('heading', { name: '已送达' }).waitFor()
    await look(shopper, 'order-delivered')
    await page.getByRole('button', { name: '确认收货' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '确认收货' }).click()
    await page.getByText('交易完成').waitFor()
    await look(shopper, 'order-completed')

    await page.goto(`${shopper.origin}/orders?filter=done`)
    await page.getByText('已完成').last().waitFor()
    await look(shopper, 'orders')
    for (const path of ['/me', '/addresses']) {
      await page.goto(`${shopper.origin}${path}`)
      await page.getByRole('main').waitFor()
      await look(shopper, path.slice(1))
    }
    expect(shopper.errors).toEqual([])
    await workers.close()
    await shopper.leave()
  })
})
