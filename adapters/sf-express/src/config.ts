/** Settings of the account at 丰桥, parsed once at start; every problem is named, no secret quoted. */
import { checkTimeout, checkUrl } from '@tiantou/adapter-kit'

export interface SfExpressSettings {
  /** 顾客编码. */
  readonly partnerId: string
  /** 校验码, which signs. */
  readonly checkWord: string
  /** 月结卡号. */
  readonly monthlyCard: string
  /** How the application is set to sign; `md5` when absent. */
  readonly digest?: 'md5' | 'sm3'
  /** 快件产品类别; 2 (顺丰标快) when absent. */
  readonly product?: number
  /** `https://bspgw.sf-express.com/std/service`; plain HTTP only on this machine (the twin). */
  readonly serviceUrl: string
  /** Longest wait for one answer, connecting included; 8000 when absent. */
  readonly timeout_ms?: number
}

export type SfExpressConfig = Required<SfExpressSettings>

/** The settings cannot work; `problems` names every one of them, without values of secrets. */
export class SfExpressConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`顺丰 settings: ${problems.join('; ')}`)
    this.name = 'SfExpressConfigError'
    this.problems = problems
  }
}

/**
 * Parses the settings.
 * @throws SfExpressConfigError naming all problems at once
 */
export function parseSfExpressConfig(settings: SfExpressSettings): SfExpressConfig {
  const problems: string[] = []
  const { partnerId, checkWord, monthlyCard, digest = 'md5', product = 2, timeout_ms = 8_000 } = settings
  if (!/^[0-9A-Za-z_-]{4,32}$/.test(partnerId)) problems.push('partnerId is not a customer code')
  if (!/^[0-9A-Za-z]{16,64}$/.test(checkWord)) problems.push('checkWord is not a check word')
  if (!/^[0-9]{10}$/.test(monthlyCard)) problems.push('monthlyCard is not a card of 10 digits')
  if (!['md5', 'sm3'].includes(digest)) problems.push('digest is md5 or sm3')
  if (!Number.isInteger(product) || product < 1 || product > 9_999)
    problems.push('product is not the number of a product')
  checkTimeout(timeout_ms, problems)
  checkUrl(settings.serviceUrl, 'serviceUrl', problems)
  if (problems.length > 0) throw new SfExpressConfigError(problems)
  return { ...settings, digest, product, timeout_ms }
}
