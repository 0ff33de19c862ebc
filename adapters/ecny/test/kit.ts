/** What the suites of this adapter share: a twin, a channel on it, and a merchant's webhook. */
import { randomBytes } from 'node:crypto'
import { serveTwin } from '@tiantou/adapter-kit/twin'
import type { PaymentChannel, StartPayment, VerifiedCallback } from '@tiantou/payment/port'
import { createEcny, type EcnySettings, parseEcnyConfig } from '../src/index.ts'
import { type EcnyTwin, type EcnyTwinOptions, startEcnyTwin } from '../src/twin/index.ts'

export const START_OF_TIME = Temporal.Instant.from('2026-05-01T00:00:00Z').epochMilliseconds
export const random = (bytes: number): Buffer => randomBytes(bytes)

export interface Bench {
  readonly twin: EcnyTwin
  readonly channel: PaymentChannel
  readonly settings: EcnySettings
  readonly heard: VerifiedCallback[]
  /** What the webhook says next instead of the adapter's own words. */
  readonly answers: string[]
  close(): Promise<void>
}

/** A twin, an adapter pointed at it and a webhook that verifies and answers by the adapter. */
export async function openBench(
  options: Partial<EcnyTwinOptions> = {},
  change: Partial<EcnySettings> = {},
): Promise<Bench> {
  const now = (): number => START_OF_TIME
  const heard: VerifiedCallback[] = []
  const answers: string[] = []
  const twin = await startEcnyTwin({ now, random, retryScale: 0.001, ...options })
  const hook = await serveTwin(({ message, body }, response) => {
    const verified = channel.verify({ headers: message.headers, body })
    heard.push(verified)
    const isBad = verified.kind === 'bad'
    response.writeHead(isBad ? 401 : 200).end(answers.shift() ?? (isBad ? '' : verified.reply))
  })
  const settings = { ...twin.config, notifyUrl: `${hook.url}/notify`, timeout_ms: 400, ...change }
  const channel = createEcny(parseEcnyConfig(settings), { now })
  const close = async (): Promise<void> => {
    await twin.close()
    await hook.close()
  }
  return { twin, channel, settings, heard, answers, close }
}

let count = 0
export const numberOf = (prefix: 'att' | 'rfd'): string =>
  `${prefix}_01m8h4kgyje08bpdk2kvpp${String((count += 1)).padStart(4, '0')}`
export const bare = (number: string): string => number.replace('_', '')

/** A payment like any other; every call has a number of its own. */
export function payment(change: Partial<StartPayment> = {}): StartPayment {
  return {
    scene: 'native',
    outTradeNo: numberOf('att'),
    paymentId: 'pay_1',
    amountFen: 2990,
    description: '田头-阳山水蜜桃 100%+好',
    expiresAt: START_OF_TIME + 15 * 60_000,
    clientIp: '203.0.113.7',
    ...change,
  }
}

/** The value of a good answer; throws when it is none. */
export function value<T>(answer: { kind: 'ok'; value: T } | { kind: 'refused' | 'unknown' }): T {
  if (answer.kind !== 'ok') throw new Error(`expected ok: ${JSON.stringify(answer)}`)
  return answer.value
}

export async function opened(bench: Bench, change: Partial<StartPayment> = {}): Promise<string> {
  const request = payment(change)
  value(await bench.channel.start(request))
  return request.outTradeNo
}

export async function paid(bench: Bench): Promise<string> {
  const no = await opened(bench)
  bench.twin.control.pay(bare(no))
  await bench.twin.control.idle()
  return no
}
