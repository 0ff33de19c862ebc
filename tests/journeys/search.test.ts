/**
 * Looking for something: by pinyin, by first letters, with a slip of the pen; what was found can be put into
 * the cart at once, and what is not there is said.
 */
import { describe, expect, test } from 'vitest'
import { devices, look, type Shopper } from './shop/people.ts'
import { town } from './shop/town.ts'

const { comeIn } = town()

const searchFor = async ({ page }: Shopper, text: string) => {
  const box = page.getByRole('searchbox').filter({ visible: true })
  await box.fill(text)
  await box.press('Enter')
  await page.waitForURL((url) => url.pathname === '/search' && url.searchParams.get('q') === text)
}

/** The index of a house that has just started is filled behind its doors. */
const untilFilled = async ({ page, origin }: Shopper) => {
  await expect
    .poll(
      async () => {
        await page.goto(`${origin}/search?q=脐橙`)
        return page
          .getByRole('article')
          .first()
          .waitFor({ timeout: 2_000 })
          .then(
            () => true,
            () => false,
          )
      },
      { timeout: 30_000 },
    )
    .toBe(true)
}

describe.each(devices)('on a $device', (device) => {
  test('a shopper finds what they mean, however they write it', async () => {
    const shopper = await comeIn(device)
    const { page } = shopper
    await untilFilled(shopper)
    const orange = page.getByRole('article').getByRole('link', { name: '赣南脐橙' })
    for (const text of ['gannanqicheng', '赣南齐橙', '信丰 脐橙']) {
      await searchFor(shopper, text)
      await orange.waitFor()
    }
    const box = page.getByRole('searchbox').filter({ visible: true })
    await box.fill('qc')
    await page.getByRole('list', { name: '你可能想搜' }).getByRole('button').first().waitFor()
    await searchFor(shopper, 'qicheng')
    await orange.waitFor()
    await look(shopper, 'search')
    await page.getByRole('button', { name: '价格从低到高' }).click()
    await page.waitForURL(/sort=price_up/)
    await orange.waitFor()
    await page.getByRole('button', { name: '把「赣南脐橙」加入购物车' }).click()
    await page.getByText('已加入购物车').waitFor()
    await searchFor(shopper, '不存在的东西xyz')
    await page.getByText('没有找到', { exact: true }).waitFor()
    expect(shopper.errors).toEqual([])
    await shopper.leave()
  })
})
