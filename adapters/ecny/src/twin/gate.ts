/**
 * The twin's own reading of the gateway's rules: it admits requests and seals what it sends. The lines under
 * a signature are put together here anew; SM2 itself is the adapter's, which is held to the standard's
 * example.
 */
import { createHash } from 'node:crypto'
import { type Sm2PrivateKey, type Sm2PublicKey, sm2Holds, sm2Sign } from '../sm2.ts'

/** A "no" in the bank's shape: `errCode` and its words. */
export class Refusal extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export type Json = Readonly<Record<string, unknown>>

/** The line under a signature: every field in order but `sign`. */
export function underSignature(fields: ReadonlyMap<string, string>): string {
  const names = [...fields.keys()].filter((name) => name !== 'sign')
  names.sort()
  return names.map((name) => `${name}=${fields.get(name)}`).join('&')
}

export interface KnownMerchant {
  readonly merId: string
  readonly appId: string
  readonly appSecret: string
  readonly key: Sm2PublicKey
}

/** Requests older or younger than this are nobody's. */
const LEEWAY_S = 300

/** Lets a well-signed request in; answers what it asks for. @throws Refusal */
export function admit(
  body: string,
  headers: Readonly<Record<string, unknown>>,
  merchant: KnownMerchant,
  now: number,
): Json {
  const fields = new Map(Object.entries(jsonOf(body)).map(([name, value]) => [name, String(value)]))
  for (const [name, value] of [
    ['version', '0.0.1'],
    ['encoding', 'UTF-8'],
    ['signMethod', '02'],
  ] as const)
    if (fields.get(name) !== value) throw new Refusal('PARAM_ERROR', `参数 ${name} 无效`)
  const { appid, timestamp, apisign } = headers
  const sign = fields.get('sign') ?? ''
  const when = String(timestamp)
  const line = `appid=${merchant.appId}&secret=${merchant.appSecret}&sign=${sign}&timestamp=${when}`
  const isCaller = appid === merchant.appId && createHash('md5').update(line).digest('hex') === apisign
  if (!isCaller || Math.abs(Number(timestamp) - now / 1000) > LEEWAY_S)
    throw new Refusal('SIGN_ERROR', '验签失败')
  if (!sm2Holds(underSignature(fields), sign, merchant.key)) throw new Refusal('SIGN_ERROR', '验签失败')
  const biz = jsonOf(fields.get('biz_content') ?? '')
  if (biz['merId'] !== merchant.merId) throw new Refusal('MERID_INVALID', '商户号不存在')
  return biz
}

/** A message of the bank's, signed. */
export function seal(own: Readonly<Record<string, string>>, key: Sm2PrivateKey): Record<string, string> {
  const fields = { version: '0.0.1', encoding: 'UTF-8', signMethod: '02', ...own }
  return { ...fields, sign: sm2Sign(underSignature(new Map(Object.entries(fields))), key) }
}

/** Whether the merchant's answer to a notice is a yes, signed by him. */
export function isYes(body: string, key: Sm2PublicKey): boolean {
  try {
    const fields = new Map(Object.entries(jsonOf(body)).map(([name, value]) => [name, String(value)]))
    const said = fields.get('returnCode') === 'SUCCESS' && fields.get('respCode') === 'SUCCESS'
    return said && sm2Holds(underSignature(fields), fields.get('sign') ?? '', key)
  } catch {
    return false
  }
}

function jsonOf(text: string): Json {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Json
  } catch {
    // Said below.
  }
  throw new Refusal('PARAM_ERROR', '报文不是 JSON')
}
