/** Settings of the web service of 高德, parsed once at start; every problem is named, no secret quoted. */
import { checkTimeout, checkUrl } from '@tiantou/adapter-kit'

export interface AmapSettings {
  /** Key of the kind Web 服务, 32 hexadecimal digits. */
  readonly key: string
  /** 安全密钥 of a key that asks for signatures; without one, bind the key to the server's addresses. */
  readonly secretKey?: string
  /** `https://restapi.amap.com`; plain HTTP only on this machine (the twin). */
  readonly baseUrl: string
  /** Longest wait for one answer, connecting included; 3000 when absent. */
  readonly timeout_ms?: number
}

export interface AmapConfig extends Omit<AmapSettings, 'timeout_ms'> {
  readonly timeout_ms: number
}

/** The settings cannot work; `problems` names every one of them, without values of secrets. */
export class AmapConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`高德 settings: ${problems.join('; ')}`)
    this.name = 'AmapConfigError'
    this.problems = problems
  }
}

const HEX = /^[0-9a-f]{32}$/

/**
 * Parses the settings.
 * @throws AmapConfigError naming all problems at once
 */
export function parseAmapConfig(settings: AmapSettings): AmapConfig {
  const problems: string[] = []
  const { key, secretKey, baseUrl, timeout_ms = 3_000 } = settings
  if (!HEX.test(key)) problems.push('key is not a key of the web service')
  if (secretKey !== undefined && !HEX.test(secretKey)) problems.push('secretKey is not a secret key')
  checkTimeout(timeout_ms, problems)
  checkUrl(baseUrl, 'baseUrl', problems)
  if (problems.length > 0) throw new AmapConfigError(problems)
  return { ...settings, timeout_ms }
}
