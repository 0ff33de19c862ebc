/**
 * Settings of verification at Tencent Cloud, parsed once at start; every problem is named, no secret quoted.
 */
import { accountProblems } from '@tiantou/tencent-cloud/wire'

export interface TencentVerifySettings {
  readonly secretId: string
  readonly secretKey: string
  /** `https://faceid.tencentcloudapi.com`: identities and cards; plain HTTP only on this machine. */
  readonly faceidUrl: string
  /** `https://ocr.tencentcloudapi.com`: licences. */
  readonly ocrUrl: string
  /** `ap-guangzhou` when absent. */
  readonly region?: string
  /** Longest wait for the answer, connecting included; 8000 when absent. */
  readonly timeout_ms?: number
}

export interface TencentVerifyConfig extends Required<TencentVerifySettings> {
  readonly faceid: URL
  readonly ocr: URL
}

/** The settings cannot work; `problems` names every one of them, without values of secrets. */
export class TencentVerifyConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`Tencent verification settings: ${problems.join('; ')}`)
    this.name = 'TencentVerifyConfigError'
    this.problems = problems
  }
}

/**
 * Parses the settings.
 * @throws TencentVerifyConfigError naming all problems at once
 */
export function parseTencentVerifyConfig(settings: TencentVerifySettings): TencentVerifyConfig {
  const { secretId, secretKey, faceidUrl, ocrUrl, region = 'ap-guangzhou', timeout_ms = 8_000 } = settings
  const baseUrls = [faceidUrl, ocrUrl]
  const problems = accountProblems({ secretId, secretKey, region, timeout_ms, baseUrls })
  if (problems.length > 0) throw new TencentVerifyConfigError(problems)
  return { ...settings, region, timeout_ms, faceid: new URL(faceidUrl), ocr: new URL(ocrUrl) }
}
