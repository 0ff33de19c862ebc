/**
 * The twin's own reading of the signature rules: it admits requests and seals what it sends. Written from the
 * rules, with nothing of the adapter imported, so that both cannot agree on a common mistake.
 */
import { createSign, createVerify, type KeyObject } from 'node:crypto'
import { SERIALS } from './certificate.ts'

/** A "no" in the gateway's shape: code and sub code. */
export class Refusal extends Error {
  readonly code: string
  readonly subCode: string
  constructor(code: string, subCode: string, message: string) {
    super(message)
    this.code = code
    this.subCode = subCode
  }
}

/** The business says no: 40004. */
export const no = (subCode: string, message: string): Refusal =>
  new Refusal('40004', `ACQ.${subCode}`, message)
/** An argument is not right: 40002. */
export const wrong = (subCode: string, message: string): Refusal => new Refusal('40002', subCode, message)

export type Form = ReadonlyMap<string, string>

/** Parameters of a query and a form together. @throws Refusal where one stands twice */
export function readForm(...texts: readonly string[]): Form {
  const form = new Map<string, string>()
  for (const text of texts)
    for (const [name, value] of new URLSearchParams(text)) {
      if (form.has(name)) throw wrong('isv.invalid-parameter', `参数 ${name} 重复`)
      form.set(name, value)
    }
  return form
}

/** The lines under a signature: in order of names, without empty values and these names. */
export function underSignature(form: Form, ...left: readonly string[]): string {
  const names = [...form.keys()].filter((name) => !left.includes(name) && form.get(name) !== '')
  names.sort()
  return names.map((name) => `${name}=${form.get(name)}`).join('&')
}

export interface Merchant {
  readonly appId: string
  readonly key: KeyObject
  readonly byCertificate: boolean
}

const NEEDED = ['method', 'charset', 'sign_type', 'timestamp', 'version', 'biz_content']

/** Lets a well-signed request of the merchant in. @throws Refusal 40001, 40002 */
export function admit(form: Form, merchant: Merchant): void {
  if (form.get('app_id') !== merchant.appId) throw wrong('isv.invalid-app-id', '无效的AppID参数')
  for (const name of NEEDED)
    if ((form.get(name) ?? '') === '')
      throw new Refusal('40001', `isv.missing-${name.replaceAll('_', '-')}`, `缺少 ${name}`)
  if (form.get('sign_type') !== 'RSA2') throw wrong('isv.invalid-signature-type', '无效的签名类型')
  if ((form.get('format') ?? 'JSON').toUpperCase() !== 'JSON')
    throw wrong('isv.invalid-format', '无效的数据格式')
  if (form.get('charset')?.toLowerCase() !== 'utf-8') throw wrong('isv.invalid-charset', '无效的编码')
  if (form.get('version') !== '1.0') throw wrong('isv.invalid-version', '无效的版本')
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(form.get('timestamp') ?? ''))
    throw wrong('isv.invalid-timestamp', '非法的时间戳参数')
  const isNamed = form.get('app_cert_sn') === SERIALS.app && form.get('alipay_root_cert_sn') === SERIALS.root
  if (merchant.byCertificate && !isNamed) throw wrong('isv.missing-app-cert-sn', '证书序列号不匹配')
  const verifier = createVerify('RSA-SHA256')
  verifier.update(underSignature(form, 'sign'), 'utf8')
  if (!verifier.verify(merchant.key, form.get('sign') ?? '', 'base64'))
    throw wrong('isv.invalid-signature', '验签出错，请确认密钥或签名内容')
}

/** RSA2 over a text. */
export function seal(key: KeyObject, text: string): string {
  return createSign('RSA-SHA256').update(text, 'utf8').sign(key, 'base64')
}
