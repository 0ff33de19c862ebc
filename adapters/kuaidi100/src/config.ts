/**
 * Settings of the account at 快递100, parsed once at start; every problem is named, no secret quoted.
 */
import { checkTimeout, checkUrl } from '@tiantou/adapter-kit'

/** A contract with one carrier, under which its waybills are drawn. */
export interface Partner {
  /** Customer number at the carrier (电子面单客户账户, 月结账号). */
  readonly partnerId: string
  readonly partnerKey?: string
  readonly partnerSecret?: string
  /** The carrier's branch, where it wants one. */
  readonly net?: string
}

export interface Kuaidi100Settings {
  /** 授权 key. */
  readonly key: string
  /** 查询公司编号. */
  readonly customer: string
  /** Signs electronic waybills. */
  readonly secret: string
  /** Signs pushes; drawn by us, at least 16 letters and digits. */
  readonly salt: string
  /** Contracts by the carrier's code; without one a carrier can be asked, but gives no numbers. */
  readonly partners?: Readonly<Record<string, Partner>>
  /** Template of a label at 快递100; without one only the facts of a label are asked for. */
  readonly templateId?: string
  /** `https://poll.kuaidi100.com`; plain HTTP only on this machine (the twin). */
  readonly pollUrl: string
  /** `https://api.kuaidi100.com`. */
  readonly apiUrl: string
  /** Where pushes go; public https address without a query. */
  readonly callbackUrl: string
  /** Longest wait for one answer, connecting included; 8000 when absent: carriers are slow. */
  readonly timeout_ms?: number
}

export interface Kuaidi100Config extends Kuaidi100Settings {
  readonly partners: Readonly<Record<string, Partner>>
  readonly timeout_ms: number
}

/** The settings cannot work; `problems` names every one of them, without values of secrets. */
export class Kuaidi100ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`快递100 settings: ${problems.join('; ')}`)
    this.name = 'Kuaidi100ConfigError'
    this.problems = problems
  }
}

const isPartner = (given: unknown): boolean => {
  if (typeof given !== 'object' || given === null) return false
  const fields = Object.entries(given)
  const names = ['partnerId', 'partnerKey', 'partnerSecret', 'net']
  return 'partnerId' in given && fields.every(([name, value]) => names.includes(name) && isWord(value))
}

const isWord = (value: unknown): boolean => typeof value === 'string' && /^\S{1,100}$/.test(value)

/**
 * Parses the settings.
 * @throws Kuaidi100ConfigError naming all problems at once
 */
export function parseKuaidi100Config(settings: Kuaidi100Settings): Kuaidi100Config {
  const problems: string[] = []
  const { key, customer, secret, salt, partners = {}, timeout_ms = 8_000 } = settings
  if (!/^[0-9A-Za-z]{6,64}$/.test(key)) problems.push('key is not an authorised key')
  if (!/^[0-9A-Za-z]{6,64}$/.test(customer)) problems.push('customer is not a customer number')
  if (!/^[0-9A-Za-z]{6,64}$/.test(secret)) problems.push('secret is not a secret')
  if (!/^[0-9A-Za-z]{16,64}$/.test(salt)) problems.push('salt must be 16 to 64 letters and digits')
  for (const [carrier, partner] of Object.entries(partners)) {
    if (!/^[a-z][a-z0-9]+$/.test(carrier) || !isPartner(partner))
      problems.push(`partners: ${carrier} is no carrier with a partnerId`)
  }
  if (settings.templateId !== undefined && !/^[0-9A-Za-z]{6,64}$/.test(settings.templateId))
    problems.push('templateId is not the id of a template')
  checkTimeout(timeout_ms, problems)
  checkUrl(settings.pollUrl, 'pollUrl', problems)
  checkUrl(settings.apiUrl, 'apiUrl', problems)
  checkUrl(settings.callbackUrl, 'callbackUrl', problems)
  if (problems.length > 0) throw new Kuaidi100ConfigError(problems)
  return { ...settings, partners, timeout_ms }
}
