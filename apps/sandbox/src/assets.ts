/**
 * The sandbox's own style sheets and scripts, read once. Strict policy: nothing inline, nothing from
 * elsewhere.
 */
import { readFile } from 'node:fs/promises'

const TYPES = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
} as const

/** Written out one by one, so that a file nobody serves is found. */
const FILES = [
  new URL('./assets/sandbox.css', import.meta.url),
  new URL('./assets/pieces.css', import.meta.url),
  new URL('./assets/icon.svg', import.meta.url),
  new URL('./assets/common.js', import.meta.url),
  new URL('./assets/sms.js', import.meta.url),
  new URL('./assets/wechat.js', import.meta.url),
  new URL('./assets/orders.js', import.meta.url),
  new URL('./assets/cashier.js', import.meta.url),
  new URL('./assets/staff.js', import.meta.url),
  new URL('./assets/warehouse.js', import.meta.url),
  new URL('./assets/station.js', import.meta.url),
  new URL('./assets/parcels.js', import.meta.url),
]

export interface Asset {
  readonly type: string
  readonly body: Buffer
}

/** File name → type and bytes. */
export async function readAssets(): Promise<ReadonlyMap<string, Asset>> {
  const assets = await Promise.all(
    FILES.map(async (url) => {
      const name = url.pathname.slice(url.pathname.lastIndexOf('/') + 1)
      const type = TYPES[name.slice(name.lastIndexOf('.') + 1) as keyof typeof TYPES]
      return [name, { type, body: await readFile(url) }] as const
    }),
  )
  return new Map(assets)
}
