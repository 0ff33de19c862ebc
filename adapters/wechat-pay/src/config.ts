/**
 * The merchant's settings at WeChat Pay, parsed once at start: every problem is named at once, no secret is
 * ever quoted. No environment is read here and nothing is fetched; who wires the house passes the settings
 * in.
 */
import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'

/** Settings as an operator writes them. Keys are PEM text, URLs absolute. */
export interface WechatPaySettings {
  /** The app (official account, mini program) the payment belongs to: `wx…`. */
  readonly appId: string
  readonly mchId: string
  /** Serial of the merchant's API certificate, hexadecimal. */
  readonly merchantSerial: string
  readonly merchantPrivateKeyPem: string
  /** 32 ASCII characters; decrypts callbacks. */
  readonly apiV3Key: string
  /**
   * Key id → PEM: `PUB_KEY_ID_…` with a WeChat Pay public key, certificate serial with a platform
   * certificate (or its public key). While a merchant migrates both sign callbacks in turn, so both are
   * held at once.
   */
  readonly verificationKeys: Readonly<Record<string, string>>
  /**
   * Platform-certificate mode: certificates are fetched and renewed; no key need be given then. Together with
   * a public key it is what a merchant needs who migrates from one to the other.
   */
  readonly fetchesCertificates?: boolean
  /** `https://api.mch.weixin.qq.com`; plain HTTP only on this machine (the twin). */
  readonly baseUrl: string
  /** `https://api2.mch.weixin.qq.com`: tried once when the first host gives no answer. */
  readonly backupBaseUrl?: string
  /** Public https address without a query (rule of the provider); plain HTTP only on this machine. */
  readonly notifyUrl: string
  readonly refundNotifyUrl: string
  /** Whether payments may be shared (分账): the merchant must have been given that. No when absent. */
  readonly canShare?: boolean
  /** Longest wait for one answer, connecting included; 5000 when absent. */
  readonly timeout_ms?: number
}

export interface WechatPayConfig {
  readonly appId: string
  readonly mchId: string
  readonly merchantSerial: string
  readonly merchantKey: KeyObject
  readonly apiV3Key: Buffer
  readonly verificationKeys: ReadonlyMap<string, KeyObject>
  readonly fetchesCertificates: boolean
  readonly baseUrls: readonly string[]
  readonly notifyUrl: string
  readonly refundNotifyUrl: string
  readonly canShare: boolean
  readonly timeout_ms: number
}

/** The settings cannot work; `problems` names every one of them, without values of secrets. */
export class WechatPayConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`WeChat Pay settings: ${problems.join('; ')}`)
    this.name = 'WechatPayConfigError'
    this.problems = problems
  }
}

const PUBLIC_KEY_PREFIX = 'PUB_KEY_ID_'
const DEFAULT_TIMEOUT_MS = 5000
const LOCAL_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * Parses the settings.
 * @throws WechatPayConfigError naming all problems at once
 */
export function parseWechatPayConfig(settings: WechatPaySettings): WechatPayConfig {
  const problems: string[] = []
  const must = (good: boolean, problem: string): void => {
    if (!good) problems.push(problem)
  }
  must(/^[0-9A-Za-z_-]{1,32}$/.test(settings.appId), 'appId is not an app id')
  must(/^[0-9]{6,32}$/.test(settings.mchId), 'mchId is not a merchant number')
  must(/^[0-9A-Fa-f]{8,64}$/.test(settings.merchantSerial), 'merchantSerial is not a hexadecimal serial')
  const apiV3Key = Buffer.from(settings.apiV3Key, 'utf8')
  must(apiV3Key.length === 32, `apiV3Key must be 32 bytes, not ${apiV3Key.length}`)
  const timeout_ms = settings.timeout_ms ?? DEFAULT_TIMEOUT_MS
  must(
    Number.isSafeInteger(timeout_ms) && timeout_ms > 0 && timeout_ms <= 60_000,
    'timeout_ms must be 1–60000',
  )
  const merchantKey = readKey(
    () => createPrivateKey(settings.merchantPrivateKeyPem),
    'merchantPrivateKeyPem',
    problems,
  )
  const fetchesCertificates = settings.fetchesCertificates ?? false
  const verificationKeys = readVerificationKeys(settings.verificationKeys, problems)
  must(verificationKeys.size > 0 || fetchesCertificates, 'verificationKeys holds no usable key')
  const baseUrls = [
    settings.baseUrl,
    ...(settings.backupBaseUrl === undefined ? [] : [settings.backupBaseUrl]),
  ]
    .map((url, index) => parseUrl(url, index === 0 ? 'baseUrl' : 'backupBaseUrl', problems))
    .map((url) => url.replace(/\/+$/, ''))
  const notifyUrl = parseUrl(settings.notifyUrl, 'notifyUrl', problems)
  const refundNotifyUrl = parseUrl(settings.refundNotifyUrl, 'refundNotifyUrl', problems)
  if (problems.length > 0 || merchantKey === undefined) throw new WechatPayConfigError(problems)
  return {
    appId: settings.appId,
    mchId: settings.mchId,
    merchantSerial: settings.merchantSerial.toUpperCase(),
    merchantKey,
    apiV3Key,
    verificationKeys,
    fetchesCertificates,
    baseUrls,
    notifyUrl,
    refundNotifyUrl,
    canShare: settings.canShare ?? false,
    timeout_ms,
  }
}

/**
 * The key id we ask answers to be signed with: the public key where there is one (it never expires), else the
 * certificate that was named last.
 */
export function preferredSerial(held: ReadonlyMap<string, unknown>): string {
  const serials = [...held.keys()]
  return serials.find((serial) => serial.startsWith(PUBLIC_KEY_PREFIX)) ?? serials.at(-1) ?? ''
}

/** Certificate serials are compared without regard to case; public key ids exactly. */
export function normaliseSerial(serial: string): string {
  return serial.startsWith(PUBLIC_KEY_PREFIX) ? serial : serial.toUpperCase()
}

function readVerificationKeys(
  source: Readonly<Record<string, string>>,
  problems: string[],
): Map<string, KeyObject> {
  const keys = new Map<string, KeyObject>()
  for (const [serial, pem] of Object.entries(source)) {
    const name = `verification key ${serial}`
    const isPublicKeyId = /^PUB_KEY_ID_[0-9A-Za-z_]{1,64}$/.test(serial)
    if (!isPublicKeyId && !/^[0-9A-Fa-f]{8,64}$/.test(serial)) {
      problems.push(`${name}: neither PUB_KEY_ID_… nor a certificate serial`)
      continue
    }
    const key = readKey(() => readPublicKey(pem, isPublicKeyId ? undefined : serial), name, problems)
    if (key !== undefined) keys.set(normaliseSerial(serial), key)
  }
  return keys
}

function readPublicKey(pem: string, serial: string | undefined): KeyObject {
  if (!pem.includes('BEGIN CERTIFICATE')) return createPublicKey(pem)
  const certificate = new X509Certificate(pem)
  const bare = (text: string): string => text.toUpperCase().replace(/^0+/, '')
  if (serial !== undefined && bare(certificate.serialNumber) !== bare(serial)) {
    throw new Error('the certificate has another serial')
  }
  return certificate.publicKey
}

function readKey(read: () => KeyObject, name: string, problems: string[]): KeyObject | undefined {
  try {
    const key = read()
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
    if (key.asymmetricKeyType === 'rsa' && bits >= 2048) return key
    problems.push(`${name}: not an RSA key of at least 2048 bits`)
  } catch (error) {
    const reason =
      error instanceof Error && error.message.startsWith('the certificate')
        ? error.message
        : 'not readable PEM'
    problems.push(`${name}: ${reason}`)
  }
  return undefined
}

/** An address that must be safe, carries no query and no credentials; what is wrong joins the problems. */
export function parseUrl(text: string, name: string, problems: string[]): string {
  if (!URL.canParse(text)) {
    problems.push(`${name} is not an absolute URL`)
    return text
  }
  const url = new URL(text)
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOCAL_HOSTS.has(url.hostname))
  if (!isSafe) problems.push(`${name} must be https (plain http on this machine only)`)
  if (url.search !== '' || url.hash !== '') problems.push(`${name} must carry no query or fragment`)
  if (url.username !== '' || url.password !== '') problems.push(`${name} must carry no credentials`)
  return text
}
