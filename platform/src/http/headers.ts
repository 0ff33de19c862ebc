/**
 * The fixed headers of every answer: one frozen object, because a header library costs 40 % of a hot read
 * (architecture §12).
 */

/** For answers of the API: nothing in them may ever run or be framed. */
export const API_HEADERS: Readonly<Record<string, string>> = Object.freeze({
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
})

const PAGE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
}

/**
 * For our own pages: own scripts and styles only; styles set by components on elements are allowed.
 * @param formTargets origins beside our own that a page may post a form to (a payment channel's gateway)
 */
export const pageHeaders = (formTargets: readonly string[] = []): Readonly<Record<string, string>> =>
  Object.freeze({
    ...PAGE,
    'content-security-policy':
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'; " +
      `object-src 'none'; base-uri 'none'; form-action ${["'self'", ...formTargets].join(' ')}; ` +
      "frame-ancestors 'none'",
  })

/** For pages that post nowhere else. */
export const PAGE_HEADERS = pageHeaders()

const REFUSED = { br: /\bbr\s*;\s*q=0(\.0*)?\s*(,|$)/, gzip: /\bgzip\s*;\s*q=0(\.0*)?\s*(,|$)/ }

/** Whether a caller reads a coding; `gzip;q=0` says that it does not (RFC 9110 §12.5.3). */
export const reads = (acceptEncoding: string | undefined, coding: 'br' | 'gzip'): boolean =>
  acceptEncoding !== undefined && acceptEncoding.includes(coding) && !REFUSED[coding].test(acceptEncoding)

const opaque = (etag: string): string => etag.trim().replace(/^W\//, '')

/**
 * Whether the caller has this content already: weak comparison, as a cache in between may have weakened the
 * tag.
 */
export const hasAlready = (ifNoneMatch: string | undefined, etag: string): boolean => {
  if (ifNoneMatch === undefined) return false
  if (ifNoneMatch === etag || ifNoneMatch.trim() === '*') return true
  return ifNoneMatch.split(',').some((one) => opaque(one) === opaque(etag))
}
