/**
 * The merchant's settings at UnionPay, parsed once at start: every problem is named at once, no secret is
 * ever quoted. No environment is read here and nothing is fetched; who wires the house passes the settings
 * in.
 */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { checkTimeout, checkUrl } from '@tiantou/adapter-kit'
import { type Chain, isSignedBy } from './trust.ts'

/** Settings as an operator writes them; keys and certificates are PEM (README: out of the `.pfx`). */
export interface UnionpaySettings {
  /** The merchant's number, 15 digits. */
  readonly merId: string
  /** The key of the signing certificate. */
  readonly privateKey: string
  /** The merchant's signing certificate; its serial is the `certId` of each request. */
  readonly certificate: string
  /** UnionPay's root and middle certificates (`acp_prod_root.cer`, `acp_prod_middle.cer`). */
  readonly rootCertificate: string
  readonly middleCertificate: string
  /** Whom the signing certificate of an answer must name; UnionPay itself when absent. */
  readonly owner?: string
  /** `https://gateway.95516.com/gateway/api`; plain HTTP only on this machine (the twin). */
  readonly gatewayUrl: string
  /** `https://filedownload.95516.com/` */
  readonly fileUrl: string
  /** The gateway as browsers reach it; the same where absent. */
  readonly pageUrl?: string
  /** Public https address without a query; plain HTTP only on this machine. */
  readonly notifyUrl: string
  /** Where browsers come back to, by a form; `{payment}` stands for the number of the payment. */
  readonly returnUrl: string
  /** Longest wait for one answer, connecting included; 5000 when absent. */
  readonly timeout_ms?: number
}

export interface UnionpayConfig {
  readonly merId: string
  readonly privateKey: KeyObject
  readonly certId: string
  readonly chain: Chain
  readonly gatewayUrl: string
  readonly fileUrl: string
  readonly pageUrl: string
  readonly notifyUrl: string
  readonly returnUrl: string
  readonly timeout_ms: number
}

/** The settings cannot work; `problems` names every one of them, without values of secrets. */
export class UnionpayConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`UnionPay settings: ${problems.join('; ')}`)
    this.name = 'UnionpayConfigError'
    this.problems = problems
  }
}

const DEFAULT_TIMEOUT_MS = 5000
const UNIONPAY = '中国银联股份有限公司'

/**
 * Parses the settings.
 * @throws UnionpayConfigError naming all problems at once
 */
export function parseUnionpayConfig(settings: UnionpaySettings): UnionpayConfig {
  const problems: string[] = []
  if (!/^\d{15}$/.test(settings.merId)) problems.push('merId is not a merchant number (15 digits)')
  const { timeout_ms = DEFAULT_TIMEOUT_MS } = settings
  checkTimeout(timeout_ms, problems)
  const privateKey = readKey(settings.privateKey, problems)
  const certificate = readCertificate(settings.certificate, 'certificate', problems)
  if (certificate !== undefined && privateKey !== undefined && !certificate.checkPrivateKey(privateKey))
    problems.push('certificate: does not belong to privateKey')
  const chain = readChain(settings, problems)
  for (const name of ['gatewayUrl', 'fileUrl', 'notifyUrl'] as const) checkUrl(settings[name], name, problems)
  checkUrl(settings.returnUrl, 'returnUrl', problems, { isPage: true, mayAsk: true })
  if (settings.pageUrl !== undefined) checkUrl(settings.pageUrl, 'pageUrl', problems, { isPage: true })
  if (problems.length > 0 || privateKey === undefined || certificate === undefined || chain === undefined)
    throw new UnionpayConfigError(problems)
  const { merId, gatewayUrl, fileUrl, pageUrl = gatewayUrl, notifyUrl, returnUrl } = settings
  const certId = BigInt(`0x${certificate.serialNumber}`).toString()
  const urls = { gatewayUrl, fileUrl, pageUrl, notifyUrl, returnUrl }
  return { merId, privateKey, certId, chain, ...urls, timeout_ms }
}

function readChain(settings: UnionpaySettings, problems: string[]): Chain | undefined {
  const root = readCertificate(settings.rootCertificate, 'rootCertificate', problems)
  const middle = readCertificate(settings.middleCertificate, 'middleCertificate', problems)
  if (root === undefined || middle === undefined) return undefined
  if (!isSignedBy(middle, root)) problems.push('middleCertificate: not signed by rootCertificate')
  return { root, middle, owner: settings.owner ?? UNIONPAY }
}

function readCertificate(pem: string, name: string, problems: string[]): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    problems.push(`${name}: not a readable certificate`)
    return undefined
  }
}

function readKey(pem: string, problems: string[]): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048) return key
    problems.push('privateKey: not an RSA key of at least 2048 bits')
  } catch {
    problems.push('privateKey: not a readable key')
  }
  return undefined
}
