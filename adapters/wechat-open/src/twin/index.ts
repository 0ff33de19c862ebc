/**
 * The door of the WeChat open platform's twin: api.weixin.qq.com of one's own on 127.0.0.1, with play people
 * whom a person or a test picks. For tests and the sandbox only: it gives anybody's code to whoever asks.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerOpen, errorOf, type TwinRequest } from './api.ts'
import {
  answerAuthorize,
  type AuthorizeAsk,
  type AuthorizeNo,
  type AuthorizeQuery,
  readAuthorize,
} from './authorize.ts'
import { type Book, giveCode, personOf, type TwinApp, type TwinPerson } from './book.ts'
import { OPEN_FAULT_KINDS, type OpenFault, takeFault } from './faults.ts'

export { OPEN_FAULT_KINDS, type OpenFault, type OpenFaultKind } from './faults.ts'
export type { AuthorizeAsk, AuthorizeNo } from './authorize.ts'
export type { TwinPerson } from './book.ts'

export interface WechatOpenTwinControl {
  /** Everybody there is, in the order they came. */
  people(): readonly TwinPerson[]
  /** The person of that name, made when new. */
  person(name: string, phone?: string): TwinPerson
  /** What wx.login gives the mini program. */
  jsCode(name: string): string
  /** What the button getPhoneNumber gives the mini program. */
  phoneCode(name: string): string
  /** What the page of consent was opened for, or why WeChat does not show it. */
  read(query: AuthorizeQuery): AuthorizeAsk | AuthorizeNo
  /** Where the browser goes when this person agrees; when nobody does, without a name. */
  authorize(ask: AuthorizeAsk, name?: string): string
  /** WeChat learns of a payment of the mini program, and tells merchants of it from a while later on. */
  learnPayment(payment: { mchId: string; outTradeNo: string; openId: string; after_ms: number }): void
  /** What the merchant said of a payment's shipping, as JSON; undefined where nothing. */
  shippingOf(mchId: string, outTradeNo: string): string | undefined
  failNext(fault: OpenFault): void
  /** Forgets planned misbehaviour. */
  behave(): void
  /** How often a path was asked for. */
  asked(path: string): number
}

/** Settings for the adapter, but for where browsers go. */
export interface WechatOpenTwinSettings {
  readonly mini: Pick<TwinApp, 'appId' | 'secret'>
  readonly official: Pick<TwinApp, 'appId' | 'secret'>
  readonly website: Pick<TwinApp, 'appId' | 'secret'>
  readonly baseUrl: string
  readonly opensAnywhere: true
}

export interface WechatOpenTwin {
  readonly url: string
  readonly config: WechatOpenTwinSettings
  readonly control: WechatOpenTwinControl
  close(): Promise<void>
}

export interface WechatOpenTwinOptions {
  /** Milliseconds UTC. */
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** Host names that pages may come back to. */
  readonly hosts: readonly string[]
  /** App id of the official account; the one under which the play merchant charges, so that one can pay. */
  readonly officialAppId?: string
  /** 0 (any free port) when absent. */
  readonly port?: number
}

interface Twin {
  readonly book: Book
  readonly faults: OpenFault[]
  readonly counts: Map<string, number>
}

const MINI_APP_ID = 'wx5a4db0c5a4db0c02'
const WEBSITE_APP_ID = 'wx5a4db0c5a4db0c03'
const OFFICIAL_APP_ID = 'wx5a4db0c5a4db0c01'
const PEOPLE = ['小田', '阿秋', '老谷']
const BODY_LIMIT_BYTES = 65_536

/** Starts a twin on 127.0.0.1. */
export async function startWechatOpenTwin(options: WechatOpenTwinOptions): Promise<WechatOpenTwin> {
  const { now, random, officialAppId = OFFICIAL_APP_ID } = options
  const secret = (): string => random(16).toString('hex')
  const mini: TwinApp = { kind: 'mini', appId: MINI_APP_ID, secret: secret() }
  const official: TwinApp = { kind: 'official', appId: officialAppId, secret: secret() }
  const website: TwinApp = { kind: 'website', appId: WEBSITE_APP_ID, secret: secret() }
  const book: Book = {
    apps: [mini, official, website],
    people: new Map(),
    codes: new Map(),
    tokens: new Map(),
    tickets: new Map(),
    payments: new Map(),
    now,
    random,
  }
  for (const name of PEOPLE) personOf(book, name)
  const twin: Twin = { book, faults: [], counts: new Map() }
  const server = createServer((request, response) => {
    void serve(twin, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const keysOf = (app: TwinApp) => ({ appId: app.appId, secret: app.secret })
  const config = {
    mini: keysOf(mini),
    official: keysOf(official),
    website: keysOf(website),
    baseUrl: url,
    opensAnywhere: true,
  } as const
  return { url, config, control: createControl(twin, options.hosts), close: () => close(server) }
}

function createControl({ book, faults, counts }: Twin, hosts: readonly string[]): WechatOpenTwinControl {
  const give = (kind: 'js' | 'phone', name: string): string =>
    giveCode(book, { kind, appId: MINI_APP_ID, person: personOf(book, name) })
  return {
    people: () => [...book.people.values()],
    person: (name, phone) => personOf(book, name, phone),
    jsCode: (name) => give('js', name),
    phoneCode: (name) => give('phone', name),
    read: (query) => readAuthorize(book, query, hosts),
    authorize: (ask, name) => answerAuthorize(book, ask, name),
    learnPayment: ({ mchId, outTradeNo, openId, after_ms }) =>
      void book.payments.set(`${mchId} ${outTradeNo}`, { openId, knownFrom: book.now() + after_ms }),
    shippingOf: (mchId, outTradeNo) => book.payments.get(`${mchId} ${outTradeNo}`)?.said?.shipping,
    failNext: (fault) => {
      if (!OPEN_FAULT_KINDS.includes(fault.kind)) throw new RangeError('no such fault')
      faults.push({ ...fault })
    },
    behave: () => void (faults.length = 0),
    asked: (path) => counts.get(path) ?? 0,
  }
}

async function serve(twin: Twin, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(message.url ?? '/', 'http://twin')
  const raw = await readAll(message)
  twin.counts.set(pathname, (twin.counts.get(pathname) ?? 0) + 1)
  const fault = takeFault(twin.faults, pathname)
  if (fault?.kind === 'timeout') return
  if (fault?.kind === 'drop') {
    response.destroy()
    return
  }
  const request = { method: message.method ?? '', path: pathname, query: searchParams, body: parse(raw) }
  const answer = work(twin, request, fault)
  if (fault?.kind === 'commit-timeout') return
  const status = fault?.kind === 'error-500' ? 500 : answer === undefined ? 404 : 200
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(fault?.kind === 'garbage' ? '<html>' : JSON.stringify(answer ?? {}))
}

function work({ book }: Twin, request: TwinRequest, fault: OpenFault | undefined): object | undefined {
  if (fault?.kind === 'error-500') return {}
  if (fault?.kind === 'errcode') return errorOf(book, fault.code ?? -1)
  return answerOpen(book, request)
}

function parse(raw: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(raw.toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
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

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
