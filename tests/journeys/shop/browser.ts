/**
 * The browser of the journeys: how it is started, as which device it shows itself, and what axe finds on a
 * page.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

const phoneAgent =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) ' +
  'Chrome/130.0 Mobile Safari/537.36'

/** A phone below 960 px, from there on a PC. */
export const deviceOf = (width: number, height: number): BrowserContextOptions => ({
  viewport: { width, height },
  reducedMotion: 'reduce',
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
  // It would answer before a journey could: what it does has a journey of its own.
  serviceWorkers: 'block',
  ...(width < 960 ? { userAgent: phoneAgent, hasTouch: true } : {}),
})

/** It goes into each page anew, and the small form is read in a third of the time. */
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

interface Found {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly { readonly html: string }[]
}

/** Until what was just done is drawn and what fades is there; what turns for ever is not waited for. */
const still = `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  .then(() => Promise.all(document.getAnimations()
    .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
    .map((one) => one.finished.catch(() => undefined))))
  .then(() => undefined)`

/** Serious faults of a page as axe finds them, and whether it runs out of the side. */
export const faultsOf = async (page: Page): Promise<string[]> => {
  await page.evaluate(still)
  const over = (await page.evaluate('document.documentElement.scrollWidth - innerWidth')) as number
  // The page's policy allows the shop's own scripts only; the protocol of the browser is not bound by it.
  await page.evaluate(axe)
  const wish = '{ resultTypes: ["violations"], preload: false, iframes: false }'
  const run = `axe.run(document, ${wish}).then((all) => all.violations)`
  const found = (await page.evaluate(run)) as Found[]
  const serious = found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
  return over > 0 ? [`${over} px too wide`, ...serious] : serious
}
