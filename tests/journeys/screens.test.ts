/**
 * Every screen with every face, on a phone and on a PC: axe finds no serious fault, nothing runs out of the
 * side, no script fails and the server's strict content policy is kept.
 */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { buildShop } from '@tiantou/shop/build'
import { faultsOf, launch } from './shop/browser.ts'
import { scenes } from './shop/scenes.data.ts'
import { raiseStage, type Stage } from './shop/stage.ts'

/** A folder: pictures of all of them are left there, to be looked at by a person. */
const pictures = process.env['TIANTOU_PICTURES']

let browser: Browser
beforeAll(async () => {
  await buildShop()
  browser = await launch()
})
afterAll(() => browser.close())

describe.concurrent.each([
  { device: 'phone', width: 375, height: 812 },
  { device: 'pc', width: 1440, height: 900 },
])('on a $device', ({ device, width, height }) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await raiseStage(browser, width, height)
  })

  // By night, in large type and with nothing to show, a PC differs from a phone in nothing that axe could
  // see.
  const again = /-(loading|error|empty|dark|elder|offline|guest)$/
  const shown = scenes.filter(({ name, only }) =>
    only ? only === device : device === 'phone' || !again.test(name),
  )

  test.each(shown)('$name', { concurrent: false }, async (scene) => {
    const { page } = stage
    const { errors } = await stage.show(scene.path, scene)
    // Not a skeleton, unless the skeleton is what is to be seen.
    if (!scene.name.endsWith('-loading')) await page.locator('.bone').first().waitFor({ state: 'detached' })
    await page.waitForTimeout(scene.wait ?? 50)
    await scene.act?.(page)
    if (scene.says) await page.getByText(scene.says).first().waitFor({ state: 'attached', timeout: 10_000 })
    if (pictures) {
      await page.screenshot({
        path: join(pictures, `${scene.name}-${device}.png`),
        fullPage: scene.full ?? false,
      })
    }
    expect(await faultsOf(page)).toEqual([])
    expect(errors).toEqual([])
  })
})
