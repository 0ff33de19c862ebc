/**
 * The life of what is weighed, as people see it: five 斤 of apples are bought for tomorrow's slot, weigh less
 * at the packing station, and the shopper sees what was weighed, on which scale, of which lot, and the money
 * that came back; what arrives bruised is claimed in three taps; then an invoice is asked for.
 */
import { aPhoto } from '@tiantou/media/testing'
import { expect, test } from 'vitest'
import { buyNow, devices, DONGCHENG, look, order, payOrder, type Shopper, toCheckout } from './shop/people.ts'
import { town } from './shop/town.ts'

const { comeIn, station, warehouse } = town()

/** The newest payment's page at the twin says what went back. */
const wentBack = async ({ outside, origin }: Shopper, yuan: string): Promise<void> => {
  await outside.goto(`${origin}/sandbox/pay`)
  await outside.getByRole('link', { name: '打开收银台' }).first().click()
  await outside.getByText(yuan).first().waitFor()
}

const claim = async (shopper: Shopper): Promise<void> => {
  const { page } = shopper
  await page.getByRole('link', { name: '申请赔付' }).click()
  const photo = { name: 'bruise.jpg', mimeType: 'image/jpeg', buffer: await aPhoto() }
  await page.getByLabel('添加照片').setInputFiles(photo)
  await page.getByRole('img', { name: '第 1 张照片' }).waitFor()
  await page.getByText('按克', { exact: true }).click()
  const grams = page.getByRole('textbox', { name: '坏的部分有多少克' })
  await grams.fill('600')
  await grams.blur()
  await page.getByRole('button', { name: '申请赔付 ¥5.86' }).waitFor()
  await look(shopper, 'claim')
  await page.getByRole('button', { name: /^申请赔付 ¥/ }).click()
  await page.getByText('已赔付').waitFor({ timeout: 30_000 })
}

const askInvoice = async (shopper: Shopper): Promise<void> => {
  const { page } = shopper
  await page.getByRole('button', { name: '确认收货' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认收货' }).click()
  await page.getByRole('button', { name: '开发票' }).click()
  await page.getByLabel('抬头').fill('个人')
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('已开', { exact: true }).waitFor({ timeout: 30_000 })
  const file = page.waitForResponse(/\/invoices\/fap_\w+\.pdf/)
  await page.getByRole('button', { name: '查看发票' }).click()
  const { 'content-type': type } = (await file).headers()
  expect({ status: (await file).status(), type }).toEqual({ status: 200, type: 'application/pdf' })
}

test('five 斤 of apples for tomorrow weigh 2,380 g; three of them are bruised', async () => {
  const [phone] = devices
  if (phone === undefined) throw new Error('There is no phone.')
  const shopper = await comeIn(phone)
  const { page } = shopper
  await toCheckout(shopper, '洛川苹果', { spec: '散装 1 斤', quantity: 5, at: DONGCHENG })
  await page.getByRole('button', { name: '送货上门' }).click()
  await page.getByRole('button', { name: '明天' }).click()
  await page.getByRole('button', { name: /^18:00–21:00/ }).click()
  await look(shopper, 'checkout-slot')
  await order(shopper)
  const orderNo = await payOrder(shopper)
  await page.getByText('明天 18:00–21:00').waitFor()

  const packer = await station()
  await packer.weigh(orderNo, '洛川苹果', 2_380)
  await packer.pack(orderNo)
  await page.getByText('已称重打包，等待发出').waitFor()
  await page.getByText('实称 2.38 kg').waitFor()
  await page.getByText('批次 APPLE-3').waitFor()
  await page.getByText(/电子秤 scale-1/).waitFor()
  await page.getByText('退 ¥1.68').waitFor()
  await look(shopper, 'order-weighed')
  await packer.send(orderNo)
  await page.getByText('已发货，正在路上').waitFor()
  await wentBack(shopper, '1.68')

  const driver = await warehouse()
  await driver.deliver(orderNo)
  await claim(shopper)
  await look(shopper, 'order-claimed')
  await askInvoice(shopper)
  expect(shopper.errors).toEqual([])
  await driver.close()
  await packer.close()
  await shopper.leave()
})

test('who waits for a parcel sees where it is', async () => {
  const [, pc] = devices
  if (pc === undefined) throw new Error('There is no PC.')
  const shopper = await comeIn(pc)
  const { page, outside, origin } = shopper
  await buyNow(shopper, '洛川苹果', { spec: '散装 1 斤' })
  const orderNo = await payOrder(shopper)
  const packer = await station()
  await packer.weigh(orderNo, '洛川苹果', 500)
  await packer.pack(orderNo)
  await packer.send(orderNo)
  await page.getByText('已发货，正在路上').waitFor()
  // What the carrier tells shows by itself, and brings the order to its door.
  await outside.goto(`${origin}/sandbox/parcels`)
  await outside.getByRole('button', { name: '下一步：已揽收' }).click()
  await page.getByText('已揽收').first().waitFor()
  await outside.getByRole('button', { name: '直接签收' }).click()
  await page.getByText('已送达').first().waitFor()
  await page.getByRole('button', { name: '更早的 1 条' }).click()
  await look(shopper, 'order-tracks')
  expect(shopper.errors).toEqual([])
  await packer.close()
  await shopper.leave()
})
