/**
 * The file of a settlement day as UnionPay hands it out: inside the answer, base64 of a deflated zip. Only
 * fetched here; who reads it decides what it means.
 */
import { inflateSync } from 'node:zlib'
import { chinaDigits } from '@tiantou/adapter-kit'
import type { ChannelAnswer } from '@tiantou/payment/port'
import { call, type ClientDeps } from './client.ts'
import type { UnionpayConfig } from './config.ts'
import { createTrust } from './trust.ts'

export interface UnionpayBills {
  /**
   * The file of one day of settlement as the bytes of its zip; null where there is none (yet).
   * @param day `yyyy-MM-dd` in China; ready the next morning, kept for a year
   */
  fetch(day: string): Promise<ChannelAnswer<Buffer | null>>
}

const FILE = { txnType: '76', txnSubType: '01', bizType: '000000', fileType: '00' } as const
const NO_FILE = '98'
/** The answer as text, and what it may unfold to. */
const ANSWER_LIMIT_BYTES = 128 * 1_048_576
const FILE_LIMIT_BYTES = 512 * 1_048_576
const DOWNLOAD_MS = 300_000

export function createUnionpayBills(config: UnionpayConfig, deps: ClientDeps): UnionpayBills {
  const merchant = { config, deps, trust: createTrust(config.chain, deps.now) }
  return {
    fetch: async (day) => {
      const fields = { ...FILE, txnTime: chinaDigits(deps.now()), settleDate: day.slice(5).replace('-', '') }
      const limit = { bytes: ANSWER_LIMIT_BYTES, ms: DOWNLOAD_MS }
      const answer = await call(merchant, config.fileUrl, fields, limit)
      if (answer.kind === 'refused' && answer.code === NO_FILE) return { kind: 'ok', value: null }
      return answer.kind === 'ok' ? unfold(answer.value['fileContent'] ?? '') : answer
    },
  }
}

function unfold(content: string): ChannelAnswer<Buffer> {
  try {
    const value = inflateSync(Buffer.from(content, 'base64'), { maxOutputLength: FILE_LIMIT_BYTES })
    return { kind: 'ok', value }
  } catch {
    return { kind: 'unknown', message: 'the file does not unfold' }
  }
}
