/**
 * The twin's side of Tencent Cloud's wire: a server on 127.0.0.1 that lets rightly signed calls in, answers
 * in the provider's shape, and fails when told to. For tests and the sandbox only.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { admit, Refusal } from './gate.ts'

export { Refusal } from './gate.ts'

/** The ways in which a service fails that have nothing to do with what it does. */
export const WIRE_FAULT_KINDS = ['timeout', 'commit-timeout', 'error-500', 'drop', 'garbage'] as const

/** A fault by its kind, for so many answers. */
export interface WireFault {
  readonly kind: string
  times: number
}

interface Called {
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface WireTwin<F extends WireFault> {
  readonly account: { readonly secretId: string; readonly secretKey: string }
  /** Services under whose name a call may be signed. */
  readonly services: readonly string[]
  readonly faults: F[]
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** Longest body that is read; 262144 when absent. */
  readonly bodyLimit_bytes?: number
  /** The inside of `Response`. @throws Refusal in the provider's codes */
  answer(request: Called, fault: F | undefined): object
}

const BODY_LIMIT_BYTES = 262_144

/** Starts it; 0 is any free port. */
export async function startWireTwin<F extends WireFault>(
  twin: WireTwin<F>,
  port = 0,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void serve(twin, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function serve<F extends WireFault>(
  twin: WireTwin<F>,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readAll(message, twin.bodyLimit_bytes ?? BODY_LIMIT_BYTES)
  const request = { method: message.method ?? '', headers: message.headers, body }
  const fault = takeFault(twin.faults)
  if (fault?.kind === 'timeout') return
  if (fault?.kind === 'drop') {
    response.destroy()
    return
  }
  const requestId = twin.random(16).toString('hex')
  const answer = fault?.kind === 'error-500' ? {} : work(twin, request, fault)
  if (fault?.kind === 'commit-timeout') return
  response.writeHead(fault?.kind === 'error-500' ? 500 : 200, { 'content-type': 'application/json' })
  response.end(
    fault?.kind === 'garbage' ? '<html>' : JSON.stringify({ Response: { ...answer, RequestId: requestId } }),
  )
}

/** Takes the fault that this request meets, if any. */
function takeFault<F extends WireFault>(faults: F[]): F | undefined {
  const fault = faults[0]
  if (fault === undefined) return undefined
  fault.times -= 1
  if (fault.times <= 0) faults.shift()
  return fault
}

function work<F extends WireFault>(
  twin: WireTwin<F>,
  request: Parameters<typeof admit>[0],
  fault: F | undefined,
): object {
  try {
    admit(request, twin.account, twin.services, twin.now())
    return twin.answer(request, fault)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { Error: { Code: error.code, Message: error.message } }
  }
}

async function readAll(message: IncomingMessage, limit_bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > limit_bytes) throw new Error('the body is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
