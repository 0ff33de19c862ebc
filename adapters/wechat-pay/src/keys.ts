/**
 * The provider's keys that answers and callbacks are verified with: those of the settings, and platform
 * certificates that are fetched and renewed. Source: pay.weixin.qq.com, document 4012365342; certificates are
 * asked for every twelve hours, a new one is published a day before it is used.
 */
import { type KeyObject, X509Certificate } from 'node:crypto'
import { normaliseSerial, preferredSerial, type WechatPayConfig } from './config.ts'
import { decryptResource, sealFor } from './crypt.ts'
import { type ClientDeps, send } from './send.ts'
import { checkSignature } from './verify.ts'
import { asObject, parseObject, text, type Wire } from './wire.ts'

export interface KeyRing {
  /** Serial → key, as of now. */
  readonly held: ReadonlyMap<string, KeyObject>
  /** Sees to it that certificates are not older than twelve hours; waits for the first ones. Never throws. */
  fresh(): Promise<void>
  /** Fetches certificates because a serial is unknown; true where that brought a new one. Never throws. */
  renew(): Promise<boolean>
}

const PATH = '/v3/certificates'
const RENEW_MS = 12 * 3_600_000
/** Forged serials must not make us ask again and again. */
const REST_MS = 60_000

/** Opens the ring of a merchant. Where no certificates are wanted it never changes. */
export function openKeyRing(config: WechatPayConfig, deps: ClientDeps): KeyRing {
  if (!config.fetchesCertificates) {
    return { held: config.verificationKeys, fresh: async () => {}, renew: async () => false }
  }
  const held = new Map(config.verificationKeys)
  let renewedAt = -Infinity
  let askedAt = -Infinity
  let asking: Promise<boolean> | undefined
  const ask = async (): Promise<boolean> => {
    const found = await fetchCertificates(config, held, deps)
    if (found === undefined) return false
    renewedAt = deps.now()
    const isNew = [...found.keys()].some((serial) => !held.has(serial))
    for (const serial of held.keys()) if (!config.verificationKeys.has(serial)) held.delete(serial)
    for (const [serial, key] of found) held.set(serial, key)
    return isNew
  }
  const renew = (): Promise<boolean> => {
    if (asking !== undefined) return asking
    if (deps.now() - askedAt < REST_MS) return Promise.resolve(false)
    askedAt = deps.now()
    asking = ask()
      .catch(() => false)
      .finally(() => (asking = undefined))
    return asking
  }
  return {
    held,
    renew,
    fresh: async () => {
      if (deps.now() - renewedAt >= RENEW_MS) await renew()
    },
  }
}

/**
 * Asks for the certificates that are valid now. Undefined where the answer is none, or is not believed: every
 * certificate must open under the APIv3 key, and one of them (or one held before) must have signed the
 * answer.
 */
async function fetchCertificates(
  config: WechatPayConfig,
  held: ReadonlyMap<string, KeyObject>,
  deps: ClientDeps,
): Promise<Map<string, KeyObject> | undefined> {
  const [base = ''] = config.baseUrls
  const reply = await send(config, base, { method: 'GET', path: PATH, body: '', serial: '' }, deps)
  // A merchant who verifies by public key alone has none.
  if (reply.status === 404 && held.size > 0) return new Map()
  if (reply.status !== 200) return undefined
  const data = parseObject(reply.body)?.['data']
  if (!Array.isArray(data)) return undefined
  const found = new Map<string, KeyObject>()
  for (const each of data) {
    const one = readCertificate(config.apiV3Key, asObject(each), deps.now())
    if (one !== undefined) found.set(...one)
  }
  return checkSignature(reply, new Map([...held, ...found]), deps.now()).ok ? found : undefined
}

function readCertificate(
  apiV3Key: Buffer,
  said: Wire | undefined,
  now: number,
): [string, KeyObject] | undefined {
  const sealed = asObject(said?.['encrypt_certificate'])
  const serial = text(said, 'serial_no')
  const ciphertext = text(sealed, 'ciphertext')
  const nonce = text(sealed, 'nonce')
  if (serial === undefined || ciphertext === undefined || nonce === undefined) return undefined
  const associatedData = text(sealed, 'associated_data') ?? ''
  const pem = decryptResource(apiV3Key, { ciphertext, nonce, associatedData })
  if (pem === undefined) return undefined
  try {
    const certificate = new X509Certificate(pem)
    const isNow = certificate.validFromDate.getTime() <= now && now < certificate.validToDate.getTime()
    const isNamed = normaliseSerial(certificate.serialNumber) === normaliseSerial(serial)
    return isNow && isNamed ? [normaliseSerial(serial), certificate.publicKey] : undefined
  } catch {
    return undefined
  }
}

/** Seals for the provider under the key that requests name to it; undefined while none is known. */
export async function sealingKey(keys: KeyRing): Promise<((plain: string) => string) | undefined> {
  await keys.fresh()
  const key = keys.held.get(preferredSerial(keys.held))
  return key === undefined ? undefined : (plain) => sealFor(key, plain)
}
