/** The shop as an app: it can be installed, and opens without a network to words instead of a dinosaur. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { deviceOf, faultsOf, launch } from './shop/browser.ts'
import { openHouse, type House } from './shop/house.ts'

let house: House
let browser: Browser

beforeAll(async () => {
  house = await openHouse()
  browser = await launch()
})

afterAll(async () => {
  await browser?.close()
  await house?.stop()
})

interface Manifest {
  readonly name: string
  readonly display: string
  readonly icons: readonly { src: string; sizes: string; type: string; purpose?: string }[]
}

test('its manifest names icons that are there, of the sizes that they claim', async () => {
  const manifest = (await (await fetch(`${house.origin}/manifest.webmanifest`)).json()) as Manifest
  expect(manifest).toMatchObject({ display: 'standalone', start_url: '/', lang: 'zh-CN' })
  const pngs = manifest.icons.filter((icon) => icon.type === 'image/png')
  expect(pngs.map((icon) => [icon.sizes, icon.purpose ?? 'any'])).toEqual([
    ['192x192', 'any'],
    ['512x512', 'any'],
    ['512x512', 'maskable'],
  ])
  for (const { src, sizes } of pngs) {
    const answer = await fetch(house.origin + src)
    expect(answer.headers.get('content-type')).toBe('image/png')
    const png = Buffer.from(await answer.arrayBuffer())
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes)
  }
})

test('without a network it opens, says so, and comes back by itself', async () => {
  const context = await browser.newContext({ ...deviceOf(375, 812), serviceWorkers: 'allow' })
  const page = await context.newPage()
  await page.goto(house.origin)
  await page.evaluate('navigator.serviceWorker.ready')
  const keeps =
    'caches.keys().then((names) => names.filter((name) => name.startsWith("tiantou-shell-")).length)'
  expect(await page.evaluate(keeps)).toBe(1)
  await context.setOffline(true)
  await page.goto(`${house.origin}/cart`)
  await page.getByText('网络断开了').first().waitFor()
  await page.getByRole('button', { name: '再试一次' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  // A screen that this person has never opened is there too.
  await page.goto(`${house.origin}/me`)
  await page.getByRole('heading', { name: '我的', exact: true }).waitFor()
  await context.setOffline(false)
  await page.goto(house.origin)
  await page.getByRole('article').first().waitFor()
  const kept =
    'caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((c) => c.keys()))))'
  const urls = (await page.evaluate(`${kept}.then((all) => all.flat().map((one) => one.url))`)) as string[]
  expect(urls.filter((url) => url.includes('/api/'))).toEqual([])
  await context.close()
})
