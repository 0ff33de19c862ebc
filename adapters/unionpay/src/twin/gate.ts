/**
 * The twin's own reading of the signature rules: it admits requests and seals what it sends. Written from the
 * rules, with nothing of the adapter imported, so that both cannot agree on a common mistake.
 */
import { createHash, createSign, createVerify, type KeyObject } from 'node:crypto'

/** A "no" in the gateway's shape: `respCode` and its words. */
export class Refusal extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export type Form = ReadonlyMap<string, string>

/** A posted form. @throws Refusal where a field stands twice */
export function readForm(body: string): Form {
  const form = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(body)) {
    if (form.has(name)) throw new Refusal('10', `报文字段 ${name} 重复`)
    form.set(name, value)
  }
  return form
}

/** What RSA signs: the digest, in letters, of all fields in order that say anything. */
export function underSignature(form: Form): string {
  const names = [...form.keys()].filter((name) => name !== 'signature' && form.get(name) !== '')
  names.sort()
  const line = names.map((name) => `${name}=${form.get(name)}`).join('&')
  return createHash('sha256').update(line, 'utf8').digest('hex')
}

export interface KnownMerchant {
  readonly merId: string
  readonly certId: string
  readonly key: KeyObject
}

/** What every request says, and how. */
const FIXED = { version: '5.1.0', signMethod: '01', accessType: '0' } as const
const NEEDED = ['encoding', 'txnType', 'txnSubType', 'bizType', 'certId', 'merId', 'txnTime'] as const

/** Lets a well-signed request of the merchant in. @throws Refusal 10, 11, 31 */
export function admit(form: Form, merchant: KnownMerchant): void {
  for (const [name, value] of Object.entries(FIXED))
    if (form.get(name) !== value) throw new Refusal('10', `报文格式错误 ${name}`)
  for (const name of NEEDED)
    if ((form.get(name) ?? '') === '') throw new Refusal('10', `报文格式错误 ${name}`)
  if (form.get('encoding')?.toUpperCase() !== 'UTF-8') throw new Refusal('10', '报文格式错误 encoding')
  if (form.get('merId') !== merchant.merId) throw new Refusal('31', '商户状态不正确')
  if (!/^\d{14}$/.test(form.get('txnTime') ?? '')) throw new Refusal('10', '报文格式错误 txnTime')
  const verifier = createVerify('RSA-SHA256').update(underSignature(form))
  const isOurs = form.get('certId') === merchant.certId
  if (!isOurs || !verifier.verify(merchant.key, form.get('signature') ?? '', 'base64'))
    throw new Refusal('11', '验证签名失败')
}

/** The fields with their signature. */
export function seal(fields: Readonly<Record<string, string>>, key: KeyObject): Record<string, string> {
  const digest = underSignature(new Map(Object.entries(fields)))
  return { ...fields, signature: createSign('RSA-SHA256').update(digest).sign(key, 'base64') }
}
