/** Checks that the settings of every provider share; each problem is named, and no value is ever quoted. */

const LOCAL_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]'])

export interface UrlRule {
  /** A page for the shopper's own browser, which knows where it is: plain HTTP and a query are no harm. */
  readonly isPage?: boolean
  /** A page may carry a query only where this says so. */
  readonly mayAsk?: boolean
}

/** Names what is wrong with an address; plain HTTP is for this machine only. */
export function checkUrl(given: string, name: string, problems: string[], rule: UrlRule = {}): void {
  if (!URL.canParse(given)) {
    problems.push(`${name} is not an absolute URL`)
    return
  }
  const url = new URL(given)
  const isLocal = LOCAL_HOSTS.has(url.hostname) || rule.isPage === true
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal))
    problems.push(`${name} must be https (plain http on this machine only)`)
  if (rule.mayAsk !== true && (url.search !== '' || url.hash !== ''))
    problems.push(`${name} must carry no query or fragment`)
  if (url.username !== '' || url.password !== '') problems.push(`${name} must carry no credentials`)
}

/** Names a wait that is none. */
export function checkTimeout(timeout_ms: number, problems: string[]): void {
  if (!Number.isSafeInteger(timeout_ms) || timeout_ms < 1 || timeout_ms > 60_000)
    problems.push('timeout_ms must be 1–60000')
}
