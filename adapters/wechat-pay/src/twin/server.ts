/**
 * The twin as a real HTTP server on this machine: the provider's API at `/v3`, the control routes at
 * `/_twin`. For tests and the sandbox only; the house refuses to start it in production.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { keptKeys } from '@tiantou/adapter-kit/twin'
import type { WechatPaySettings } from '../config.ts'
import { answerApi } from './api.ts'
import { billBehind } from './bill.ts'
import { createBook, type TwinOrder, type TwinTransfer } from './book.ts'
import { createControl, type WechatPayTwinControl } from './control.ts'
import { doesWork, respond, takeFault, type TwinAnswer } from './faults.ts'
import { fapiaoBehind } from './fapiao.ts'
import { openFapiao } from './fapiao-book.ts'
import { admit, Refusal, type TwinRequest } from './gate.ts'
import { generateTwinKeys, KEY_NAMES, privatePem, publicPem, type TwinKeys } from './keys.ts'
import { closeNotifier, createNotifier } from './notifier.ts'
import { answerControl } from './routes.ts'
import { openSharing, type TwinReceiver } from './sharing-book.ts'
import type { TwinState } from './twin-state.ts'

export interface WechatPayTwinOptions {
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** Timers; real ones that do not keep the process alive when absent. */
  readonly schedule?: (delay_ms: number, task: () => void) => () => void
  /** 0 (any free port) when absent. */
  readonly port?: number
  /** Drawn when absent. */
  readonly keys?: TwinKeys
  /** Where drawn keys are kept for the twin's next start; nowhere when absent. */
  readonly keysFile?: string
  /** Factor on the provider's retry ladder; 1 when absent. */
  readonly retryScale?: number
  /** How long a notice waits for the merchant's answer; the provider's 5000 when absent. */
  readonly answerTimeout_ms?: number
  /** From booking a refund to its end; 0 when absent. */
  readonly refundDelay_ms?: number
  /** Page that h5_url leads to; a page of nobody when absent. */
  readonly cashierUrl?: string
  /** Orders that an earlier twin kept, and who keeps them now. */
  readonly saved?: readonly TwinOrder[]
  readonly changed?: (orders: () => readonly TwinOrder[]) => void
  /** The same for transfers. */
  readonly savedTransfers?: readonly TwinTransfer[]
  readonly transfersChanged?: (transfers: () => readonly TwinTransfer[]) => void
  /** The same for receivers of shares. */
  readonly savedReceivers?: readonly TwinReceiver[]
  readonly receiversChanged?: (receivers: () => readonly TwinReceiver[]) => void
}

/** Settings for the adapter, all but where its own webhooks stand. */
export type TwinSettings = Omit<WechatPaySettings, 'notifyUrl' | 'refundNotifyUrl'>

export interface WechatPayTwin {
  readonly url: string
  readonly config: TwinSettings
  readonly control: WechatPayTwinControl
  close(): Promise<void>
}

const APP_ID = 'wx5a4db0c5a4db0c01'
const MCH_ID = '1900000109'
/** A million yuan. */
const FUNDS_FEN = 100_000_000
const FILES = /^\/v3\/(billdownload\/|new-tax-control-fapiao\/download\?)/
const BODY_LIMIT_BYTES = 1_048_576

/** Starts a twin on 127.0.0.1. Close it, or its timers and sockets live on. */
export async function startWechatPayTwin(options: WechatPayTwinOptions): Promise<WechatPayTwin> {
  const keys =
    options.keys ?? (await keptKeys(options.keysFile, KEY_NAMES, () => generateTwinKeys(options.random)))
  const twin = assemble(options, keys)
  const control = createControl(twin)
  const server = createServer((request, response) => {
    void serve(twin, control, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  twin.url = url
  return { url, config: settingsFor(keys, url), control, close: () => close(server, twin) }
}

function assemble(options: WechatPayTwinOptions, keys: TwinKeys): TwinState {
  const { now, random } = options
  const changed = (): void => options.changed?.(() => [...book.orders.values()])
  const book = createBook({ now, random, changed }, options.saved)
  const notifier = createNotifier({
    now,
    random,
    schedule: options.schedule ?? realTimer,
    keys,
    retryScale: options.retryScale ?? 1,
    answerTimeout_ms: options.answerTimeout_ms ?? 5000,
  })
  const transfers = new Map((options.savedTransfers ?? []).map((one) => [one.outBillNo, one]))
  return {
    appId: APP_ID,
    mchId: MCH_ID,
    keys,
    offersCertificates: true,
    book,
    notifier,
    transfers,
    transferFunds_fen: FUNDS_FEN,
    names: new Map(),
    transfersChanged: () => options.transfersChanged?.(() => [...transfers.values()]),
    sharing: openSharing(options.savedReceivers, options.receiversChanged),
    fapiao: openFapiao(),
    faults: [],
    refundPlans: [],
    refundDelay_ms: options.refundDelay_ms ?? 0,
    cashierUrl: options.cashierUrl ?? 'http://127.0.0.1/sandbox/pay',
    billSeeds: [],
    paidOut: [],
    billTokens: new Map(),
    url: '',
  }
}

function realTimer(delay_ms: number, task: () => void): () => void {
  const timer = setTimeout(task, delay_ms)
  timer.unref()
  return () => clearTimeout(timer)
}

function settingsFor(keys: TwinKeys, url: string): TwinSettings {
  return {
    appId: APP_ID,
    mchId: MCH_ID,
    merchantSerial: keys.merchant.serial,
    merchantPrivateKeyPem: privatePem(keys.merchant),
    apiV3Key: keys.apiV3Key,
    verificationKeys: {
      [keys.publicKey.serial]: publicPem(keys.publicKey),
      [keys.certificate.serial]: publicPem(keys.certificate),
    },
    baseUrl: url,
    canShare: true,
  }
}

async function serve(
  twin: TwinState,
  control: WechatPayTwinControl,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request: TwinRequest = {
    method: message.method ?? '',
    target: message.url ?? '',
    headers: message.headers,
    body: await readAll(message),
  }
  if (request.target.startsWith('/_twin/')) {
    const answer = await answerControl(control, request)
    response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8' }).end(answer.body)
    return
  }
  if (FILES.test(request.target)) return serveFile(twin, request, response)
  const now = twin.book.now()
  const fault = takeFault(twin.faults, request.target)
  const answer = doesWork(fault) ? work(twin, request, now) : { status: 200, body: '{}' }
  const asked = message.headers['wechatpay-serial']
  const key = asked === twin.keys.publicKey.serial ? twin.keys.publicKey : twin.keys.certificate
  respond(response, answer, fault, { key, now, nonce: twin.book.random(16).toString('hex') })
}

/** The file behind a link: the request is signed, the answer is not. */
function serveFile(twin: TwinState, request: TwinRequest, response: ServerResponse): void {
  try {
    admit(request, { mchId: twin.mchId, key: twin.keys.merchant }, twin.book.now())
    const { searchParams } = new URL(request.target, twin.url)
    const bill = billBehind(twin, searchParams.get('token') ?? '')
    const content = bill ?? fapiaoBehind(twin, request.target)
    if (content === undefined) throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '文件不存在')
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(content)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    response.writeHead(error.status).end()
  }
}

function work(twin: TwinState, request: TwinRequest, now: number): TwinAnswer {
  try {
    admit(request, { mchId: twin.mchId, key: twin.keys.merchant }, now)
    return answerApi(twin, request.method, request.target, request.body)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { status: error.status, body: JSON.stringify({ code: error.code, message: error.message }) }
  }
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > BODY_LIMIT_BYTES) throw new Error('the body is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function close(server: Server, twin: TwinState): Promise<void> {
  await closeNotifier(twin.notifier)
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
