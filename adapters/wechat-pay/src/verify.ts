/**
 * Is this answer or callback from WeChat Pay, fresh and whole? Looks at headers and raw bytes only; what
 * the bytes mean is decided elsewhere and only after a yes. Source: pay.weixin.qq.com document 4012365339;
 * SIGNTEST: wechatpay-skills.
 */
import { verify, type KeyObject } from 'node:crypto'
import { normaliseSerial } from './config.ts'

/** Headers of an answer or callback; names in lower case, as Node and fetch give them. */
export type WireHeaders = Readonly<Record<string, string | string[] | undefined>>

export type SignatureCheck =
  { readonly ok: true } | { readonly ok: false; readonly code: BadSignature; readonly message: string }

export type BadSignature = 'signature_missing' | 'probe' | 'stale' | 'serial_unknown' | 'signature_wrong'

/** Clocks may differ by five minutes either way (rule of the provider). */
export const FRESH_MS = 300_000

/** The three lines under the signature of an answer or callback. */
export function answerMessage(timestamp: string, nonce: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`, 'utf8'), body, Buffer.from('\n')])
}

/**
 * Checks one signed message. Never throws.
 * @param now milliseconds UTC
 */
export function checkSignature(
  message: { readonly headers: WireHeaders; readonly body: Buffer },
  keys: ReadonlyMap<string, KeyObject>,
  now: number,
): SignatureCheck {
  const timestamp = only(message.headers['wechatpay-timestamp'])
  const nonce = only(message.headers['wechatpay-nonce'])
  const signature = only(message.headers['wechatpay-signature'])
  const serial = only(message.headers['wechatpay-serial'])
  if (timestamp === undefined || nonce === undefined || signature === undefined || serial === undefined) {
    return bad('signature_missing', 'a Wechatpay-… header is missing or repeated')
  }
  // The provider probes merchants with signatures that must fail; they are named so that logs do not cry
  // wolf.
  if (signature.includes('WECHATPAY/SIGNTEST/'))
    return bad('probe', 'a sign-test probe: refused as it must be')
  if (!/^[0-9]{1,12}$/.test(timestamp)) return bad('stale', 'the timestamp is not a number of seconds')
  if (Math.abs(now - Number(timestamp) * 1000) > FRESH_MS)
    return bad('stale', 'the timestamp is over 300 s away')
  const key = keys.get(normaliseSerial(serial))
  if (key === undefined) return bad('serial_unknown', 'signed by a key that this merchant does not hold')
  if (!/^[0-9A-Za-z+/]+={0,2}$/.test(signature)) return bad('signature_wrong', 'the signature is not base64')
  const signed = answerMessage(timestamp, nonce, message.body)
  if (!verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64'))) {
    return bad('signature_wrong', 'the signature does not fit the bytes')
  }
  return { ok: true }
}

function only(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function bad(code: BadSignature, message: string): SignatureCheck {
  return { ok: false, code, message }
}
