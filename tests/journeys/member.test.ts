/**
 * Things found again: what a shopper marked, what they looked at, what they bought — and forgotten again when
 * they want it so.
 */
import { describe, expect, test } from 'vitest'
import {
  buyNow,
  devices,
  goToWeChat,
  look,
  newPhone,
  openProduct,
  press,
  signIn,
  type Shopper,
} from './shop/people.ts'
import { town } from './shop/town.ts'

const { comeIn } = town()

const orange = '赣南脐橙'

/** A guest presses the heart, is asked who they are, comes back and presses it again. */
const mark = async (shopper: Shopper) => {
  const { page } = shopper
  await openProduct(shopper, orange)
  const heart = page.getByRole('button', { name: '收藏', exact: true })
  await heart.click()
  await page.waitForURL(/\/sign-in/)
  await signIn(shopper, newPhone())
  await page.waitForURL(/\/products\//)
  await heart.and(page.locator('[aria-pressed="false"]')).click()
  await page.getByText('已收藏').waitFor()
  await page.reload()
  await heart.and(page.locator('[aria-pressed="true"]')).waitFor()
  await look(shopper, 'product-marked')
}

const seeFavourites = async (shopper: Shopper) => {
  const { page, origin } = shopper
  await page.goto(`${origin}/me`)
  await page.getByRole('link', { name: '我的收藏' }).click()
  await page.getByRole('link', { name: orange }).waitFor()
  await look(shopper, 'favourites')
  await page.getByRole('button', { name: `取消收藏「${orange}」` }).click()
  await page.getByText('还没有收藏').waitFor()
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByRole('link', { name: orange }).waitFor()
}

const seeHistory = async (shopper: Shopper) => {
  const { page, origin } = shopper
  const noted = page.waitForResponse((response) => response.url().includes('/me/history/prd_'))
  await openProduct(shopper, '古田香菇')
  expect((await noted).ok()).toBe(true)
  await page.goto(`${origin}/history`)
  await page.getByRole('link', { name: '古田香菇' }).waitFor()
  await page.getByRole('link', { name: orange }).waitFor()
  expect(await page.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual(['古田香菇', orange])
  await look(shopper, 'history')
  await page.getByRole('button', { name: '清空浏览记录' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '清空浏览记录' }).click()
  await page.getByText('还没有浏览记录').waitFor()
  await page.getByRole('switch', { name: /保留浏览记录/ }).click()
  await page.getByText('打开上面的开关').waitFor()
  await openProduct(shopper, orange)
  await page.waitForTimeout(500)
  await page.goto(`${origin}/history`)
  await page.getByText('打开上面的开关').waitFor()
}

/** Buys, pays, and finds it on the home for the next time. */
const buyAgain = async (shopper: Shopper) => {
  const { page, origin } = shopper
  await buyNow(shopper, orange)
  await press(await goToWeChat(shopper), '付款')
  await page.waitForURL(/\/cashier\//)
  await page.getByText('付款成功').waitFor()
  await page.goto(origin)
  const shelf = page.getByRole('region', { name: '再买一次' })
  await shelf.getByRole('link', { name: orange }).waitFor()
  await look(shopper, 'home-again')
  await shelf.getByRole('button', { name: `把「${orange}」加入购物车` }).click()
  await page.getByText('已加入购物车').waitFor()
  await page.goto(`${origin}/me`)
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  await page.getByRole('article').first().waitFor()
  expect(await shelf.count()).toBe(0)
}

describe.each(devices)('on a $device', (device) => {
  test('a shopper finds again what they marked, saw and bought', async () => {
    const shopper = await comeIn(device)
    await mark(shopper)
    await seeFavourites(shopper)
    await seeHistory(shopper)
    await buyAgain(shopper)
    expect(shopper.errors).toEqual([])
    await shopper.leave()
  })
})
