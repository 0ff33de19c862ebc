/**
 * The text under a signature of Alipay's gateway, and signing and checking it (RSA2: SHA256withRSA, PKCS#1
 * v1.5, base64). Source: opendocs.alipay.com, "签名" of the gateway, version 2.
 */
import { type KeyObject, sign, verify } from 'node:crypto'

export type Params = Readonly<Record<string, string>>

/**
 * Parameters as they are signed: sorted by name, `k=v` joined with `&`, empty values and the named ones left
 * out, nothing encoded. A request leaves out `sign`; a notice `sign` and `sign_type`.
 */
export function signedText(params: Params, ...without: readonly string[]): string {
  return Object.keys(params)
    .filter((name) => params[name] !== '' && !without.includes(name))
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((name) => `${name}=${params[name]}`)
    .join('&')
}

export function signRsa2(message: string, key: KeyObject): string {
  return sign('RSA-SHA256', Buffer.from(message, 'utf8'), key).toString('base64')
}

/** Never throws: what is no base64 does not hold. */
export function holdsRsa2(message: string, signature: string, key: KeyObject): boolean {
  if (!/^[0-9A-Za-z+/]+={0,2}$/.test(signature)) return false
  return verify('RSA-SHA256', Buffer.from(message, 'utf8'), key, Buffer.from(signature, 'base64'))
}
