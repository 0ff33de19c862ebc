/**
 * Settings of the WeChat open platform, parsed once at start; every problem is named, no secret is quoted, no
 * environment is read. Mini program, official account and website app are three apps with keys of their own.
 */

export interface WechatAppKeys {
  /** `wx` and 16 hexadecimal digits. */
  readonly appId: string
  readonly secret: string
}

export interface WechatOpenSettings {
  /** 小程序 */
  readonly mini?: WechatAppKeys | undefined
  /** 公众号 (服务号): pages inside WeChat's own browser. */
  readonly official?: WechatAppKeys | undefined
  /** 网站应用: a QR code on a PC. */
  readonly website?: WechatAppKeys | undefined
  /** `https://api.weixin.qq.com`; plain HTTP only on this machine (the twin). */
  readonly baseUrl: string
  /** Where the official account asks people; `https://open.weixin.qq.com/connect/oauth2/authorize`. */
  readonly authorizeUrl: string
  /** Where the website app shows its QR code; `https://open.weixin.qq.com/connect/qrconnect`. */
  readonly qrUrl: string
  /** Where WeChat sends browsers back to; its host must be registered with the account. */
  readonly returnUrl: string
  /** The official account's page opens in any browser: true of the twin, never of WeChat. */
  readonly opensAnywhere?: boolean
  /** The shop's phone, 11 digits: SF wants to know who sends. */
  readonly consignorPhone?: string | undefined
  /** Longest wait for one answer, connecting included; 5000 when absent. */
  readonly timeout_ms?: number
}

export interface WechatOpenConfig extends WechatOpenSettings {
  readonly timeout_ms: number
  readonly opensAnywhere: boolean
}

/** The settings cannot work; `problems` names every one of them, without values of secrets. */
export class WechatOpenConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`WeChat settings: ${problems.join('; ')}`)
    this.name = 'WechatOpenConfigError'
    this.problems = problems
  }
}

const LOCAL_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]'])
const APPS = ['mini', 'official', 'website'] as const

function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || (protocol === 'http:' && LOCAL_HOSTS.has(hostname))
}

function problemsOfKeys(name: string, { appId, secret }: WechatAppKeys): string[] {
  const problems: string[] = []
  if (!/^wx[0-9a-f]{16}$/.test(appId)) problems.push(`${name}.appId is no app id (wx and 16 digits)`)
  if (!/^[0-9A-Za-z]{32}$/.test(secret)) problems.push(`${name}.secret is no app secret of 32 characters`)
  return problems
}

/**
 * Parses the settings.
 * @throws WechatOpenConfigError naming all problems at once
 */
export function parseWechatOpenConfig(settings: WechatOpenSettings): WechatOpenConfig {
  const { timeout_ms = 5000, opensAnywhere = false } = settings
  const problems: string[] = []
  for (const name of APPS) {
    const keys = settings[name]
    if (keys !== undefined) problems.push(...problemsOfKeys(name, keys))
  }
  if (!isSafe(settings.baseUrl)) problems.push('baseUrl must be https (plain http on this machine only)')
  for (const name of ['authorizeUrl', 'qrUrl', 'returnUrl'] as const)
    if (!URL.canParse(settings[name])) problems.push(`${name} must be a whole address`)
  if (settings.consignorPhone !== undefined && !/^\d{7,12}$/.test(settings.consignorPhone))
    problems.push('consignorPhone is no phone of 7 to 12 digits')
  if (!Number.isSafeInteger(timeout_ms) || timeout_ms < 1 || timeout_ms > 60_000)
    problems.push('timeout_ms must be 1–60000')
  if (problems.length > 0) throw new WechatOpenConfigError(problems)
  return { ...settings, timeout_ms, opensAnywhere }
}
