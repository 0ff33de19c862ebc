/** Where the cashier may send a browser afterwards: a path of this very server, never another place. Pure. */

const NOWHERE = 'http://sandbox.invalid'

/**
 * The path to go back to, or undefined when the wish is absent or leads elsewhere (`//host`, `/\host`,
 * `javascript:` …).
 */
export function safeRedirect(wish: unknown): string | undefined {
  if (typeof wish !== 'string' || !wish.startsWith('/') || wish.length > 2000) return undefined
  if (!URL.canParse(wish, NOWHERE)) return undefined
  const url = new URL(wish, NOWHERE)
  const path = url.pathname + url.search + url.hash
  // The parser turns `/\host` and `//host` into another origin, and `/.//host` into a path that a browser
  // reads as one.
  return url.origin === NOWHERE && !path.startsWith('//') ? path : undefined
}

/** The shop's page of a return address: this very server serves it, by whatever name the browser knows it. */
export function pathOf(returnUrl: string | undefined): string | undefined {
  if (returnUrl === undefined || !URL.canParse(returnUrl)) return undefined
  const { pathname, search } = new URL(returnUrl)
  return safeRedirect(pathname + search)
}
