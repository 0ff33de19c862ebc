/**
 * One signed request to one host of the provider, and its raw answer. Believes nothing and decides nothing.
 */
import type { WechatPayConfig } from './config.ts'
import { authorize, type ClockAndRandom } from './sign.ts'
import type { WireHeaders } from './verify.ts'

export interface ClientDeps extends ClockAndRandom {
  /** The global fetch when absent. */
  readonly fetch?: typeof globalThis.fetch
}

export type Reply = { readonly status: number; readonly headers: WireHeaders; readonly body: Buffer }

const ANSWER_LIMIT_BYTES = 1_048_576

interface Sent {
  readonly method: string
  readonly path: string
  readonly body: string
  /** The key that the answer should be signed with; empty for the provider's choice. */
  readonly serial: string
}

/** Signs and sends one request. @throws where no answer came */
export async function send(
  config: WechatPayConfig,
  base: string,
  request: Sent,
  deps: ClientDeps,
): Promise<Reply> {
  // A base URL may carry a path of its own (a gateway): what is signed is the path as sent.
  const url = new URL(base + request.path)
  const path = url.pathname + url.search
  const response = await (deps.fetch ?? globalThis.fetch)(url, {
    method: request.method,
    headers: {
      accept: 'application/json',
      'user-agent': 'tiantou-wechat-pay/1',
      authorization: authorize(config, { method: request.method, path, body: request.body }, deps),
      ...(request.serial === '' ? {} : { 'wechatpay-serial': request.serial }),
      ...(request.body === '' ? {} : { 'content-type': 'application/json' }),
    },
    ...(request.body === '' ? {} : { body: request.body }),
    redirect: 'manual',
    signal: AbortSignal.timeout(config.timeout_ms),
  })
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await readLimited(response),
  }
}

async function readLimited(response: Response): Promise<Buffer> {
  if (response.body === null) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength
    if (length > ANSWER_LIMIT_BYTES) throw new Error('the answer is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
