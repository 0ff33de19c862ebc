/**
 * The daily bills as Alipay hands them out: a link that lives half a minute, and behind it a zip of GBK
 * files, one with every line and one with sums. Whole or refused; who reads them decides what they mean.
 */
import { readLimited, text } from '@tiantou/adapter-kit'
import type { BillAnswer, BillKind, BillSource } from '@tiantou/reconcile/port'
import { call, type ClientDeps } from './client.ts'
import type { AlipayConfig } from './config.ts'
import { entriesOf, unpack, type ZipEntry, ZipError } from './unzip.ts'

/** `trade`: payments and refunds; `signcustomer`: every movement of the account. */
const TYPES: Readonly<Record<BillKind, string>> = { trade: 'trade', fund: 'signcustomer' }

const METHOD = 'alipay.data.dataservice.bill.downloadurl.query'
/** A million rows, packed, are far below. */
const BILL_LIMIT_BYTES = 512 * 1_048_576
const DOWNLOAD_MS = 300_000
const NO_BILL = new Set(['isp.bill_not_exist', 'BILL_NOT_EXIST'])

/**
 * Makes the source. Bills are ready the next morning. Refuses with `damaged` a file that is no zip, or whose
 * parts are not what its directory says.
 */
export function createAlipayBills(config: AlipayConfig, deps: ClientDeps): BillSource {
  return {
    merchantId: config.sellerId,
    fetch: async (kind, day) => {
      const answer = await call(config, METHOD, { bill_type: TYPES[kind], bill_date: day }, deps)
      if (answer.kind === 'refused') return NO_BILL.has(answer.code) ? { kind: 'none' } : answer
      if (answer.kind === 'unknown') return answer
      const url = text(answer.value, 'bill_download_url')
      return url === undefined || !isTrusted(url, config)
        ? { kind: 'unknown', message: 'no link to a bill' }
        : download(url, deps)
    },
    read: (packed) => unpack(detailOf(packed)),
  }
}

/** The link came signed; still it must not lead to plain HTTP, but where the gateway itself is on it. */
function isTrusted(url: string, { gatewayUrl }: AlipayConfig): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || hostname === new URL(gatewayUrl).hostname
}

async function download(url: string, deps: ClientDeps): Promise<BillAnswer> {
  const packed = await fetchBytes(url, deps)
  return packed === undefined ? { kind: 'unknown', message: 'the bill was not fetched' } : judge(packed)
}

async function fetchBytes(url: string, deps: ClientDeps): Promise<Buffer | undefined> {
  try {
    const signal = AbortSignal.timeout(DOWNLOAD_MS)
    const response = await (deps.fetch ?? globalThis.fetch)(url, { redirect: 'error', signal })
    return response.status === 200 ? await readLimited(response, BILL_LIMIT_BYTES) : undefined
  } catch {
    return undefined
  }
}

/** Unpacks once without keeping anything: a CRC stands at the end. */
async function judge(packed: Buffer): Promise<BillAnswer> {
  try {
    const parts = unpack(detailOf(packed))
    for (let part = await parts.next(); part.done !== true;) part = await parts.next()
    return { kind: 'ok', packed }
  } catch (error) {
    return { kind: 'refused', code: 'damaged', message: error instanceof Error ? error.message : '' }
  }
}

/** The file with every line: the other one is named as its sums. @throws ZipError */
function detailOf(packed: Buffer): ZipEntry {
  const gbk = new TextDecoder('gbk')
  const details = entriesOf(packed).filter(({ name }) => !gbk.decode(name).includes('汇总'))
  const [detail] = details
  if (detail === undefined || details.length > 1) throw new ZipError('not one file of lines')
  return detail
}
