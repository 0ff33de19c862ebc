/**
 * Settings of Tencent Cloud SMS, parsed once at start; every problem is named, no secret is quoted, no
 * environment is read.
 */
import { accountProblems } from '@tiantou/tencent-cloud/wire'

export interface TencentSmsSettings {
  readonly secretId: string
  readonly secretKey: string
  /** `1400…`. */
  readonly sdkAppId: string
  /** An approved template whose variables are, in order, those of `templateParams`. */
  readonly templateId: string
  /** Content of the approved signature, without its brackets. */
  readonly signName: string
  /** Order of the template's variables; code, then minutes, when absent. */
  readonly templateParams?: readonly ('code' | 'ttlMinutes')[]
  /** `https://sms.tencentcloudapi.com`; plain HTTP only on this machine (the twin). */
  readonly baseUrl: string
  /** `ap-guangzhou` when absent. */
  readonly region?: string
  /** Longest wait for the answer, connecting included; 5000 when absent. */
  readonly timeout_ms?: number
}

export interface TencentSmsConfig extends Required<TencentSmsSettings> {
  /** The parsed base URL. */
  readonly url: URL
}

/** The settings cannot work; `problems` names every one of them, without values of secrets. */
export class TencentSmsConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`Tencent SMS settings: ${problems.join('; ')}`)
    this.name = 'TencentSmsConfigError'
    this.problems = problems
  }
}

/**
 * Parses the settings.
 * @throws TencentSmsConfigError naming all problems at once
 */
export function parseTencentSmsConfig(settings: TencentSmsSettings): TencentSmsConfig {
  const problems: string[] = []
  const must = (good: boolean, problem: string): void => {
    if (!good) problems.push(problem)
  }
  const {
    baseUrl,
    timeout_ms = 5000,
    region = 'ap-guangzhou',
    templateParams = ['code', 'ttlMinutes'],
  } = settings
  const { secretId, secretKey } = settings
  problems.push(...accountProblems({ secretId, secretKey, region, timeout_ms, baseUrls: [baseUrl] }))
  must(/^[0-9]{5,20}$/.test(settings.sdkAppId), 'sdkAppId is not a number like 1400…')
  must(/^[0-9]{1,20}$/.test(settings.templateId), 'templateId is not a number')
  must(
    settings.signName !== '' && !/[【】]/.test(settings.signName),
    'signName is empty or carries its brackets',
  )
  must(templateParams.includes('code'), 'templateParams must hold the code')
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (problems.length > 0 || url === undefined) throw new TencentSmsConfigError(problems)
  return { ...settings, timeout_ms, region, templateParams, url }
}
