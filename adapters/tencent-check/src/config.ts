/**
 * Settings of content checks at Tencent Cloud, parsed once at start; every problem is named, no secret
 * quoted.
 */
import { accountProblems } from '@tiantou/tencent-cloud/wire'

export interface TencentCheckSettings {
  readonly secretId: string
  readonly secretKey: string
  /** `https://tms.tencentcloudapi.com`: words; plain HTTP only on this machine. */
  readonly textUrl: string
  /** `https://ims.tencentcloudapi.com`: pictures. */
  readonly pictureUrl: string
  /** A policy made in the console, for words and pictures; the provider's default when absent. */
  readonly bizType?: string
  /** `ap-guangzhou` when absent. */
  readonly region?: string
  /** Longest wait for the answer, connecting included; 4000 when absent: an author waits for it. */
  readonly timeout_ms?: number
}

export interface TencentCheckConfig extends Omit<TencentCheckSettings, 'region' | 'timeout_ms'> {
  readonly region: string
  readonly timeout_ms: number
  readonly text: URL
  readonly picture: URL
}

/** The settings cannot work; `problems` names every one of them, without values of secrets. */
export class TencentCheckConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`Tencent content check settings: ${problems.join('; ')}`)
    this.name = 'TencentCheckConfigError'
    this.problems = problems
  }
}

/**
 * Parses the settings.
 * @throws TencentCheckConfigError naming all problems at once
 */
export function parseTencentCheckConfig(settings: TencentCheckSettings): TencentCheckConfig {
  const { secretId, secretKey, textUrl, pictureUrl, bizType } = settings
  const { region = 'ap-guangzhou', timeout_ms = 4_000 } = settings
  const baseUrls = [textUrl, pictureUrl]
  const problems = accountProblems({ secretId, secretKey, region, timeout_ms, baseUrls })
  if (bizType !== undefined && !/^\w{3,32}$/.test(bizType)) problems.push('bizType is not a policy')
  if (problems.length > 0) throw new TencentCheckConfigError(problems)
  return { ...settings, region, timeout_ms, text: new URL(textUrl), picture: new URL(pictureUrl) }
}
