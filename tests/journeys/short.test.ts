/**
 * What cannot be sent, as people see it: a lot is held and the shopper, who wanted to be asked, takes what is
 * offered instead; a lot is recalled when it lies in a parcel already, which stays, and the money comes back.
 */
import { expect, test } from 'vitest'
import { buyNow, devices, look, order, payOrder, type Shopper, toCheckout } from './shop/people.ts'
import { town } from './shop/town.ts'

const { comeIn, station, stopLotsOf } = town()
const [phone, pc] = devices as [(typeof devices)[number], (typeof devices)[number]]

/** The id of the order that is on the screen. */
const idOn = ({ page }: Shopper): string => /ord_[0-9a-z]{26}/.exec(page.url())?.[0] ?? ''

test('rice that is short is replaced as the shopper chose, and the difference comes back', async () => {
  const shopper = await comeIn(phone)
  const { page } = shopper
  await toCheckout(shopper, '五常大米', { spec: '5斤装', category: 'grain' })
  await page.getByRole('button', { name: '先问我' }).click()
  await page.getByText('半小时没回复就退款').waitFor()
  await order(shopper)
  const orderNo = await payOrder(shopper)

  await stopLotsOf(idOn(shopper), 'hold')
  const packer = await station()
  await packer.short(orderNo, '五常大米')
  await page.getByText('可换成：京山桥米 5斤装，不加价，便宜的差价退给您。').waitFor()
  await look(shopper, 'order-short')
  await page.getByRole('button', { name: '换', exact: true }).click()
  await page.getByText('好的，已为您换货').waitFor()

  await packer.weigh(orderNo, '京山桥米', 2_500)
  await packer.pack(orderNo)
  await page.getByText('代替「五常大米」').waitFor()
  await page.getByText('退 ¥3.10').waitFor()
  await look(shopper, 'order-substituted')
  await packer.send(orderNo)
  await page.getByText('已发货，正在路上').waitFor()
  expect(shopper.errors).toEqual([])
  await packer.close()
  await shopper.leave()
})

test('a parcel whose lot is recalled stays, and all its money comes back', async () => {
  const shopper = await comeIn(pc)
  const { page } = shopper
  await buyNow(shopper, '盘锦蟹田大米', { spec: '5斤装', category: 'grain' })
  const orderNo = await payOrder(shopper)
  const packer = await station()
  await packer.weigh(orderNo, '盘锦蟹田大米', 2_500)
  await packer.pack(orderNo)
  await page.getByText('已称重打包，等待发出').waitFor()
  await stopLotsOf(idOn(shopper), 'recall')
  await packer.recall(orderNo)
  await page.getByText('商品的批次停售了，不会发出。').waitFor()
  await page.getByText(/已原路退回/).waitFor({ timeout: 30_000 })
  await look(shopper, 'order-recalled')
  expect(shopper.errors).toEqual([])
  await packer.close()
  await shopper.leave()
})
