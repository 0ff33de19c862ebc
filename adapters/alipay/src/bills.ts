/**
 * The daily bills as Alipay hands them out: a link that lives half a minute, and behind it a zip of GBK
 * files. Only fetched here; who reads them decides what they mean.
 */
import { readLimited, text } from '@tiantou/adapter-kit'
import type { ChannelAnswer } from '@tiantou/payment/port'
import { call, type ClientDeps } from './client.ts'
import type { AlipayConfig } from './config.ts'

/** `trade`: payments and refunds; `signcustomer`: every movement of the account. */
export type BillKind = 'trade' | 'signcustomer'

export interface AlipayBills {
  /**
   * The bill of one day as the bytes of its zip; null where there is none, since nothing moved that day.
   * @param day `yyyy-MM-dd` in China; ready the next morning
   */
  fetch(kind: BillKind, day: string): Promise<ChannelAnswer<Buffer | null>>
}

const METHOD = 'alipay.data.dataservice.bill.downloadurl.query'
/** A million rows, packed, are far below. */
const BILL_LIMIT_BYTES = 512 * 1_048_576
const DOWNLOAD_MS = 300_000
const NO_BILL = new Set(['isp.bill_not_exist', 'BILL_NOT_EXIST'])

export function createAlipayBills(config: AlipayConfig, deps: ClientDeps): AlipayBills {
  return {
    fetch: async (kind, day) => {
      const answer = await call(config, METHOD, { bill_type: kind, bill_date: day }, deps)
      if (answer.kind === 'refused' && NO_BILL.has(answer.code)) return { kind: 'ok', value: null }
      if (answer.kind !== 'ok') return answer
      const url = text(answer.value, 'bill_download_url')
      return url === undefined || !isTrusted(url, config)
        ? { kind: 'unknown', message: 'no link to a bill' }
        : download(url, deps)
    },
  }
}

/** The link came signed; still it must not lead to plain HTTP, but where the gateway itself is on it. */
function isTrusted(url: string, { gatewayUrl }: AlipayConfig): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || hostname === new URL(gatewayUrl).hostname
}

async function download(url: string, deps: ClientDeps): Promise<ChannelAnswer<Buffer>> {
  try {
    const signal = AbortSignal.timeout(DOWNLOAD_MS)
    const response = await (deps.fetch ?? globalThis.fetch)(url, { redirect: 'error', signal })
    if (response.status !== 200) return { kind: 'unknown', message: `HTTP ${response.status}` }
    return { kind: 'ok', value: await readLimited(response, BILL_LIMIT_BYTES) }
  } catch {
    return { kind: 'unknown', message: 'the bill was not fetched' }
  }
}
