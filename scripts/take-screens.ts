/**
 * `node scripts/take-screens.ts`: starts the platform with its demo data, walks through the shop as a shopper
 * and writes pictures of the main screens to docs/screens/, on a phone and on a PC. Wants Chromium.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { deviceOf, launch } from '../tests/journeys/shop/browser.ts'
import { openHouse, type House } from '../tests/journeys/shop/house.ts'
import { buyNow, comeIn, type Device, type Shopper } from '../tests/journeys/shop/people.ts'

const folder = join(import.meta.dirname, '../docs/screens')
mkdirSync(folder, { recursive: true })

const DEVICES: readonly Device[] = [
  { device: 'phone', width: 375, height: 812 },
  { device: 'pc', width: 1440, height: 900 },
]

/** Waits until what is in sight has come, then keeps what is seen. */
const take = async (page: Page, name: string): Promise<void> => {
  await page.waitForLoadState('load')
  await page.waitForTimeout(400)
  await page.locator('.bone').first().waitFor({ state: 'detached' })
  const pictures = '[...document.images].filter((one) => one.loading !== "lazy").every((one) => one.complete)'
  await page.waitForFunction(pictures)
  await page.waitForTimeout(800)
  const png = await page.screenshot({ scale: 'css' })
  await sharp(png)
    .webp({ quality: 82 })
    .toFile(join(folder, `${name}.webp`))
  console.log(name)
}

const walk = async (shopper: Shopper): Promise<void> => {
  const { page, origin, device } = shopper
  const at = async (path: string, name: string) => {
    await page.goto(origin + path)
    await take(page, `${name}-${device}`)
  }
  await at('/', 'home')
  await at('/search?q=gannan', 'search')
  await page.goto(`${origin}/search?q=脐橙`)
  await page.getByRole('article').first().getByRole('link').first().click()
  await take(page, `product-${device}`)
  await page.getByRole('button', { name: '加入购物车' }).first().click()
  await at('/cart', 'cart')
  await buyNow(shopper, '洛川苹果')
  await take(page, `cashier-${device}`)
  await at('/orders', 'orders')
  await page.getByRole('article').getByRole('link').first().click()
  await take(page, `order-${device}`)
  await at('/me', 'me')
}

const dark = async (browser: Browser, house: House): Promise<void> => {
  const context = await browser.newContext({ ...deviceOf(375, 812), colorScheme: 'dark' })
  const page = await context.newPage()
  await page.goto(house.origin)
  await take(page, 'home-dark-phone')
  await context.close()
}

const house = await openHouse()
const browser = await launch()
try {
  for (const device of DEVICES) {
    const shopper = await comeIn(browser, house, device)
    await walk(shopper)
    await shopper.leave()
  }
  await dark(browser, house)
} finally {
  await browser.close()
  await house.stop()
}
