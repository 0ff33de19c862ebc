/**
 * What came is said, as people do it: an order arrives, three taps and a photograph make a review, and it
 * stands on the product's page.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { aPhoto } from '@tiantou/media/testing'
import { expect, test } from 'vitest'
import { buyNow, devices, look, openProduct, payOrder } from './shop/people.ts'
import { town } from './shop/town.ts'

const { comeIn, warehouse } = town()

test('who received oranges reviews them in three taps, with a photograph', async () => {
  const [phone] = devices
  if (phone === undefined) throw new Error('There is no phone.')
  const shopper = await comeIn(phone)
  const { page } = shopper
  await buyNow(shopper, '赣南脐橙')
  const orderNo = await payOrder(shopper)
  const keeper = await warehouse()
  await keeper.ship(orderNo)
  await keeper.deliver(orderNo)
  await keeper.close()

  await page.getByRole('link', { name: '写评价' }).click()
  await page.getByRole('group', { name: '商品怎么样' }).locator('label').last().click()
  await page.getByLabel(/说说味道/).fill('皮薄，两天吃完')
  const file = join(tmpdir(), `orange-${process.pid}.jpg`)
  await writeFile(file, await aPhoto())
  await page.getByLabel('添加照片').setInputFiles(file)
  await page.getByRole('img', { name: '第 1 张照片' }).waitFor()
  await look(shopper, 'review-filled')
  await page.getByRole('button', { name: '发布评价' }).click()
  await page.waitForURL(/\/orders\/ord_\w+$/)
  await page.getByText(/已展示|审核中/).waitFor()
  await look(shopper, 'review-sent')

  await openProduct(shopper, '赣南脐橙')
  await page.getByRole('link', { name: '查看全部评价' }).click()
  await page.getByRole('button', { name: '最新' }).click()
  await page.getByText('皮薄，两天吃完').waitFor()
  await page.getByRole('button', { name: '第 1 张照片' }).first().click()
  await page.getByRole('dialog').getByRole('img').waitFor()
  await look(shopper, 'review-photo')
  expect(shopper.errors).toEqual([])
  await shopper.leave()
})
