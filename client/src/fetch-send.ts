/**
 * The transport of browsers: `fetch` with a time limit, answering in the client's own terms. It never throws.
 */
import type { Send, WireAnswer } from './wire.ts'

const parse = async (response: Response): Promise<unknown> => {
  if (!/json/.test(response.headers.get('content-type') ?? '')) return undefined
  return response.json()
}

/** Characters of a body; three bytes each at most. */
const KEPT_ALIVE = 10_000

/** Sends by `fetch`. Cookies go along: the refresh token of a browser lives in one. */
export const fetchSend: Send = async ({ method, url, headers, body, timeout_ms }): Promise<WireAnswer> => {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), timeout_ms)
  try {
    const response = await fetch(url, {
      method,
      headers,
      credentials: 'same-origin',
      signal: stop.signal,
      // What was begun is said even where the page is left at once; browsers allow it up to 64 kB.
      keepalive:
        method !== 'GET' && (typeof body === 'string' ? body.length : (body?.size ?? 0)) < KEPT_ALIVE,
      ...(body === undefined ? {} : { body }),
    })
    const date = Date.parse(response.headers.get('date') ?? '')
    return {
      kind: 'answer',
      status: response.status,
      body: await parse(response),
      date: Number.isNaN(date) ? null : date,
    }
  } catch {
    return { kind: stop.signal.aborted ? 'timeout' : 'network' }
  } finally {
    clearTimeout(timer)
  }
}
