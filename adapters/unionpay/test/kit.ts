/**
 * What the suites of this adapter share: a twin, a channel on it, a merchant's webhook, a clock that can be
 * moved.
 */
import { randomBytes } from 'node:crypto'
import { serveTwin } from '@tiantou/adapter-kit/twin'
import { makeId } from '@tiantou/kernel'
import type { PaymentChannel, RawCallback, StartPayment, VerifiedCallback } from '@tiantou/payment/port'
import { createUnionpay, parseUnionpayConfig, type UnionpaySettings } from '../src/index.ts'
import {
  generateTwinKeys,
  startUnionpayTwin,
  type UnionpayTwin,
  type UnionpayTwinOptions,
} from '../src/twin/index.ts'

export const START_OF_TIME = Temporal.Instant.from('2026-05-01T00:00:00Z').epochMilliseconds
export const random = (bytes: number): Buffer => randomBytes(bytes)
export const keys = await generateTwinKeys()

export interface Bench {
  readonly twin: UnionpayTwin
  readonly channel: PaymentChannel
  readonly clock: { now: number }
  readonly settings: UnionpaySettings
  readonly heard: { readonly raw: RawCallback; readonly verified: VerifiedCallback }[]
  /** What the webhook answers next; then 200 for what verifies, else 401. */
  readonly answers: number[]
  /** Moves the clock and runs what falls due. */
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

/** A twin, an adapter pointed at it and a webhook that verifies by the adapter. Timers are virtual. */
export async function openBench(
  options: Partial<UnionpayTwinOptions> = {},
  change: Partial<UnionpaySettings> = {},
): Promise<Bench> {
  const clock = { now: START_OF_TIME }
  const now = (): number => clock.now
  const timers: { readonly at: number; readonly task: () => void; isOff: boolean }[] = []
  const heard: Bench['heard'] = []
  const answers: number[] = []
  const schedule = (delay_ms: number, task: () => void): (() => void) => {
    const timer = { at: clock.now + delay_ms, task, isOff: false }
    timers.push(timer)
    return () => void (timer.isOff = true)
  }
  const twin = await startUnionpayTwin({ now, random, keys, schedule, ...options })
  const hook = await serveTwin(({ message, body }, response) => {
    const raw = { headers: message.headers, body }
    const verified = channel.verify(raw)
    heard.push({ raw, verified })
    response.writeHead(answers.shift() ?? (verified.kind === 'bad' ? 401 : 200)).end()
  })
  const urls = { notifyUrl: `${hook.url}/notify`, returnUrl: 'http://shop.local/cashier/{payment}?back=1' }
  const settings = { ...twin.config, ...urls, timeout_ms: 400, ...change }
  const channel = createUnionpay(parseUnionpayConfig(settings), { now })
  const pass = async (ms: number): Promise<void> => {
    const until = clock.now + ms
    for (;;) {
      await twin.control.idle()
      const due = timers.filter((one) => !one.isOff && one.at <= until).toSorted((a, b) => a.at - b.at)[0]
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
  return { twin, channel, clock, settings, heard, answers, pass, close }
}

/** A number of ours, made now. */
export const numberAt = (prefix: 'att' | 'rfd', at = START_OF_TIME): string => makeId(prefix, at, random(10))
export const bare = (number: string): string => number.replace('_', '')

/** A payment like any other; every call has a number of its own. */
export function payment(change: Partial<StartPayment> = {}): StartPayment {
  return {
    scene: 'page',
    outTradeNo: numberAt('att'),
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

/** Starts a payment and posts its form as a browser does: our number. */
export async function opened(bench: Bench, change: Partial<StartPayment> = {}): Promise<string> {
  const request = payment(change)
  const ticket = value(await bench.channel.start(request))
  if (ticket.scene !== 'page') throw new Error('another scene')
  const answer = await fetch(ticket.url, {
    method: 'POST',
    body: new URLSearchParams(ticket.form),
    redirect: 'manual',
  })
  if (answer.status !== 303) throw new Error(`HTTP ${answer.status}`)
  return request.outTradeNo
}

export async function paid(bench: Bench, change: Partial<StartPayment> = {}): Promise<string> {
  const no = await opened(bench, change)
  bench.twin.control.pay(bare(no))
  await bench.twin.control.idle()
  return no
}
