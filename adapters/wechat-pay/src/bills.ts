/**
 * The daily bills as WeChat Pay hands them out: a link, the SHA-1 of the text behind it, and a signed
 * download that nobody signs back. Fetched packed and held to its hash; who reads them decides what they
 * mean.
 */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { BillAnswer, BillKind, BillSource } from '@tiantou/reconcile/port'
import { call, type Merchant } from './client.ts'
import type { WechatPayConfig } from './config.ts'
import { openKeyRing } from './keys.ts'
import type { ClientDeps } from './send.ts'
import { download, isTrusted } from './signed-file.ts'
import { text } from './wire.ts'

const PATHS: Readonly<Record<BillKind, string>> = {
  trade: '/v3/bill/tradebill?bill_type=ALL&tar_type=GZIP&bill_date=',
  fund: '/v3/bill/fundflowbill?account_type=BASIC&tar_type=GZIP&bill_date=',
}
const NO_BILL = new Set(['NO_STATEMENT_EXIST'])
const NOT_YET = new Set(['STATEMENT_CREATING'])
/** A million lines, packed, are far below; so are their lines, unpacked. */
const LIMITS = { bytes: 512 * 1_048_576, wait_ms: 300_000 }
const DAY = /^\d{4}-\d\d-\d\d$/

/** Makes the source. Refuses with `hash_wrong` or `damaged` what is not the file that was promised. */
export function createWechatPayBills(config: WechatPayConfig, deps: ClientDeps): BillSource {
  const merchant = { config, keys: openKeyRing(config, deps) }
  return {
    merchantId: config.mchId,
    fetch: (kind, day) => fetchBill(merchant, kind, day, deps),
    read: unpack,
  }
}

async function fetchBill(
  merchant: Merchant,
  kind: BillKind,
  day: string,
  deps: ClientDeps,
): Promise<BillAnswer> {
  if (!DAY.test(day)) return { kind: 'refused', code: 'bad_day', message: 'a day is yyyy-MM-dd' }
  const answer = await call(merchant, { method: 'GET', path: PATHS[kind] + day }, deps)
  if (answer.kind === 'unknown') return answer
  if (answer.kind === 'refused') {
    if (NO_BILL.has(answer.code)) return { kind: 'none' }
    return NOT_YET.has(answer.code) ? { kind: 'unknown', message: answer.code } : answer
  }
  const [url, hash] = [text(answer.value, 'download_url'), text(answer.value, 'hash_value')]
  const isSha1 = text(answer.value, 'hash_type') === 'SHA1'
  if (url === undefined || hash === undefined || !isSha1 || !isTrusted(url, merchant.config))
    return { kind: 'unknown', message: 'no link to a bill' }
  const packed = await download(merchant.config, url, LIMITS, deps)
  return packed === undefined ? { kind: 'unknown', message: 'the bill was not fetched' } : judge(packed, hash)
}

/** The hash is of the text, not of its packing. */
async function judge(packed: Buffer, wanted: string): Promise<BillAnswer> {
  const hash = createHash('sha1')
  try {
    for await (const chunk of unpack(packed)) hash.update(chunk)
  } catch {
    return { kind: 'refused', code: 'damaged', message: 'the file cannot be unpacked' }
  }
  return hash.digest('hex') === wanted.toLowerCase()
    ? { kind: 'ok', packed }
    : { kind: 'refused', code: 'hash_wrong', message: 'not the file that was promised' }
}

/** GZIP where it is one; the plain text otherwise, as the provider may choose. */
function unpack(packed: Buffer): AsyncIterable<Uint8Array> {
  const isGzip = packed[0] === 0x1f && packed[1] === 0x8b
  return isGzip ? Readable.from([packed]).pipe(createGunzip()) : Readable.from([packed])
}
