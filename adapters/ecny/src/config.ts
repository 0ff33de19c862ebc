/**
 * The merchant's settings for e-CNY at China Merchants Bank, parsed once at start: every problem is named at
 * once, no secret is ever quoted. No environment is read here and nothing is fetched.
 */
import { checkTimeout, checkUrl } from '@tiantou/adapter-kit'
import { type Sm2PrivateKey, sm2PrivateKey, type Sm2PublicKey, sm2PublicKey } from './sm2.ts'

/** Settings as an operator writes them. */
export interface EcnySettings {
  /** The merchant's number at the bank. */
  readonly merId: string
  /** The cashier on whose name orders run. */
  readonly userId: string
  /** The application at the bank's open platform. */
  readonly appId: string
  readonly appSecret: string
  /** The merchant's SM2 key, 64 hexadecimal digits. */
  readonly privateKey: string
  /** The bank's SM2 key: base64 of its SPKI, or the point in hexadecimal. */
  readonly bankPublicKey: string
  /** `https://api.cmbchina.com`; plain HTTP only on this machine (the twin). */
  readonly baseUrl: string
  /** Public https address without a query; plain HTTP only on this machine. */
  readonly notifyUrl: string
  /** Longest wait for one answer, connecting included; 5000 when absent. */
  readonly timeout_ms?: number
}

export interface EcnyConfig extends Omit<EcnySettings, 'privateKey' | 'bankPublicKey' | 'timeout_ms'> {
  readonly privateKey: Sm2PrivateKey
  readonly bankKey: Sm2PublicKey
  readonly timeout_ms: number
}

/** The settings cannot work; `problems` names every one of them, without values of secrets. */
export class EcnyConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`e-CNY settings: ${problems.join('; ')}`)
    this.name = 'EcnyConfigError'
    this.problems = problems
  }
}

const DEFAULT_TIMEOUT_MS = 5000

/**
 * Parses the settings.
 * @throws EcnyConfigError naming all problems at once
 */
export function parseEcnyConfig(settings: EcnySettings): EcnyConfig {
  const problems: string[] = []
  const { merId, userId, appId, appSecret, baseUrl, notifyUrl, timeout_ms = DEFAULT_TIMEOUT_MS } = settings
  if (!/^[0-9A-Z]{6,32}$/.test(merId)) problems.push('merId is not a merchant number')
  if (!/^[0-9A-Za-z]{1,32}$/.test(userId)) problems.push('userId is not the number of a cashier')
  if (!/^[\w-]{8,64}$/.test(appId)) problems.push('appId is not an app id')
  if (appSecret.length < 8) problems.push('appSecret is too short')
  checkTimeout(timeout_ms, problems)
  checkUrl(baseUrl, 'baseUrl', problems)
  checkUrl(notifyUrl, 'notifyUrl', problems)
  const privateKey = attempt(() => sm2PrivateKey(settings.privateKey), 'privateKey', problems)
  const bankKey = attempt(() => sm2PublicKey(settings.bankPublicKey), 'bankPublicKey', problems)
  if (problems.length > 0 || privateKey === undefined || bankKey === undefined)
    throw new EcnyConfigError(problems)
  return { merId, userId, appId, appSecret, privateKey, bankKey, baseUrl, notifyUrl, timeout_ms }
}

function attempt<Key>(read: () => Key, name: string, problems: string[]): Key | undefined {
  try {
    return read()
  } catch {
    problems.push(`${name}: not an SM2 key`)
    return undefined
  }
}
