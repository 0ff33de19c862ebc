/**
 * The twin as a real HTTP server on this machine: the gateway at `/gateway/api`, files at `/file/`. For tests
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
} from '@tiantou/adapter-kit/twin'
import type { UnionpaySettings } from '../config.ts'
import { answerApi } from './api.ts'
import { createBook, type TwinOrder } from './book.ts'
import { createControl, type UnionpayTwinControl } from './control.ts'
import { type Answer, respond } from './answers.ts'
import { admit, readForm, Refusal } from './gate.ts'
import {
  certificatesOf,
  generateTwinKeys,
  KEY_NAMES,
  MERCHANT_SERIAL,
  privatePem,
  type TwinKeys,
} from './keys.ts'
import type { TwinState } from './twin-state.ts'

export interface UnionpayTwinOptions {
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** Timers; real ones that do not keep the process alive when absent. */
  readonly schedule?: (delay_ms: number, task: () => void) => () => void
  /** Drawn when absent. */
  readonly keys?: TwinKeys
  /** Where drawn keys are kept for the twin's next start; nowhere when absent. */
  readonly keysFile?: string
  /** Factor on the provider's retry ladder; 1 when absent. */
  readonly retryScale?: number
  /** How long a notice waits for the merchant's answer; the provider's 10 s when absent. */
  readonly answerTimeout_ms?: number
  /** From taking a refund on to its end; 0 when absent. */
  readonly refundDelay_ms?: number
  /** The page that a form leads to; a page of nobody when absent. */
  readonly cashierUrl?: string
  /** Orders that an earlier twin kept, and who keeps them now. */
  readonly saved?: readonly TwinOrder[]
  readonly changed?: (orders: () => readonly TwinOrder[]) => void
}

/** Settings for the adapter, all but what the merchant's own addresses are. */
export type TwinSettings = Omit<UnionpaySettings, 'notifyUrl' | 'returnUrl' | 'pageUrl'>

export interface UnionpayTwin {
  readonly url: string
  readonly config: TwinSettings
  readonly control: UnionpayTwinControl
  close(): Promise<void>
}

const MER_ID = '777290000000001'
/** Waits between attempts in seconds: five times, 1, 2, 4 and 5 minutes apart. */
export const RETRY_LADDER_S = [60, 120, 240, 300] as const

/** Starts a twin on 127.0.0.1. Close it, or its timers and sockets live on. */
export async function startUnionpayTwin(options: UnionpayTwinOptions): Promise<UnionpayTwin> {
  const twin = assemble(
    options,
    options.keys ?? (await keptKeys(options.keysFile, KEY_NAMES, generateTwinKeys)),
  )
  const control = createControl(twin)
  const server = await serveTwin(({ message, url, body }, response) => {
    if (message.method !== 'POST') return void response.writeHead(405).end()
    if (url.pathname === '/gateway/api/frontTransReq.do')
      return serveForm(twin, control, body.toString('utf8'), response)
    const fault = takeFault(twin.faults, url.pathname)
    const answer = doesWork(fault) ? work(twin, url.pathname, body.toString('utf8')) : {}
    respond(response, twin, answer, fault)
  })
  return {
    url: server.url,
    config: settingsFor(twin, server.url),
    control,
    close: async () => {
      await closeNotifier(twin.notifier)
      await server.close()
    },
  }
}

function assemble(options: UnionpayTwinOptions, keys: TwinKeys): TwinState {
  const { now, random, refundDelay_ms = 0 } = options
  const changed = (): void => options.changed?.(() => [...book.orders.values()])
  const book = createBook({ now, random, changed, refundDelay_ms }, options.saved)
  const notifier = createNotifier({
    schedule: options.schedule ?? realTimer,
    ladder_s: RETRY_LADDER_S,
    retryScale: options.retryScale ?? 1,
    answerTimeout_ms: options.answerTimeout_ms ?? 10_000,
    headersOf: () => ({ 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }),
    isTaken: (status) => status === 200,
  })
  return {
    merId: MER_ID,
    certId: BigInt(`0x${MERCHANT_SERIAL}`).toString(),
    keys,
    certificates: certificatesOf(keys, now()),
    book,
    notifier,
    faults: [],
    refundPlans: [],
    cashierUrl: options.cashierUrl ?? 'http://127.0.0.1/sandbox/unionpay',
  }
}

function settingsFor({ merId, keys, certificates }: TwinState, url: string): TwinSettings {
  return {
    merId,
    privateKey: privatePem(keys.merchant),
    certificate: certificates.merchant,
    rootCertificate: certificates.root,
    middleCertificate: certificates.middle,
    gatewayUrl: `${url}/gateway/api`,
    fileUrl: `${url}/file/`,
  }
}

function work(twin: TwinState, path: string, body: string): Answer {
  try {
    const form = readForm(body)
    admit(form, { merId: twin.merId, certId: twin.certId, key: twin.keys.merchant.publicKey })
    return answerApi(twin, path, form)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { respCode: error.code, respMsg: error.message }
  }
}

/** A browser comes with a signed form: on to the cashier. */
function serveForm(
  twin: TwinState,
  control: UnionpayTwinControl,
  body: string,
  response: ServerResponse,
): void {
  try {
    const to = new URL(twin.cashierUrl)
    to.searchParams.set('out_trade_no', control.enter(body).outTradeNo)
    response.writeHead(303, { location: to.href }).end()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' }).end(error.code)
  }
}
