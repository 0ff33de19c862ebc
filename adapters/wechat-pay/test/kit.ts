/**
 * What the suites of this adapter share: a twin, a channel on it, a merchant's webhook, a clock that can be
 * moved.
 */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PaymentChannel, RawCallback, StartPayment, VerifiedCallback } from '@tiantou/payment/port'
import { createWechatPay, parseWechatPayConfig, type WechatPaySettings } from '../src/index.ts'
import {
  generateTwinKeys,
  startWechatPayTwin,
  type WechatPayTwin,
  type WechatPayTwinOptions,
} from '../src/twin/index.ts'

export const START_OF_TIME = Temporal.Instant.from('2026-05-01T00:00:00Z').epochMilliseconds
export const random = (bytes: number): Buffer => randomBytes(bytes)
export const keys = await generateTwinKeys(random)

export interface Heard {
  readonly raw: RawCallback
  readonly verified: VerifiedCallback
}

export interface Bench {
  readonly twin: WechatPayTwin
  readonly channel: PaymentChannel
  readonly clock: { now: number }
  readonly settings: WechatPaySettings
  /** Every callback the merchant heard, with the adapter's verdict. */
  readonly heard: Heard[]
  /** Statuses the webhook answers next; then 204 for what verifies and 400 for what does not. */
  readonly answers: number[]
  readonly timers: { readonly at: number; readonly task: () => void; isOff: boolean }[]
  /** Moves the clock and runs what falls due. */
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

/** A twin, an adapter pointed at it and a webhook that verifies by the adapter. Timers are virtual. */
export async function openBench(
  options: Partial<WechatPayTwinOptions> = {},
  change: Partial<WechatPaySettings> = {},
): Promise<Bench> {
  const clock = { now: START_OF_TIME }
  const timers: Bench['timers'] = []
  const heard: Heard[] = []
  const answers: number[] = []
  const schedule = (delay_ms: number, task: () => void): (() => void) => {
    const timer = { at: clock.now + delay_ms, task, isOff: false }
    timers.push(timer)
    return () => void (timer.isOff = true)
  }
  const now = (): number => clock.now
  const twin = await startWechatPayTwin({
    now,
    random,
    keys,
    schedule,
    cashierUrl: 'http://127.0.0.1/sandbox/pay',
    ...options,
  })
  const hook = await openWebhook((raw) => {
    const verified = channel.verify(raw)
    heard.push({ raw, verified })
    return answers.shift() ?? (verified.kind === 'bad' ? 400 : 204)
  })
  const urls = { notifyUrl: `${hook.url}/pay`, refundNotifyUrl: `${hook.url}/refund` }
  const settings = { ...twin.config, ...urls, timeout_ms: 400, ...change }
  const channel = createWechatPay(parseWechatPayConfig(settings), { now, random })
  const pass = async (ms: number): Promise<void> => {
    const until = clock.now + ms
    for (;;) {
      await twin.control.idle()
      const due = timers
        .filter((timer) => !timer.isOff && timer.at <= until)
        .toSorted((a, b) => a.at - b.at)[0]
      if (due === undefined) break
      due.isOff = true
      clock.now = Math.max(clock.now, due.at)
      due.task()
    }
    clock.now = until
    await twin.control.idle()
  }
  const close = async (): Promise<void> => {
    await twin.close()
    await hook.close()
  }
  return { twin, channel, clock, settings, heard, answers, timers, pass, close }
}

/** A webhook that answers whatever status the hearer says. */
export async function openWebhook(
  hear: (raw: RawCallback) => number,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      response.writeHead(hear({ headers: request.headers, body: Buffer.concat(chunks) })).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

let count = 0

/** A payment like any other; every call has a number of its own. */
export function payment(change: Partial<StartPayment> = {}): StartPayment {
  count += 1
  return {
    scene: 'native',
    outTradeNo: `T20260501${String(count).padStart(8, '0')}`,
    paymentId: 'pay_1',
    amountFen: 2990,
    description: '田头-阳山水蜜桃',
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
