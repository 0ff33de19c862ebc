/** One call to 丰桥: sign, send, open the two envelopes of the answer. Knows no service. */
import { callJson, parseObject, text, type Wire } from '@tiantou/adapter-kit'
import type { CarrierAnswer } from '@tiantou/logistics/port'
import { PLATFORM_CODES, serviceCode } from './codes.data.ts'
import type { SfExpressConfig } from './config.ts'
import { digestOf } from './sign.ts'

export interface CarrierDeps {
  /** Milliseconds UTC. */
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** The global fetch when absent. */
  readonly fetch?: typeof globalThis.fetch
}

export interface Account {
  readonly config: SfExpressConfig
  readonly deps: CarrierDeps
}

/** The value is what stands in the inner `msgData`; a refusal carries the service's own code in `theirs`. */
export type SfAnswer = CarrierAnswer<Wire> & { readonly theirs?: string }

export async function call({ config, deps }: Account, service: string, message: object): Promise<SfAnswer> {
  const { partnerId, checkWord, digest, serviceUrl, timeout_ms } = config
  const msgData = JSON.stringify(message)
  const timestamp = String(deps.now())
  const form = {
    partnerID: partnerId,
    requestID: deps.random(16).toString('hex'),
    serviceCode: service,
    timestamp,
    msgDigest: digestOf(digest, msgData, timestamp, checkWord),
    msgData,
  }
  const answer = await callJson({ url: serviceUrl, form, timeout_ms, fetch: deps.fetch })
  return answer.kind === 'ok' ? open(answer.value) : answer
}

/** The platform's envelope is an object, the service's inside it a text. */
function open(outer: Wire): SfAnswer {
  const code = text(outer, 'apiResultCode') ?? 'missing'
  if (code !== 'A1000') {
    const mine = PLATFORM_CODES[code]
    const message = `${code} ${text(outer, 'apiErrorMsg') ?? ''}`.trim()
    return mine === undefined ? { kind: 'unknown', message } : { kind: 'refused', code: mine, message }
  }
  const result = parseObject(text(outer, 'apiResultData') ?? '')
  if (result === undefined) return { kind: 'unknown', message: 'no contents' }
  if (result['success'] === true) return { kind: 'ok', value: contentsOf(result) }
  const theirs = text(result, 'errorCode') ?? 'missing'
  const message = `${theirs} ${text(result, 'errorMsg') ?? ''}`.trim()
  const mine = serviceCode(theirs)
  return mine === undefined ? { kind: 'unknown', message } : { kind: 'refused', code: mine, message, theirs }
}

/** Some services write it as an object, some as a text of one. */
const contentsOf = ({ msgData }: Wire): Wire =>
  parseObject(typeof msgData === 'string' ? msgData : JSON.stringify(msgData ?? {})) ?? {}
