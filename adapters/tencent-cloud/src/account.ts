/** What is wrong with the settings that every service of Tencent Cloud shares; no secret is quoted. */

const LOCAL_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** The problems, one sentence each, beginning with the name of the setting. */
export function accountProblems(settings: {
  readonly secretId: string
  readonly secretKey: string
  readonly region: string
  readonly timeout_ms: number
  readonly baseUrls: readonly string[]
}): string[] {
  const { secretId, secretKey, region, timeout_ms, baseUrls } = settings
  const problems: string[] = []
  const must = (good: boolean, problem: string): void => {
    if (!good) problems.push(problem)
  }
  must(/^[0-9A-Za-z]{8,64}$/.test(secretId), 'secretId is not a secret id')
  must(/^[0-9A-Za-z]{8,64}$/.test(secretKey), 'secretKey is not a secret key')
  must(/^[a-z]{2}-[a-z0-9-]+$/.test(region), 'region is not a region')
  must(
    Number.isSafeInteger(timeout_ms) && timeout_ms > 0 && timeout_ms <= 60_000,
    'timeout_ms must be 1–60000',
  )
  for (const baseUrl of baseUrls) {
    const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
    const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOCAL_HOSTS.has(url.hostname))
    must(isSafe, 'baseUrl must be https (plain http on this machine only)')
    must(
      url === undefined || (url.pathname === '/' && url.search === ''),
      'baseUrl must carry no path or query',
    )
  }
  return problems
}
