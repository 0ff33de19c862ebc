/** Sending something on: a product is shared by a card that can be kept and a link that leads back to it. */
import { describe, expect, test } from 'vitest'
import { devices, look, openProduct } from './shop/people.ts'
import { town } from './shop/town.ts'

const { comeIn } = town()

describe.each(devices)('on a $device', (device) => {
  test('a product is shared, and whoever gets the link sees it', async () => {
    const shopper = await comeIn(device)
    const { page } = shopper
    await page.getByRole('article').first().waitFor()
    await openProduct(shopper, '赣南脐橙')
    const path = new URL(page.url()).pathname
    await page.getByRole('button', { name: '分享这件商品' }).click()
    await page.getByAltText('赣南脐橙的分享卡片').waitFor()
    const drawn =
      '[...document.images].some((one) => one.alt.endsWith("分享卡片") && one.naturalWidth === 750)'
    await page.waitForFunction(drawn)
    await look(shopper, 'product-shared')
    expect(await page.getByText(/分享得|分享领|返现/).count()).toBe(0)
    const html = await (await fetch(shopper.origin + path)).text()
    expect(html).toContain('property="og:title" content="赣南脐橙')
    expect(shopper.errors).toEqual([])
    await shopper.leave()
  })
})
