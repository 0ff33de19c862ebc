/**
 * What every client of a third party needs around `fetch`: an answer of bounded length, a failure in a few
 * words, and a call that is answered with JSON. No protocol lives here.
 */
import { parseObject, type Wire } from './wire.ts'

/** The body of an answer. @throws where it is longer than the limit */
export async function readLimited(response: Response, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength
    if (length > limit) throw new Error('the answer is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Why there was no answer, without addresses or secrets. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer'
  if (error.name === 'TimeoutError') return 'no answer in time'
  const cause =
    error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : error.message
  return `no answer: ${cause}`
}

export interface JsonCall {
  readonly url: string
  /** A form for a POST; a GET when absent. */
  readonly form?: Readonly<Record<string, string>>
  /** Connecting included. */
  readonly timeout_ms: number
  /** The global fetch when absent. */
  readonly fetch?: typeof globalThis.fetch | undefined
}

const ANSWER_LIMIT_BYTES = 1_048_576

/**
 * One call; the object that came back under 200. Everything else decides nothing: `unknown`, in a few words
 * without address or secret.
 */
export async function callJson({
  url,
  form,
  timeout_ms,
  fetch = globalThis.fetch,
}: JsonCall): Promise<
  { readonly kind: 'ok'; readonly value: Wire } | { readonly kind: 'unknown'; readonly message: string }
> {
  try {
    const response = await fetch(url, {
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout_ms),
    })
    const raw = (await readLimited(response, ANSWER_LIMIT_BYTES)).toString('utf8')
    if (response.status !== 200) return { kind: 'unknown', message: `HTTP ${response.status}` }
    const value = parseObject(raw)
    return value === undefined
      ? { kind: 'unknown', message: 'the answer is no JSON object' }
      : { kind: 'ok', value }
  } catch (error) {
    return { kind: 'unknown', message: describeFailure(error) }
  }
}
