/**
 * What people do, by the pages they see: a shopper in the shop, and in the sandbox the SMS inbox, the WeChat
 * cashier and the warehouse. No API is called here and nothing is read that a person could not read.
 */
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { deviceOf, faultsOf } from './browser.ts'
import type { House } from './house.ts'

export interface Device {
  readonly device: 'phone' | 'pc'
  readonly width: number
  readonly height: number
  /** What its browser calls itself, where that matters. */
  readonly agent?: string
}

export const devices: readonly Device[] = [
  { device: 'phone', width: 375, height: 812 },
  { device: 'pc', width: 1440, height: 900 },
]

/** A shopper at one device, with a second window for the outside world. */
export interface Shopper extends Device {
  readonly page: Page
  readonly outside: Page
  leave(): Promise<void>
  readonly origin: string
  /** Complaints of the shop's own pages: scripts that failed, the content policy broken. */
  readonly errors: readonly string[]
}

export const comeIn = async (browser: Browser, house: House, at: Device): Promise<Shopper> => {
  const context = await browser.newContext({
    ...deviceOf(at.width, at.height),
    ...(at.agent === undefined ? {} : { userAgent: at.agent }),
  })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  // A window of its own: a tab behind another is drawn once a second.
  const world = await browser.newContext(deviceOf(1440, 900))
  world.setDefaultTimeout(15_000)
  const outside = await world.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (line) => {
    if (line.type() === 'error' && /Content Security|violat|Unhandled/i.test(line.text()))
      errors.push(line.text())
  })
  await page.goto(house.origin)
  const leave = async () => {
    await context.close()
    await world.close()
  }
  return { ...at, page, outside, leave, origin: house.origin, errors }
}

let shoppers = 0
/** A phone number nobody has used in this run. */
export const newPhone = (): string => `1391234${String((shoppers += 1)).padStart(4, '0')}`

const pictures = process.env['TIANTOU_PICTURES']

/** Looks at the screen as axe does; leaves a picture where one is wished for. */
export const look = async ({ page, device }: Shopper, name: string): Promise<void> => {
  // Sums are dimmed while they are being saved.
  await page.locator('.dim').first().waitFor({ state: 'detached' })
  if (pictures) await page.screenshot({ path: `${pictures}/real-${name}-${device}.png` })
  expect({ name, faults: await faultsOf(page) }).toEqual({ name, faults: [] })
}

/** Signs in on the sign-in screen, reading the code in the sandbox's inbox. */
export const signIn = async (shopper: Shopper, phone: string): Promise<void> => {
  const { page, outside, origin } = shopper
  await page.getByLabel('手机号').fill(phone)
  await page.getByLabel('同意隐私政策和用户协议').check()
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByText('验证码已发送至').waitFor()
  await outside.goto(`${origin}/sandbox/sms`)
  const message = outside.getByRole('listitem').filter({ hasText: phone }).first()
  const code = await message.locator('b').innerText()
  await page.getByLabel('验证码').fill(code)
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}

const WEST_LAKE = { region: ['浙江省', '杭州市', '西湖区'], detail: '龙井路 1 号' }

/** Where the demo's own drivers go; a municipality has no city to choose. */
export const DONGCHENG = { region: ['北京市', '东城区'], detail: '东四北大街 8 号' }

/** Fills the form of a new address and saves it. */
export const writeAddress = async (shopper: Shopper, name: string, at = WEST_LAKE): Promise<void> => {
  const { page } = shopper
  await page.getByLabel('收货人').fill(name)
  await page.getByLabel('手机号').fill('138 0013 8000')
  await page.getByRole('button', { name: '所在地区' }).click()
  for (const place of at.region) {
    await page.getByRole('dialog').getByRole('button', { name: place, exact: true }).click()
  }
  await page.getByLabel('详细地址').fill(at.detail)
  await page.getByRole('button', { name: '保存' }).click()
}

/** From the home, or the shelf of a category: the product whose card says this, as the shop leads there. */
export const openProduct = async (
  { page, origin }: Shopper,
  title: string,
  category?: string,
): Promise<void> => {
  await page.goto(category === undefined ? origin : `${origin}/?category=${category}`)
  await page.getByRole('article').getByRole('link', { name: title }).click()
  await page.waitForURL(/\/products\//)
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}

/** The number of the order that is on the screen. */
export const orderNoOn = async ({ page }: Shopper): Promise<string> => {
  const shown = page.getByText(/^\d{20}/).first()
  return (await shown.innerText()).slice(0, 20)
}

interface Wish {
  readonly spec?: string
  readonly quantity?: number
  readonly at?: typeof DONGCHENG
  /** On whose shelf it stands, where that is not the home's. */
  readonly category?: string
}

/** Takes one product to checkout; the address is there already or is written now. */
export const toCheckout = async (
  shopper: Shopper,
  title: string,
  { spec, quantity = 1, at, category }: Wish = {},
): Promise<void> => {
  const { page } = shopper
  await openProduct(shopper, title, category)
  if (spec !== undefined) await page.getByRole('radio', { name: spec }).press('Space')
  for (let more = 1; more < quantity; more += 1)
    await page.getByRole('button', { name: '增加一件' }).filter({ visible: true }).click()
  await page.getByRole('button', { name: '立即购买' }).filter({ visible: true }).click()
  await page.waitForURL(/\/(sign-in|checkout)/)
  if (page.url().includes('/sign-in')) await signIn(shopper, newPhone())
  const add = page.getByRole('link', { name: '先填写收货地址' })
  const submit = page.getByRole('button', { name: '提交订单' })
  await add.or(submit).waitFor()
  if (await add.isVisible()) {
    await add.click()
    await writeAddress(shopper, '林晓', at)
    await submit.waitFor()
  }
}

/** Submits what is at checkout, up to the cashier. */
export const order = async ({ page }: Shopper): Promise<void> => {
  await page.getByRole('button', { name: '提交订单' }).click()
  await page.waitForURL(/\/cashier\//)
}

/** Buys one product at once, up to the cashier. */
export const buyNow = async (shopper: Shopper, title: string, wish?: Wish): Promise<void> => {
  await toCheckout(shopper, title, wish)
  await order(shopper)
}

/**
 * Opens the sandbox's cashier for the payment on the screen: on a phone the shop leads there, on a PC
 * somebody scans, which is the newest payment of the sandbox's list.
 */
export const goToWeChat = async ({ page, outside, device, origin }: Shopper): Promise<Page> => {
  if (device === 'phone') {
    await page.getByRole('button', { name: /^(微信支付 ¥|继续支付)/ }).click()
    await page.waitForURL(/\/sandbox\/pay/)
    return page
  }
  await page.getByRole('img', { name: '微信支付二维码' }).waitFor()
  await outside.goto(`${origin}/sandbox/pay`)
  await outside.getByRole('link', { name: '打开收银台' }).first().click()
  return outside
}

/** Presses one button of the sandbox's cashier. */
export const press = async (cashier: Page, name: '付款' | '取消' | '超时'): Promise<void> => {
  await cashier.getByRole('button', { name, exact: true }).click()
}

/** Pays by WeChat what is at the cashier; the order is on the screen then, its number is the answer. */
export const payOrder = async (shopper: Shopper): Promise<string> => {
  const { page } = shopper
  await press(await goToWeChat(shopper), '付款')
  await page.getByText('付款成功').waitFor()
  await page.getByRole('link', { name: '查看订单' }).click()
  await page.waitForURL(/\/orders\/ord_/)
  return orderNoOn(shopper)
}

/** Signs in at a page of the sandbox that works as staff does. */
const signInAsStaff = async (browser: Browser, house: House, path: string) => {
  const context = await browser.newContext(deviceOf(1440, 900))
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  await page.goto(`${house.origin}/sandbox/${path}`)
  await page.getByLabel('员工账号').fill(house.staff.account)
  await page.getByLabel('密码').fill(house.staff.password)
  await page.getByRole('button', { name: '登录' }).click()
  return { page, close: () => context.close() }
}

/** The packing station: what lies on its scale is said by the journey. */
export const station = async (browser: Browser, house: House) => {
  const { page, close } = await signInAsStaff(browser, house, 'station')
  const cardOf = async (tab: string, orderNo: string) => {
    await page.getByRole('button', { name: tab, exact: true }).click()
    const card = page.getByRole('listitem').filter({ hasText: orderNo })
    await card.waitFor()
    return card
  }
  return {
    weigh: async (orderNo: string, title: string, grams: number) => {
      const card = await cardOf('待打包', orderNo)
      const field = card.getByLabel(`${title} 秤上的克数`)
      await field.fill(String(grams))
      // What was typed outlives what is drawn anew.
      const drawn = page.waitForResponse(/\/staff\/scales/)
      await page.getByRole('button', { name: '刷新' }).click()
      await drawn
      expect(await field.inputValue()).toBe(String(grams))
      await card.getByRole('button', { name: '称重' }).click()
      await page.getByText(`${title} 已记录`).waitFor()
    },
    short: async (orderNo: string, title: string) => {
      const card = await cardOf('待打包', orderNo)
      await card.getByRole('button', { name: '报缺' }).click()
      await page.getByText(`${title} 报缺`).waitFor()
    },
    recall: async (orderNo: string) => {
      const card = await cardOf('已打包', orderNo)
      await card.getByRole('button', { name: '发出' }).click()
      await page.getByText('里面的批次停售或召回了，不能发出').waitFor()
      if (pictures) await page.screenshot({ path: `${pictures}/station-stopped.png` })
      page.once('dialog', (dialog) => void dialog.accept())
      await card.getByRole('button', { name: '召回：取消并退款' }).click()
      await page.getByText(`${orderNo} 已取消，钱在退回`).waitFor()
    },
    pack: async (orderNo: string) => {
      const card = await cardOf('待打包', orderNo)
      await card.getByRole('button', { name: '打包' }).click()
      await page.getByText(`${orderNo} 已打包`).waitFor()
      if (pictures) await page.screenshot({ path: `${pictures}/station.png` })
    },
    send: async (orderNo: string) => {
      const card = await cardOf('已打包', orderNo)
      if (pictures) await page.screenshot({ path: `${pictures}/station-packed.png` })
      await card.getByRole('button', { name: '发出' }).click()
      await page.getByText('第 1 包已发出').waitFor()
    },
    close,
  }
}

/** The warehouse sends the newest paid order off, or brings it to the door. */
export const warehouse = async (browser: Browser, house: House) => {
  const { page, close } = await signInAsStaff(browser, house, 'warehouse')
  const act = async (tab: string, orderNo: string, deed: string) => {
    await page.getByRole('button', { name: tab, exact: true }).click()
    const card = page.getByRole('listitem').filter({ hasText: orderNo })
    await card.getByRole('button', { name: deed }).click()
    await page.getByText(`${orderNo} ${tab === '待发货' ? '已发货' : '已送达'}`).waitFor()
  }
  return {
    ship: (orderNo: string) => act('待发货', orderNo, '发货'),
    deliver: (orderNo: string) => act('已发货', orderNo, '送到了'),
    close,
  }
}
