/**
 * Settings of Tencent's location service, parsed once at start; every problem is named, no secret quoted.
 */
import { checkTimeout, checkUrl } from '@tiantou/adapter-kit'

export interface TencentMapSettings {
  /** Five letters or digits, six times, with hyphens. */
  readonly key: string
  /** Of a key that asks for signatures (签名校验); without one, bind the key to the server's addresses. */
  readonly secretKey?: string
  /** `https://apis.map.qq.com`; plain HTTP only on this machine (the twin). */
  readonly baseUrl: string
  /** Longest wait for one answer, connecting included; 3000 when absent. */
  readonly timeout_ms?: number
}

export interface TencentMapConfig extends Omit<TencentMapSettings, 'timeout_ms'> {
  readonly timeout_ms: number
}

/** The settings cannot work; `problems` names every one of them, without values of secrets. */
export class TencentMapConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`Tencent map settings: ${problems.join('; ')}`)
    this.name = 'TencentMapConfigError'
    this.problems = problems
  }
}

/**
 * Parses the settings.
 * @throws TencentMapConfigError naming all problems at once
 */
export function parseTencentMapConfig(settings: TencentMapSettings): TencentMapConfig {
  const problems: string[] = []
  const { key, secretKey, baseUrl, timeout_ms = 3_000 } = settings
  if (!/^[0-9A-Z]{5}(-[0-9A-Z]{5}){5}$/.test(key)) problems.push('key is not a key of the location service')
  if (secretKey !== undefined && !/^[0-9A-Za-z]{16,64}$/.test(secretKey))
    problems.push('secretKey is not a secret key')
  checkTimeout(timeout_ms, problems)
  checkUrl(baseUrl, 'baseUrl', problems)
  if (problems.length > 0) throw new TencentMapConfigError(problems)
  return { ...settings, timeout_ms }
}
