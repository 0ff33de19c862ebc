/**
 * When paying goes wrong: WeChat does not answer, the shopper turns back at its cashier, its own time runs
 * out. The shop never says paid before it is, and there is always a way to pay once, and only once.
 */
import { describe, expect, test } from 'vitest'
import { buyNow, devices, goToWeChat, look, press, type Shopper } from './shop/people.ts'
import { town } from './shop/town.ts'

const { comeIn } = town()

/** The next answer of WeChat Pay will be none that means anything. */
const silence = async (shopper: Shopper) => {
  const { outside, origin } = shopper
  await outside.goto(`${origin}/sandbox/pay`)
  await outside.getByRole('link', { name: '打开收银台' }).first().click()
  await outside.getByLabel('微信接口的下一次应答').selectOption('error-500')
  await outside.getByRole('button', { name: '捣乱一次' }).click()
  await outside.getByText('已安排：下一次应答会捣乱').waitFor()
}

const paid = async ({ page }: Shopper) => {
  await page.waitForURL(/\/cashier\//)
  await page.getByText('付款成功').waitFor({ timeout: 30_000 })
}

/**
 * The platform asks WeChat by itself and learns that the attempt is dead; until then nobody claims anything.
 */
const learnOfIt = async (shopper: Shopper) => {
  const { page, device } = shopper
  if (device === 'phone') {
    await page.goBack()
    // On a slow machine WeChat may have been asked before the shopper is back: then the answer stands there.
    const asking = page.getByText('正在向微信支付确认结果')
    const answer = page.getByText('还没有收到付款')
    await asking.or(answer).first().waitFor()
    if (await asking.isVisible()) await look(shopper, 'cashier-asking')
    await answer.waitFor({ timeout: 60_000 })
    await look(shopper, 'cashier-not-paid')
  } else {
    await page.getByText('二维码已失效').waitFor({ timeout: 60_000 })
    await look(shopper, 'cashier-code-dead')
  }
  expect(await page.getByText('付款成功').count()).toBe(0)
}

describe.each(devices)('on a $device', (device) => {
  test('the shopper turns back at WeChat’s cashier, and pays the second time', async () => {
    const shopper = await comeIn(device)
    const { page } = shopper
    await buyNow(shopper, '洛川苹果')
    await press(await goToWeChat(shopper), '取消')
    if (device.device === 'phone') {
      await page.waitForURL(/\/cashier\//)
      await page.getByText('正在向微信支付确认结果').waitFor()
    }
    expect(await page.getByText('付款成功').count()).toBe(0)
    await press(await goToWeChat(shopper), '付款')
    await paid(shopper)
    expect(shopper.errors).toEqual([])
    await shopper.leave()
  })

  test('WeChat does not answer, and asking again is safe', async () => {
    const shopper = await comeIn(device)
    const { page } = shopper
    await silence(shopper)
    await buyNow(shopper, '古田香菇')
    if (device.device === 'phone') await page.getByRole('button', { name: /^微信支付 ¥/ }).click()
    await page.getByText('对方暂时没有回应').waitFor({ timeout: 40_000 })
    await look(shopper, 'cashier-away')
    if (device.device === 'pc') await page.getByRole('button', { name: '重新获取二维码' }).click()
    await press(await goToWeChat(shopper), '付款')
    await paid(shopper)
    expect(shopper.errors).toEqual([])
    await shopper.leave()
  })
})

// Both devices at once: the platform gives a silent channel half a minute before it asks.
test('WeChat’s own time runs out, and a new attempt is paid', async () => {
  const shoppers: Shopper[] = []
  for (const device of devices) {
    const shopper = await comeIn(device)
    shoppers.push(shopper)
    await buyNow(shopper, '五常大米')
    await press(await goToWeChat(shopper), '超时')
  }
  await Promise.all(shoppers.map(learnOfIt))
  for (const shopper of shoppers) {
    const again = shopper.page.getByRole('button', { name: '重新获取二维码' })
    if (shopper.device === 'pc') await again.click()
    await press(await goToWeChat(shopper), '付款')
    await paid(shopper)
    expect(shopper.errors).toEqual([])
    await shopper.leave()
  }
})
