/**
 * What the suites of this adapter share: a twin, a channel on it, a merchant's webhook, a clock that can be
 * moved.
 */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PaymentChannel, RawCallback, StartPayment, VerifiedCallback } from '@tiantou/payment/port'
import { createAlipay, type AlipaySettings, parseAlipayConfig } from '../src/index.ts'
import {
  type AlipayTwin,
  type AlipayTwinOptions,
  generateTwinKeys,
  startAlipayTwin,
} from '../src/twin/index.ts'

export const START_OF_TIME = Temporal.Instant.from('2026-05-01T00:00:00Z').epochMilliseconds
export const random = (bytes: number): Buffer => randomBytes(bytes)
export const keys = await generateTwinKeys()

export interface Heard {
  readonly raw: RawCallback
  readonly verified: VerifiedCallback
}

export interface Bench {
  readonly twin: AlipayTwin
  readonly channel: PaymentChannel
  readonly clock: { now: number }
  readonly settings: AlipaySettings
  readonly heard: Heard[]
  /** What the webhook answers next; then `success` for what verifies, else `fail`. */
  readonly answers: string[]
  readonly timers: { readonly at: number; readonly task: () => void; isOff: boolean }[]
  /** Moves the clock and runs what falls due. */
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

/** A twin, an adapter pointed at it and a webhook that verifies by the adapter. Timers are virtual. */
export async function openBench(
  options: Partial<AlipayTwinOptions> = {},
  change: Partial<AlipaySettings> = {},
): Promise<Bench> {
  const clock = { now: START_OF_TIME }
  const now = (): number => clock.now
  const timers: Bench['timers'] = []
  const heard: Heard[] = []
  const answers: string[] = []
  const schedule = (delay_ms: number, task: () => void): (() => void) => {
    const timer = { at: clock.now + delay_ms, task, isOff: false }
    timers.push(timer)
    return () => void (timer.isOff = true)
  }
  const twin = await startAlipayTwin({ now, random, keys, schedule, ...options })
  const hook = await openWebhook((raw) => {
    const verified = channel.verify(raw)
    heard.push({ raw, verified })
    return answers.shift() ?? (verified.kind === 'bad' ? 'fail' : 'success')
  })
  const urls = { notifyUrl: hook.url, returnUrl: 'http://shop.local/cashier/{payment}?back=1' }
  const settings = { ...twin.config, ...urls, timeout_ms: 400, ...change }
  const channel = createAlipay(parseAlipayConfig(settings), { now })
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

async function openWebhook(
  hear: (raw: RawCallback) => string,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      response.end(hear({ headers: request.headers, body: Buffer.concat(chunks) }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`,
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

/** Starts a payment by its code and lets the payer come to the cashier: our number. */
export async function opened(bench: Bench, change: Partial<StartPayment> = {}): Promise<string> {
  const request = payment(change)
  const ticket = value(await bench.channel.start(request))
  if (ticket.scene === 'native') bench.twin.control.scan(ticket.codeUrl)
  return request.outTradeNo
}

export async function paid(bench: Bench, change: Partial<StartPayment> = {}): Promise<string> {
  const no = await opened(bench, change)
  bench.twin.control.pay(no)
  await bench.twin.control.idle()
  return no
}
