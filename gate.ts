/**
 * The twin's own reading of the signature rules: it admits requests, seals answers and signs notifications.
 * Written from the rules, with nothing of the adapter imported, so that both cannot agree on a common mistake.
 */
import { createSign, createVerify } from 'node:crypto'
import type { TwinKeys } from './keys.ts'

export type Fields = ReadonlyMap<string, string>

/** A "no" in the provider's shape: code, sub_code, sub_msg. */
export class Refusal extends Error {
  readonly code: string
  readonly subCode: string
  constructor(code: string, subCode: string, message: string) {
    super(message)
    this.code = code
    this.subCode = subCode
  }
}

/** A business refusal. */
export const no = (subCode: string, message: string): Refusal => new Refusal('40004', subCode, message)

const MESSAGES: Readonly<Record<string, string>> = {
  '10000': 'Success',
  '20000': 'Service Currently Unavailable',
  '40001': 'Missing Required Arguments',
  '40002': 'Invalid Arguments',
  '40004': 'Business Failed',
  '40005': 'Call Limited',
}

/** The `msg` that belongs to a code. */
export const messageOf = (code: string): string => MESSAGES[code] ?? 'Business Failed'

function joined(fields: Fields, left: readonly string[]): string {
  const names = [...fields.keys()].filter((name) => fields.get(name) !== '' && !left.includes(name))
  names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  return names.map((name) => `${name}=${fields.get(name) ?? ''}`).join('&')
}

interface Merchant {
  readonly appId: string
  readonly keys: TwinKeys
}

/** Lets a well-signed request in; answers whether it came in certificate mode. @throws Refusal 40001, 40002 */
export function admit(fields: Fields, merchant: Merchant): boolean {
  const missing = (name: string): Refusal => new Refusal('40001', `isv.missing-${name}`, `缺少${name}参数`)
  const invalid = (name: string): Refusal => new Refusal('40002', `isv.invalid-${name}`, `无效的${name}参数`)
  const said = (name: string): string => fields.get(name) ?? ''
  if (said('method') === '') throw missing('method')
  if (said('app_id') !== merchant.appId) throw invalid('app-id')
  if (said('sign_type') !== 'RSA2') throw invalid('signature-type')
  if (said('charset').toLowerCase() !== 'utf-8') throw invalid('charset')
  if (said('version') !== '1.0') throw invalid('version')
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(said('timestamp'))) throw invalid('timestamp')
  if (said('sign') === '') throw missing('signature')
  const { keys } = merchant
  const isCertified = said('app_cert_sn') !== ''
  if (isCertified && said('app_cert_sn') !== keys.appCertificate.serial) throw invalid('app-cert-sn')
  if (isCertified && said('alipay_root_cert_sn') !== keys.rootSerial) throw invalid('alipay-root-cert-sn')
  const verifier = createVerify('RSA-SHA256')
  verifier.update(joined(fields, ['sign']), 'utf8')
  if (!verifier.verify(keys.app.publicKey, said('sign'), 'base64')) throw invalid('signature')
  return isCertified
}

/** base64 of Alipay's signature over a text. */
export function signText(keys: TwinKeys, text: string): string {
  return createSign('RSA-SHA256').update(text, 'utf8').sign(keys.alipay.privateKey, 'base64')
}

/** What is signed of a notification or a return: all but sign and sign_type. */
export function signForm(keys: TwinKeys, fields: Fields): string {
  return signText(keys, joined(fields, ['sign', 'sign_type']))
}

/** The fields of a query or form; of two with one name the later counts. */
export function readForm(text: string): Map<string, string> {
  return new Map(new URLSearchParams(text))
}
