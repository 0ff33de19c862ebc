/**
 * The twin as a real HTTP server on this machine: the gateway at `/gateway.do`, bills at `/bill`. For tests
 * and the sandbox only; the house refuses to start it in production.
 */
import type { ServerResponse } from 'node:http'
import {
  closeNotifier,
  createNotifier,
  doesWork,
  keptKeys,
  realTimer,
  serveTwin,
  takeFault,
  type TwinRequest,
} from '@tiantou/adapter-kit/twin'
import type { AlipaySettings } from '../config.ts'
import { answerApi } from './api.ts'
import { createBook, type TwinTrade } from './book.ts'
import { billOf } from './bill.ts'
import { certificatesOf, SERIALS } from './certificate.ts'
import { type AlipayTwinControl, createControl } from './control.ts'
import { type Answer, respond } from './faults.ts'
import { admit, type Form, readForm, Refusal } from './gate.ts'
import { barePrivateKey, generateTwinKeys, KEY_NAMES, publicPem, type TwinKeys } from './keys.ts'
import { RETRY_LADDER_S } from './notifier.ts'
import type { TwinState } from './twin-state.ts'

export interface AlipayTwinOptions {
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** Timers; real ones that do not keep the process alive when absent. */
  readonly schedule?: (delay_ms: number, task: () => void) => () => void
  /** Drawn when absent. */
  readonly keys?: TwinKeys
  /** Where drawn keys are kept for the twin's next start; nowhere when absent. */
  readonly keysFile?: string
  /** Certificate mode: every request must name its certificates. */
  readonly byCertificate?: boolean
  /** Factor on the provider's retry ladder; 1 when absent. */
  readonly retryScale?: number
  /** How long a notice waits for the merchant's answer; 5000 when absent. */
  readonly answerTimeout_ms?: number
  /** The page that a link leads to; a page of nobody when absent. */
  readonly cashierUrl?: string
  /** Trades that an earlier twin kept, and who keeps them now. */
  readonly saved?: readonly TwinTrade[]
  readonly changed?: (trades: () => readonly TwinTrade[]) => void
}

/** Settings for the adapter, all but what the merchant's own addresses are. */
export type TwinSettings = Omit<AlipaySettings, 'notifyUrl' | 'returnUrl' | 'pageUrl'>

export interface AlipayTwin {
  readonly url: string
  readonly config: TwinSettings
  readonly control: AlipayTwinControl
  close(): Promise<void>
}

const APP_ID = '2021000000000001'
const SELLER_ID = '2088000000000001'

/** Starts a twin on 127.0.0.1. Close it, or its timers and sockets live on. */
export async function startAlipayTwin(options: AlipayTwinOptions): Promise<AlipayTwin> {
  const keys = options.keys ?? (await keptKeys(options.keysFile, KEY_NAMES, generateTwinKeys))
  const twin = assemble(options, keys)
  const control = createControl(twin)
  const server = await serveTwin((request, response) => serve(twin, control, request, response))
  twin.url = server.url
  return {
    url: server.url,
    config: settingsFor(twin),
    control,
    close: async () => {
      await closeNotifier(twin.notifier)
      await server.close()
    },
  }
}

function assemble(options: AlipayTwinOptions, keys: TwinKeys): TwinState {
  const { now, random } = options
  const changed = (): void => options.changed?.(() => [...book.trades.values()])
  const book = createBook({ now, random, changed }, options.saved)
  const notifier = createNotifier({
    schedule: options.schedule ?? realTimer,
    ladder_s: RETRY_LADDER_S,
    retryScale: options.retryScale ?? 1,
    answerTimeout_ms: options.answerTimeout_ms ?? 5000,
    headersOf: () => ({ 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }),
    isTaken: (_status, body) => body === 'success',
  })
  return {
    appId: APP_ID,
    sellerId: SELLER_ID,
    keys,
    byCertificate: options.byCertificate ?? false,
    book,
    notifier,
    faults: [],
    refundPlans: [],
    cashierUrl: options.cashierUrl ?? 'http://127.0.0.1/sandbox/alipay',
    billTokens: new Map(),
    billSeeds: [],
    paidOut: [],
    url: '',
  }
}

function settingsFor({ appId, sellerId, keys, byCertificate, book, url }: TwinState): TwinSettings {
  const trust = byCertificate
    ? { certificates: certificatesOf(keys, book.now()) }
    : { alipayPublicKey: publicPem(keys.alipay) }
  return {
    appId,
    sellerId,
    privateKey: barePrivateKey(keys.merchant),
    ...trust,
    gatewayUrl: `${url}/gateway.do`,
  }
}

function serve(
  twin: TwinState,
  control: AlipayTwinControl,
  { message, url, body }: TwinRequest,
  response: ServerResponse,
): void {
  if (url.pathname === '/bill') return serveBill(twin, url, response)
  if (url.pathname !== '/gateway.do') return void response.writeHead(404).end()
  if (message.method === 'GET') return serveLink(twin, control, url, response)
  const form = readForm(url.search, body.toString('utf8'))
  const method = form.get('method') ?? 'error'
  const fault = takeFault(twin.faults, method)
  const answer = doesWork(fault) ? work(twin, form) : {}
  const certificateSerial = twin.byCertificate ? { certificateSerial: SERIALS.alipay } : {}
  respond(response, method, answer, fault, { key: twin.keys.alipay.privateKey, ...certificateSerial })
}

function work(twin: TwinState, form: Form): Answer {
  try {
    const { appId, keys, byCertificate } = twin
    admit(form, { appId, key: keys.merchant.publicKey, byCertificate })
    return answerApi(twin, form)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { code, subCode, message } = error
    return { code, msg: 'Business Failed', sub_code: subCode, sub_msg: message }
  }
}

/** A browser comes with a signed link: on to the cashier. */
function serveLink(twin: TwinState, control: AlipayTwinControl, url: URL, response: ServerResponse): void {
  try {
    const { outTradeNo } = control.enter(url.search)
    const to = new URL(twin.cashierUrl)
    to.searchParams.set('out_trade_no', outTradeNo)
    response.writeHead(302, { location: to.href }).end()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' }).end(error.subCode)
  }
}

function serveBill(twin: TwinState, url: URL, response: ServerResponse): void {
  const wanted = twin.billTokens.get(url.searchParams.get('token') ?? '')
  if (wanted === undefined || twin.book.now() > wanted.until) return void response.writeHead(403).end()
  response.writeHead(200, { 'content-type': 'application/zip' }).end(billOf(twin, wanted.kind, wanted.day))
}
