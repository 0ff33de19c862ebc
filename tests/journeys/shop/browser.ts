/**
 * The browser of the journeys: how it is started, as which device it shows itself, and what axe finds on a
 * page.
 */
import axe from 'axe-core'
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

interface Found {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly { readonly html: string }[]
}

/** Serious faults of a page as axe finds them, and whether it runs out of the side. */
export const faultsOf = async (page: Page): Promise<string[]> => {
  const over = (await page.evaluate('document.documentElement.scrollWidth - innerWidth')) as number
  // The page's policy allows the shop's own scripts only; the protocol of the browser is not bound by it.
  await page.evaluate(axe.source)
  const run = 'axe.run(document, { resultTypes: ["violations"] }).then((all) => all.violations)'
  const found = (await page.evaluate(run)) as Found[]
  const serious = found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
  return over > 0 ? [`${over} px too wide`, ...serious] : serious
}
