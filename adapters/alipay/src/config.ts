/**
 * The merchant's settings at Alipay, parsed once at start: every problem is named at once, no secret is ever
 * quoted. No environment is read here and nothing is fetched; who wires the house passes the settings in.
 */
import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { checkTimeout, checkUrl } from '@tiantou/adapter-kit'
import { rootSerialOf, serialOf } from './serial.ts'

/** Settings as an operator writes them. Keys are PEM, or the bare base64 that Alipay's tools write. */
export interface AlipaySettings {
  readonly appId: string
  /** The seller's number, `2088…`: money of any other is not ours. */
  readonly sellerId: string
  /** The app's private key, PKCS#8 or PKCS#1. */
  readonly privateKey: string
  /** Public-key mode. */
  readonly alipayPublicKey?: string
  /** Certificate mode, all three (PEM): the app's, Alipay's and the root's. */
  readonly certificates?: {
    readonly app: string
    readonly alipay: string
    readonly root: string
  }
  /** `https://openapi.alipay.com/gateway.do`; plain HTTP only on this machine (the twin). */
  readonly gatewayUrl: string
  /** The gateway as browsers reach it; the same where absent. */
  readonly pageUrl?: string
  /** Public https address without a query; plain HTTP only on this machine. */
  readonly notifyUrl: string
  /** Where browsers come back to; `{payment}` stands for the number of the payment. */
  readonly returnUrl: string
  /** Longest wait for one answer, connecting included; 5000 when absent. */
  readonly timeout_ms?: number
}

export interface AlipayConfig {
  readonly appId: string
  readonly sellerId: string
  readonly privateKey: KeyObject
  /** Signs answers and notices. */
  readonly alipayKey: KeyObject
  /** Common parameters of certificate mode; empty in public-key mode. */
  readonly serials: Readonly<Record<string, string>>
  readonly gatewayUrl: string
  readonly pageUrl: string
  readonly notifyUrl: string
  readonly returnUrl: string
  readonly timeout_ms: number
}

/** The settings cannot work; `problems` names every one of them, without values of secrets. */
export class AlipayConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`Alipay settings: ${problems.join('; ')}`)
    this.name = 'AlipayConfigError'
    this.problems = problems
  }
}

const DEFAULT_TIMEOUT_MS = 5000

/**
 * Parses the settings.
 * @throws AlipayConfigError naming all problems at once
 */
export function parseAlipayConfig(settings: AlipaySettings): AlipayConfig {
  const problems: string[] = []
  const must = (good: boolean, problem: string): void => {
    if (!good) problems.push(problem)
  }
  must(/^\d{10,32}$/.test(settings.appId), 'appId is not an app id')
  must(/^2088\d{12}$/.test(settings.sellerId), 'sellerId is not a seller number (2088…)')
  const timeout_ms = settings.timeout_ms ?? DEFAULT_TIMEOUT_MS
  checkTimeout(timeout_ms, problems)
  const privateKey = attempt(() => readPrivateKey(settings.privateKey), 'privateKey', problems)
  const { alipayKey, serials } = readTrust(settings, privateKey, problems)
  for (const name of ['gatewayUrl', 'notifyUrl'] as const) checkUrl(settings[name], name, problems)
  if (settings.pageUrl !== undefined) checkUrl(settings.pageUrl, 'pageUrl', problems, { isPage: true })
  checkUrl(settings.returnUrl, 'returnUrl', problems, { isPage: true, mayAsk: true })
  if (problems.length > 0 || privateKey === undefined || alipayKey === undefined)
    throw new AlipayConfigError(problems)
  const { appId, sellerId, gatewayUrl, pageUrl = gatewayUrl, notifyUrl, returnUrl } = settings
  return {
    appId,
    sellerId,
    privateKey,
    alipayKey,
    serials,
    gatewayUrl,
    pageUrl,
    notifyUrl,
    returnUrl,
    timeout_ms,
  }
}

interface Trust {
  readonly alipayKey: KeyObject | undefined
  readonly serials: Readonly<Record<string, string>>
}

/** Whom we believe, and how we name ourselves: by bare keys or by certificates, never by half of each. */
function readTrust(settings: AlipaySettings, own: KeyObject | undefined, problems: string[]): Trust {
  const { alipayPublicKey, certificates } = settings
  if ((alipayPublicKey === undefined) === (certificates === undefined)) {
    problems.push('alipayPublicKey or certificates: exactly one of them is needed')
    return { alipayKey: undefined, serials: {} }
  }
  if (alipayPublicKey !== undefined) {
    const alipayKey = attempt(() => readPublicKey(alipayPublicKey), 'alipayPublicKey', problems)
    return { alipayKey, serials: {} }
  }
  const { app = '', alipay = '', root = '' } = certificates ?? {}
  const appOne = readCertificate(app, 'certificates.app', problems)
  const alipayOne = readCertificate(alipay, 'certificates.alipay', problems)
  if (appOne !== undefined && own !== undefined && !appOne.checkPrivateKey(own))
    problems.push('certificates.app: does not belong to privateKey')
  const rootSerial = rootSerials(root, problems)
  return {
    alipayKey: alipayOne?.publicKey,
    serials: {
      app_cert_sn: appOne === undefined ? '' : serialOf(appOne),
      alipay_root_cert_sn: rootSerial,
    },
  }
}

function rootSerials(pem: string, problems: string[]): string {
  try {
    const serials = rootSerialOf(pem)
    if (serials !== '') return serials
  } catch {
    // Said below.
  }
  problems.push('certificates.root: holds no readable RSA certificate')
  return ''
}

function readCertificate(pem: string, name: string, problems: string[]): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    problems.push(`${name}: not a readable certificate`)
    return undefined
  }
}

function readPrivateKey(given: string): KeyObject {
  if (given.includes('-----BEGIN')) return createPrivateKey(given)
  const key = Buffer.from(given.replaceAll(/\s/g, ''), 'base64')
  try {
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  } catch {
    return createPrivateKey({ key, format: 'der', type: 'pkcs1' })
  }
}

function readPublicKey(given: string): KeyObject {
  if (given.includes('-----BEGIN')) return createPublicKey(given)
  return createPublicKey({
    key: Buffer.from(given.replaceAll(/\s/g, ''), 'base64'),
    format: 'der',
    type: 'spki',
  })
}

function attempt(read: () => KeyObject, name: string, problems: string[]): KeyObject | undefined {
  try {
    const key = read()
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
    if (key.asymmetricKeyType === 'rsa' && bits >= 2048) return key
    problems.push(`${name}: not an RSA key of at least 2048 bits`)
  } catch {
    problems.push(`${name}: not a readable key`)
  }
  return undefined
}
