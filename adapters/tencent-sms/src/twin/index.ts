/**
 * The door of the SMS twin: a Tencent Cloud SMS of one's own on 127.0.0.1, with an inbox that a person or a
 * test can read. For tests and the sandbox only: it shows one-time codes to whoever asks.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TencentSmsSettings } from '../config.ts'
import { answerSms, type SmsAccount } from './api.ts'
import { SMS_FAULT_KINDS, takeFault, type SmsFault } from './faults.ts'
import { admit, Refusal } from './gate.ts'
import type { Inbox, TwinSms } from './inbox.ts'

export type { TwinSms } from './inbox.ts'
export { SMS_FAULT_KINDS, type SmsFault, type SmsFaultKind } from './faults.ts'

export interface TencentSmsTwinControl {
  /** Newest first; of one phone where named. */
  messages(phone?: string): readonly TwinSms[]
  clear(): void
  /** The provider's frequency limits; off at first. */
  limit(isOn: boolean): void
  blacklist(phone: string): void
  failNext(fault: SmsFault): void
  /** Forgets planned misbehaviour and the blacklist. */
  behave(): void
}

export interface TencentSmsTwin {
  readonly url: string
  /** Settings for the adapter. */
  readonly config: TencentSmsSettings
  readonly control: TencentSmsTwinControl
  close(): Promise<void>
}

export interface TencentSmsTwinOptions {
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** 0 (any free port) when absent. */
  readonly port?: number
  /** 田头 when absent. */
  readonly signName?: string
}

interface Twin {
  readonly account: SmsAccount
  readonly inbox: Inbox
  readonly faults: SmsFault[]
}

const BODY_LIMIT_BYTES = 262_144

/** Starts a twin on 127.0.0.1. */
export async function startTencentSmsTwin(options: TencentSmsTwinOptions): Promise<TencentSmsTwin> {
  const { now, random } = options
  const account = {
    secretId: `AKID${random(16).toString('hex')}`,
    secretKey: random(16).toString('hex'),
    sdkAppId: '1400006666',
    templateId: '449739',
    signName: options.signName ?? '田头',
    paramCount: 2,
  }
  const inbox: Inbox = { messages: [], blacklist: new Set(), areLimitsOn: false, now, random }
  const twin: Twin = { account, inbox, faults: [] }
  const server = createServer((request, response) => {
    void serve(twin, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { secretId, secretKey, sdkAppId, templateId, signName } = account
  const config = { secretId, secretKey, sdkAppId, templateId, signName, baseUrl: url }
  return { url, config, control: createControl(twin), close: () => close(server) }
}

function createControl(twin: Twin): TencentSmsTwinControl {
  const { inbox, faults } = twin
  return {
    messages: (phone) =>
      inbox.messages.filter((each) => phone === undefined || each.phone === phone).toReversed(),
    clear: () => void (inbox.messages.length = 0),
    limit: (isOn) => void (inbox.areLimitsOn = isOn),
    blacklist: (phone) => void inbox.blacklist.add(phone),
    failNext: (fault) => {
      if (!SMS_FAULT_KINDS.includes(fault.kind)) throw new RangeError('no such fault')
      faults.push({ ...fault })
    },
    behave: () => {
      faults.length = 0
      inbox.blacklist.clear()
    },
  }
}

async function serve(twin: Twin, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = { method: message.method ?? '', headers: message.headers, body: await readAll(message) }
  const fault = takeFault(twin.faults)
  if (fault?.kind === 'timeout') return
  if (fault?.kind === 'drop') {
    response.destroy()
    return
  }
  const requestId = twin.inbox.random(16).toString('hex')
  const answer = fault?.kind === 'error-500' ? {} : work(twin, request, fault)
  if (fault?.kind === 'commit-timeout') return
  response.writeHead(fault?.kind === 'error-500' ? 500 : 200, { 'content-type': 'application/json' })
  response.end(
    fault?.kind === 'garbage' ? '<html>' : JSON.stringify({ Response: { ...answer, RequestId: requestId } }),
  )
}

function work(twin: Twin, request: Parameters<typeof admit>[0], fault: SmsFault | undefined): object {
  try {
    admit(request, twin.account, twin.inbox.now())
    return answerSms(twin.account, twin.inbox, request, fault)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { Error: { Code: error.code, Message: error.message } }
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
