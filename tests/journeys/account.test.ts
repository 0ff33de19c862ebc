/**
 * One's own account: a device that is not one's own any more is sent out, a copy of all data lies in one's
 * hands, and at the end nothing is left that one could sign in to.
 */
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { buyNow, devices, look, newPhone, payOrder, type Shopper, signIn } from './shop/people.ts'
import { town } from './shop/town.ts'

// Somebody who signs in, copies and goes needs three codes within a minute.
const { comeIn, warehouse } = town('user: { codeWait_s: 0 }\n')

const enter = async (shopper: Shopper, phone: string) => {
  await shopper.page.goto(`${shopper.origin}/sign-in`)
  await signIn(shopper, phone)
}

/** Asks for a code to one's own phone, and reads it in the sandbox's inbox. */
const confirm = async ({ page, outside, origin }: Shopper, phone: string, submit: string) => {
  await page.getByRole('button', { name: '发送验证码' }).click()
  await page.getByText('验证码已发送到您的手机').waitFor()
  await outside.goto(`${origin}/sandbox/sms`)
  const message = outside.getByRole('listitem').filter({ hasText: phone }).first()
  await page.getByLabel('验证码').fill(await message.locator('b').innerText())
  await page.getByRole('button', { name: submit }).last().click()
}

describe.each(devices)('on a $device', (device) => {
  test('another device is sent out', async () => {
    const phone = newPhone()
    const lost = await comeIn(device)
    await enter(lost, phone)
    const here = await comeIn(device)
    await enter(here, phone)
    await here.page.goto(`${here.origin}/me/account`)
    await here.page.getByText('本机').waitFor()
    await look(here, 'account')
    await here.page.getByRole('button', { name: /^让「/ }).click()
    await here.page.getByText('已退出，最多 5 秒后生效').waitFor()
    await here.page.getByRole('button', { name: /^让「/ }).waitFor({ state: 'detached' })
    await lost.page.waitForTimeout(5_100)
    await lost.page.goto(`${lost.origin}/addresses`)
    await lost.page.waitForURL(/\/sign-in/)
    expect([...here.errors, ...lost.errors]).toEqual([])
    await lost.leave()
    await here.leave()
  })

  test('all data comes along, and then the account ends', async () => {
    const phone = newPhone()
    const shopper = await comeIn(device)
    const { page } = shopper
    await enter(shopper, phone)
    await buyNow(shopper, '洛川苹果')
    const orderNo = await payOrder(shopper)
    const order = page.url()
    await page.goto(`${shopper.origin}/me/privacy`)
    await page.getByRole('button', { name: /下载我的数据/ }).click()
    const arrives = page.waitForEvent('download')
    await confirm(shopper, phone, '下载我的数据')
    const copy = JSON.parse(await readFile(await (await arrives).path(), 'utf8'))
    expect(copy).toMatchObject({ account: { phone }, orders: { orders: [{ orderNo }] } })
    const packers = await warehouse()
    await packers.ship(orderNo)
    await packers.close()
    await page.goto(order)
    await page.getByRole('button', { name: '确认收货' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '确认收货' }).click()
    await page.getByText('交易完成').first().waitFor()
    await page.goto(`${shopper.origin}/me/erase`)
    await look(shopper, 'erase')
    await page.getByText('我已知道会失去什么').click()
    await confirm(shopper, phone, '永久注销账户')
    await page.getByText('账户已注销').waitFor()
    await page.goto(`${shopper.origin}/orders`)
    await page.waitForURL(/\/sign-in/)
    expect(shopper.errors).toEqual([])
    await shopper.leave()
  })
})
