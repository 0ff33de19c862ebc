/** The text under a signature of the bank's gateway, and the header that vouches for a request. */
import { createHash } from 'node:crypto'
import { type Sm2PrivateKey, type Sm2PublicKey, sm2Holds, sm2Sign } from './sm2.ts'

export type Fields = Readonly<Record<string, string>>

/** Fields as they are signed: sorted by name, `k=v` joined with `&`, empty ones too, nothing encoded. */
export function signedText(fields: Fields): string {
  return Object.keys(fields)
    .filter((name) => name !== 'sign')
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((name) => `${name}=${fields[name]}`)
    .join('&')
}

/** The fields of a message of ours, signed. */
export function sealed(own: Fields, key: Sm2PrivateKey): Record<string, string> {
  const fields = { version: '0.0.1', encoding: 'UTF-8', signMethod: '02', ...own }
  return { ...fields, sign: sm2Sign(signedText(fields), key) }
}

export function holds(fields: Fields, key: Sm2PublicKey): boolean {
  return sm2Holds(signedText(fields), fields['sign'] ?? '', key)
}

/** The header `apisign`: who calls, when, and with which body. */
export function apiSign(appId: string, secret: string, sign: string, timestamp: string): string {
  const line = `appid=${appId}&secret=${secret}&sign=${sign}&timestamp=${timestamp}`
  return createHash('md5').update(line, 'utf8').digest('hex')
}
