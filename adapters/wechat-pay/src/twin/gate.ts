/**
 * The twin's own reading of the signature rules: it admits requests, seals what it sends and encrypts
 * resources. Written from the rules, with nothing of the adapter imported, so that both cannot agree on a
 * common mistake.
 */
import { constants, createCipheriv, createSign, createVerify, privateDecrypt } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { TwinKey, TwinKeys } from './keys.ts'

/** A "no" in the provider's shape: HTTP status, code, message. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Numbers of the merchant about shares. */
export const SHARE_NUMBER = /^[0-9A-Za-z_\-|*@]{1,64}$/

/** @throws Refusal PARAM_ERROR naming the field */
export function mustBe(good: boolean, field: string): void {
  if (!good) throw new Refusal(400, 'PARAM_ERROR', `参数 ${field} 不正确`)
}

/** What the state of things does not allow. */
export const invalid = (message: string): Refusal => new Refusal(400, 'INVALID_REQUEST', message)

export interface TwinRequest {
  readonly method: string
  /** Path and query as received. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

const FIELD = /^([a-z_]+)="([^"]*)"$/

/** Lets a well-signed request of the merchant in. @throws Refusal 401 SIGN_ERROR, 400 PARAM_ERROR */
export function admit(request: TwinRequest, merchant: { mchId: string; key: TwinKey }, now: number): void {
  const { headers } = request
  if ((headers['user-agent'] ?? '') === '') throw new Refusal(400, 'PARAM_ERROR', 'User-Agent 不能为空')
  if (!/application\/json|\*\/\*/.test(headers.accept ?? ''))
    throw new Refusal(400, 'PARAM_ERROR', 'Accept 不正确')
  if (request.body.length > 0 && !(headers['content-type'] ?? '').startsWith('application/json')) {
    throw new Refusal(400, 'PARAM_ERROR', 'Content-Type 不正确')
  }
  const credentials = readCredentials(headers.authorization ?? '')
  const wrong = (detail: string): Refusal => new Refusal(401, 'SIGN_ERROR', `签名错误：${detail}`)
  if (credentials === undefined) throw wrong('Authorization 无法解析')
  if (credentials.mchid !== merchant.mchId) throw wrong('mchid 不存在')
  if (credentials.serial_no.toUpperCase() !== merchant.key.serial) throw wrong('serial_no 与商户不匹配')
  const age_s = Math.abs(Math.floor(now / 1000) - Number.parseInt(credentials.timestamp, 10))
  if (!(age_s <= 300)) throw wrong('timestamp 已过期')
  const verifier = createVerify('RSA-SHA256')
  for (const line of [request.method, request.target, credentials.timestamp, credentials.nonce_str]) {
    verifier.update(line)
    verifier.update('\n')
  }
  verifier.update(request.body)
  verifier.update('\n')
  if (!verifier.verify(merchant.key.publicKey, credentials.signature, 'base64')) throw wrong('验签不通过')
}

interface Credentials {
  readonly mchid: string
  readonly nonce_str: string
  readonly timestamp: string
  readonly serial_no: string
  readonly signature: string
}

function readCredentials(header: string): Credentials | undefined {
  const space = header.indexOf(' ')
  if (space < 0 || header.slice(0, space) !== 'WECHATPAY2-SHA256-RSA2048') return undefined
  const fields = new Map<string, string>()
  for (const part of header.slice(space + 1).split(',')) {
    const match = FIELD.exec(part.trim())
    if (match === null) return undefined
    fields.set(match[1] ?? '', match[2] ?? '')
  }
  const mchid = fields.get('mchid') ?? ''
  const nonce_str = fields.get('nonce_str') ?? ''
  const timestamp = fields.get('timestamp') ?? ''
  const serial_no = fields.get('serial_no') ?? ''
  const signature = fields.get('signature') ?? ''
  const isWhole =
    [mchid, nonce_str, serial_no, signature].every((value) => value !== '') && /^\d{10}$/.test(timestamp)
  return isWhole && nonce_str.length <= 32 ? { mchid, nonce_str, timestamp, serial_no, signature } : undefined
}

/** Headers that vouch for a body sent at `at` (milliseconds UTC). */
export function seal(key: TwinKey, body: string, at: number, nonce: string): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000))
  const signer = createSign('RSA-SHA256')
  signer.update([timestamp, nonce, body, ''].join('\n'))
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': key.serial,
    'Wechatpay-Signature': signer.sign(key.privateKey, 'base64'),
  }
}

/** AEAD_AES_256_GCM as callbacks carry it: base64 of ciphertext and 16 bytes of tag. */
export function encrypt(apiV3Key: string, plain: string, associated_data: string, nonce: string): object {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key, 'ascii'), Buffer.from(nonce, 'ascii'))
  cipher.setAAD(Buffer.from(associated_data, 'ascii'))
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext: sealed.toString('base64'), associated_data, nonce }
}

/** What was sealed for one of our keys, or nobody can read it. @throws Refusal PARAM_ERROR */
export function openSealed({ publicKey, certificate }: TwinKeys, sealed: string): string {
  const padding = constants.RSA_PKCS1_OAEP_PADDING
  for (const { privateKey: key } of [publicKey, certificate]) {
    try {
      return privateDecrypt({ key, padding, oaepHash: 'sha1' }, Buffer.from(sealed, 'base64')).toString(
        'utf8',
      )
    } catch {
      // Perhaps for the other key.
    }
  }
  throw new Refusal(400, 'PARAM_ERROR', '敏感信息解密失败')
}
