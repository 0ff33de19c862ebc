/**
 * What a phone loads before the home stands there: scripts and styles, gzipped, measured in Chromium by what
 * the page really asks for until it is quiet. Bounds are 100 kB and 30 kB.
 */
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import type { Figure } from '../report.ts'
import type { Scratch } from '../scratch.ts'
import { startOnce, stop } from '../started.ts'

const QUIET_MS = 2_500

/** Cases `home js kB` and `home css kB`. */
export const web = async (scratch: Scratch): Promise<Figure[]> => {
  const { dataDir } = await scratch.place(false)
  const { port, child } = await startOnce(dataDir)
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  })
  const sizes = { script: [] as number[], stylesheet: [] as number[] }
  try {
    const context = await browser.newContext({
      viewport: { width: 375, height: 812 },
      serviceWorkers: 'block',
    })
    const page = await context.newPage()
    const read: Promise<unknown>[] = []
    page.on('response', (response) => {
      const kind = response.request().resourceType()
      if (kind !== 'script' && kind !== 'stylesheet') return
      read.push(response.body().then((body) => sizes[kind].push(gzipSync(body, { level: 9 }).length)))
    })
    await page.goto(`http://localhost:${port}/`, { waitUntil: 'networkidle' })
    await page.waitForTimeout(QUIET_MS)
    await Promise.all(read)
  } finally {
    await browser.close()
    await stop(child)
  }
  const figure = (name: string, list: readonly number[]): Figure => ({
    bench: 'web',
    case: name,
    value: list.reduce((sum, size) => sum + size, 0) / 1_024,
    unit: 'kB',
    limit: null,
    ratio: null,
    note: `${list.length} files, gzipped`,
  })
  return [figure('home js kB', sizes.script), figure('home css kB', sizes.stylesheet)]
}
