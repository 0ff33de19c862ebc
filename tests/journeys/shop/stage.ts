/**
 * A browser on the built shop with a made-up server behind it: files come from `dist`, answers from the
 * fixture or from what a scene puts in their place. Nothing listens on a port.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Disposable, Page, Route } from 'playwright-core'
import { deviceOf } from './browser.ts'
import * as fixture from './fixture.data.ts'

export const origin = 'http://localhost:4390'

/** What a scene answers: a body, a problem, silence for ever, or no connection. */
export type Reply = { readonly status?: number; readonly body: unknown } | 'never' | 'offline'

export type Replies = Readonly<Record<string, Reply | ((body: unknown) => Reply)>>

const policy =
  "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; " +
  "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  webp: 'image/webp',
  webmanifest: 'application/manifest+json',
  txt: 'text/plain',
}

const emoji: Readonly<Record<string, string>> = {
  peach: '1f351',
  watermelon: '1f349',
  grapes: '1f347',
  tomato: '1f345',
  'leafy-green': '1f96c',
  mushroom: '1f344',
  egg: '1f95a',
  shrimp: '1f990',
  rice: '1f33e',
  tea: '1f375',
}

export const problem = (status: number, code: string, data?: unknown): Reply => ({
  status,
  body: { type: 'about:blank', title: code, status, code, data, traceId: 'trace' },
})

const tokens = { accessToken: 'token', accessExpiresAt: fixture.now + 600_000 }

/** `METHOD /path` → answer; the longest fitting start wins. */
const standard: Replies = {
  'GET /catalogue': { body: { items: fixture.cards, next: null } },
  'GET /categories': { body: fixture.categories },
  'GET /search': { body: fixture.found },
  'GET /search/suggest': { body: { items: ['脐橙', '赣南脐橙', '纽荷尔脐橙'] } },
  'GET /products/': { body: fixture.productPage() },
  [`GET /products/${fixture.id('prd', 0)}/reviews`]: { body: fixture.reviews },
  [`GET /orders/${fixture.id('ord', 1)}/reviewable`]: { body: fixture.reviewable },
  'GET /me/reviews': { body: fixture.myReviews },
  'GET /me/favourites': { body: fixture.favourites },
  'GET /me/favourites/': { body: { marked: true } },
  'PUT /me/': { body: {} },
  'DELETE /me/': { body: {} },
  'GET /me/history': { body: fixture.history },
  'GET /me/bought': { body: fixture.bought },
  'POST /behaviour': { body: { kept: 1 } },
  'POST /products/': { body: fixture.shared },
  'GET /freight': { body: fixture.freight },
  'GET /delivery-promise': { body: fixture.deliveryPromise },
  'POST /delivery-places': { body: { isLocated: true } },
  'GET /cart': { body: fixture.cart },
  'POST /cart/lines': { body: { quantity: 2 } },
  'PUT /cart/lines': { body: {} },
  'DELETE /cart/lines': { body: {} },
  'GET /user/addresses': { body: { items: fixture.addresses } },
  'POST /user/addresses': { body: { addressId: fixture.id('adr', 3) } },
  'GET /user/me': { body: fixture.me },
  'GET /user/policies': { body: fixture.policies },
  'GET /user/consents': { body: fixture.consents },
  'POST /user/consents': { body: {} },
  'GET /user/sessions': { body: fixture.sessions },
  'POST /user/confirmations/codes': {
    body: {
      requestId: fixture.id('otp', 2),
      expiresAt: fixture.now + 300_000,
      resendAt: fixture.now + 60_000,
    },
  },
  'POST /user/refresh': { body: tokens },
  'POST /user/codes': {
    body: {
      requestId: fixture.id('otp', 1),
      expiresAt: fixture.now + 300_000,
      resendAt: fixture.now + 60_000,
    },
  },
  'POST /user/sign-in': { body: { userId: fixture.id('usr', 1), isNew: true, ...tokens, consentsDue: [] } },
  'POST /user/sign-out': { body: {} },
  'GET /user/sign-in-ways': { body: { wechat: fixture.wechatWays } },
  'GET /user/wechat/links': { body: { items: fixture.wechatLinks } },
  'POST /checkout/preview': { body: fixture.preview },
  'GET /pay-ways': { body: fixture.payWays },
  'GET /payments/': { body: fixture.payment },
  'POST /payments/': {
    body: { ticket: { scene: 'native', codeUrl: 'weixin://wxpay/bizpayurl?pr=Ab12Cd34' } },
  },
  'GET /orders': { body: fixture.orders },
  [`GET /orders/${fixture.id('ord', 1)}/packing`]: { body: null },
  [`GET /orders/${fixture.id('ord', 1)}/tracks`]: { body: { parcels: [] } },
  [`GET /orders/${fixture.id('ord', 1)}/claims`]: { body: { items: [] } },
  [`GET /orders/${fixture.id('ord', 1)}/claimable`]: { body: { lines: [] } },
  [`GET /orders/${fixture.id('ord', 1)}/invoices`]: { body: fixture.invoices },
  'GET /orders/': { body: fixture.order('shipped') },
}

const sendFile = async (route: Route, path: string) => {
  const dist = join(import.meta.dirname, '../../../apps/shop/dist')
  const file = path !== '/' && existsSync(join(dist, path)) ? join(dist, path) : join(dist, 'index.html')
  const type = types[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
  await route.fulfill({
    body: readFileSync(file),
    headers: { 'content-type': type, 'content-security-policy': policy },
  })
}

const sendPicture = async (route: Route, path: string) => {
  const code = emoji[path.replace(/^\/media\/|\.webp$/g, '')]
  const folder = join(import.meta.dirname, '../../../node_modules/@lobehub/fluent-emoji-3d/assets')
  if (!code) return route.fulfill({ status: 404, body: '' })
  return route.fulfill({ body: readFileSync(join(folder, `${code}.webp`)), contentType: 'image/webp' })
}

const serve = (replies: Replies) => async (route: Route) => {
  const { pathname } = new URL(route.request().url())
  if (pathname.startsWith('/media/')) return sendPicture(route, pathname)
  if (!pathname.startsWith('/api/v1')) return sendFile(route, pathname)
  const asked = `${route.request().method()} ${pathname.slice('/api/v1'.length)}`
  const name = Object.keys(replies)
    .filter((start) => asked.startsWith(start))
    .toSorted((a, b) => b.length - a.length)[0]
  const found = replies[name ?? '']
  const reply = typeof found === 'function' ? found(route.request().postDataJSON()) : found
  if (reply === 'never') return undefined
  if (reply === 'offline') return route.abort('internetdisconnected')
  if (!reply) throw new Error(`nothing answers ${asked}`)
  return route.fulfill({
    status: reply.status ?? 200,
    json: reply.body,
    headers: { date: new Date(fixture.now).toUTCString() },
  })
}

export interface Setting {
  readonly dark?: boolean
  readonly elder?: boolean
  readonly guest?: boolean
  /** The device knows that its shopper has bought before. */
  readonly bought?: boolean
  readonly replies?: Replies
}

/** One device: what it shows next stands on the page of what it showed before, which saves half a second. */
export interface Stage {
  readonly page: Page
  /** Shows a path as if nothing had been shown here before. What fails in its scripts is told by `errors`. */
  show(path: string, setting?: Setting): Promise<{ readonly errors: readonly string[] }>
}

/** Storage as a device has it that comes here for the first time in this scene, but for these notes. */
const begin = (scene: number, notes: readonly string[]): string => `
  if (sessionStorage.getItem('scene') !== '${scene}') {
    localStorage.clear()
    sessionStorage.clear()
    sessionStorage.setItem('scene', '${scene}')
    for (const note of ${JSON.stringify(notes)}) localStorage.setItem(note, '1')
  }`

export const raiseStage = async (browser: Browser, width: number, height: number): Promise<Stage> => {
  const context = await browser.newContext(deviceOf(width, height))
  const page = await context.newPage()
  await page.clock.setFixedTime(fixture.now)
  let replies = standard
  await page.route(`${origin}/**`, (route) => serve(replies)(route))
  let errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (line) => {
    if (line.type() === 'error' && !/Failed to load resource/.test(line.text())) errors.push(line.text())
  })
  let scene = 0
  let beginning: Disposable | undefined
  const show: Stage['show'] = async (path, { dark, elder, guest, bought, replies: own = {} } = {}) => {
    await beginning?.dispose()
    await page.mouse.move(0, 0)
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
    const notes = [
      ...(guest ? [] : ['tt.in']),
      ...(elder ? ['tt.elder'] : []),
      ...(bought ? ['tt.bought'] : []),
    ]
    beginning = await page.addInitScript(begin((scene += 1), notes))
    replies = { ...standard, ...own }
    const told: string[] = []
    // What the page before still complains of while it goes is its own.
    page.once('framenavigated', () => (errors = told))
    await page.goto(`${origin}${path}`)
    await page.locator('#main').waitFor()
    return { errors: told }
  }
  return { page, show }
}
