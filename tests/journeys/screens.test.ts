/**
 * Every screen with every face, on a phone and on a PC: axe finds no serious fault, nothing runs out of the
 * side, no script fails and the server's strict content policy is kept.
 */
import { join } from 'node:path'
import axe from 'axe-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenes } from './shop/scenes.ts'
import { raiseStage, type Stage } from './shop/stage.ts'

/** A folder: pictures of all of them are left there, to be looked at by a person. */
const pictures = process.env['TIANTOU_PICTURES']

interface Found {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

let stage: Stage
beforeAll(async () => {
  stage = await raiseStage()
})
afterAll(() => stage.close())

describe.each([
  { device: 'phone', width: 375, height: 812 },
  { device: 'pc', width: 1440, height: 900 },
])('on a $device', ({ device, width, height }) => {
  // By night, in large type and with nothing to show, a PC differs from a phone in nothing that axe could
  // see.
  const again = /-(loading|error|empty|dark|elder|offline|guest)$/
  const shown = scenes.filter(({ name, only }) =>
    only ? only === device : device === 'phone' || !again.test(name),
  )

  test.each(shown)('$name', async (scene) => {
    const { page, errors, context } = await stage.open(scene.path, { ...scene, width, height })
    await page.waitForTimeout(scene.wait ?? 250)
    await scene.act?.(page)
    if (pictures) {
      await page.screenshot({
        path: join(pictures, `${scene.name}-${device}.png`),
        fullPage: scene.full ?? false,
      })
    }
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    // The policy allows the shop's own scripts only; the protocol of the browser is not bound by it.
    await page.evaluate(axe.source)
    const found = (await page.evaluate(
      'axe.run(document, { resultTypes: ["violations"] }).then((all) => all.violations)',
    )) as Found[]
    const serious = found
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
    expect(serious).toEqual([])
    expect(errors).toEqual([])
    await context.close()
  })
})
