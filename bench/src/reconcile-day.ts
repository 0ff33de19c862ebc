/**
 * One process of the reconcile bench: compares the day, or only unpacks the bill and splits its lines. Tells
 * how long it took and how much memory it held at most (Linux tells that).
 */
import { createReadStream, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { openQuietHouse, readConfig } from '@tiantou/server'
import { Reconcile } from '@tiantou/reconcile/contract'
import type { BillSource } from '@tiantou/reconcile/port'
import type { ReconcileInput, ReconcileResult } from './cases/reconcile.ts'

const input = JSON.parse(process.argv[2] as string) as ReconcileInput
const KB_A_MB = 1_024

const source: BillSource = {
  merchantId: input.merchant,
  fetch: async (kind) =>
    kind === 'trade' ? { kind: 'ok', packed: await readFile(input.bill) } : { kind: 'none' },
  read: (packed) => Readable.from([packed]).pipe(createGunzip()),
}

const compare = async (): Promise<number> => {
  const env = { DATA_DIR: input.dataDir, LOG_LEVEL: 'silent', DEMO: '0', SANDBOX: '0' }
  const house = await openQuietHouse(readConfig(env), undefined, () => ({
    'wechat-pay': source,
    alipay: undefined,
  }))
  const said = await house.effect(Reconcile.effects.compareBills, { channel: 'wechat-pay', day: input.day })
  await house.close()
  if (!('differences' in said)) throw new Error(JSON.stringify(said))
  return said.differences.length
}

const splitLines = async (): Promise<number> => {
  let lines = 0
  for await (const _line of createInterface({ input: createReadStream(input.bill).pipe(createGunzip()) }))
    lines += 1
  return lines
}

/** What the process itself holds, in MB, without the pages of files that the system maps for it. */
const heldNow = (): number => {
  const [, kb] = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kb ?? 0) / KB_A_MB
}

let held = heldNow()
const watch = setInterval(() => (held = Math.max(held, heldNow())), 20)
const began = performance.now()
const found = await (input.what === 'ours' ? compare() : splitLines())
const seconds = (performance.now() - began) / 1_000
clearInterval(watch)
const result: ReconcileResult = { seconds, held, rss: process.resourceUsage().maxRSS / KB_A_MB, found }
process.send?.(result)
process.once('SIGTERM', () => process.exit(0))
