/**
 * The text under a signature of UnionPay's version 5.1.0, and signing and checking it: RSA with SHA-256 over
 * the hexadecimal SHA-256 of the fields in order. Source: open.unionpay.com, signature of version 5.1.0.
 */
import { createHash, type KeyObject, sign, verify } from 'node:crypto'

export type Params = Readonly<Record<string, string>>

/** Fields as they are signed: sorted by name, `k=v` joined with `&`, empty ones left out, nothing encoded. */
export function signedText(params: Params): string {
  return Object.keys(params)
    .filter((name) => name !== 'signature' && params[name] !== '')
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((name) => `${name}=${params[name]}`)
    .join('&')
}

/** What RSA signs: the digest in letters. */
export function digestOf(params: Params): string {
  return createHash('sha256').update(signedText(params), 'utf8').digest('hex')
}

export function signFields(params: Params, key: KeyObject): string {
  return sign('RSA-SHA256', Buffer.from(digestOf(params)), key).toString('base64')
}

/** Never throws: what is no base64 does not hold. */
export function holds(params: Params, key: KeyObject): boolean {
  const { signature = '' } = params
  if (!/^[0-9A-Za-z+/]+={0,2}$/.test(signature)) return false
  return verify('RSA-SHA256', Buffer.from(digestOf(params)), key, Buffer.from(signature, 'base64'))
}
