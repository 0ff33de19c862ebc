/**
 * The sandbox's own style sheet and scripts, read once. Strict policy: nothing inline, nothing from
 * elsewhere.
 */
import { readFile } from 'node:fs/promises'

const TYPES = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
} as const

const NAMES = [
  'sandbox.css',
  'pieces.css',
  'icon.svg',
  'common.js',
  'sms.js',
  'orders.js',
  'cashier.js',
  'warehouse.js',
] as const

export interface Asset {
  readonly type: string
  readonly body: Buffer
}

export async function readAssets(): Promise<ReadonlyMap<string, Asset>> {
  const assets = await Promise.all(
    NAMES.map(async (name) => {
      const body = await readFile(new URL(`./assets/${name}`, import.meta.url))
      const type = TYPES[name.slice(name.lastIndexOf('.') + 1) as keyof typeof TYPES]
      return [name, { type, body }] as const
    }),
  )
  return new Map(assets)
}
