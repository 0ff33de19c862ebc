/**
 * What passes between the client and the transport that is injected into it, and how an input becomes a
 * request. Pure: no transport, clock or storage is known here.
 */

/**
 * `[method, path below the base, who]`; who is 0 where anyone may call, 1 where a signed-in shopper is
 * needed, 2 where it matters who calls, and a guest may.
 */
export type RouteRow = readonly [method: string, path: string, who: 0 | 1 | 2]
export type RouteTable = Readonly<Record<string, RouteRow>>

export interface WireRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Blob | undefined
  readonly timeout_ms: number
}

/** An answer of whatever status, or the two ways of getting none. */
export type WireAnswer =
  | {
      readonly kind: 'answer'
      readonly status: number
      /** Parsed JSON; undefined when the body was none. */
      readonly body: unknown
      /** The server's clock, milliseconds UTC; null when it did not say. */
      readonly date: number | null
    }
  | { readonly kind: 'network' | 'timeout' }

/** The transport: `fetch` in browsers, `wx.request` in the mini program. It never throws. */
export type Send = (request: WireRequest) => Promise<WireAnswer>

type Fields = Readonly<Record<string, unknown>>

/**
 * Splits a flat input into path, query (GET, DELETE) and JSON body (the rest), as the server joins them
 * again. Where a file is sent it is the body, and the rest stands in the query.
 */
export const place = (base: string, [method, path]: RouteRow, input: Fields) => {
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined))
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = rest.get(name)
    rest.delete(name)
    return encodeURIComponent(String(value))
  })
  const url = base + filled
  const file = rest.get('upload')
  const sent = typeof Blob !== 'undefined' && file instanceof Blob ? file : undefined
  if (sent !== undefined) rest.delete('upload')
  else if (method !== 'GET' && method !== 'DELETE')
    return { url, body: JSON.stringify(Object.fromEntries(rest)) }
  const query = [...rest].map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')
  return { url: query ? `${url}?${query}` : url, body: sent }
}

/** Any answer as read, before its operation's name makes it exact. */
export type AnyAnswer =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false
      readonly code: string
      readonly data: unknown
      /** HTTP status; 0 when no answer came. */
      readonly status: number
      readonly traceId: string
    }
