/**
 * The adapter's and the twin's signatures against published messages of UnionPay's own sandbox, which lie in
 * ../shared/vectors where that is beside the checkout; and against each other, everywhere.
 */
import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { digestOf, holds, signedText, signFields } from '../src/sign.ts'
import { ownerOf } from '../src/trust.ts'
import { seal, underSignature } from '../src/twin/gate.ts'
import { keys } from './kit.ts'

it('adapter and twin, each by itself, sign alike', () => {
  const fields = { b: '2', a: '1 +%&=', empty: '', signature: 'x', 中: '文' }
  expect(signedText(fields)).toBe('a=1 +%&=&b=2&中=文')
  expect(digestOf(fields)).toBe(underSignature(new Map(Object.entries(fields))))
  const { privateKey, publicKey } = keys.unionpay
  expect(signFields(fields, privateKey)).toBe(seal(fields, privateKey)['signature'])
  expect(holds(seal(fields, privateKey), publicKey)).toBe(true)
  expect(holds({ ...seal(fields, privateKey), b: '3' }, publicKey)).toBe(false)
  expect(holds({ ...fields, signature: 'no base64!' }, publicKey)).toBe(false)
})

interface Vector {
  readonly name: string
  readonly message: string
  readonly signatureB64: string
  readonly publicKeyPem?: string
  readonly certPem?: string
  readonly params?: Readonly<Record<string, string>>
  readonly canonical?: string
  readonly expectValid?: boolean
}

const file = new URL('../../../../shared/vectors/unionpay.json', import.meta.url)
if (!existsSync(file)) {
  console.info('unionpay: ../shared/vectors is not beside the checkout; held to nothing published')
} else {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Vector[] }
  describe('published vectors (../shared/vectors/unionpay.json)', () => {
    it('holds the vectors this suite expects', () => expect(cases.length).toBeGreaterThanOrEqual(3))
    it.each(cases)('$name', (vector) => {
      const { message, signatureB64, params, certPem = '', publicKeyPem, expectValid = true } = vector
      const key =
        publicKeyPem === undefined ? new X509Certificate(certPem).publicKey : createPublicKey(publicKeyPem)
      const signature = Buffer.from(signatureB64, 'base64')
      expect(verify('RSA-SHA256', Buffer.from(message), key, signature)).toBe(expectValid)
      if (params === undefined) return
      expect(signedText(params)).toBe(vector.canonical)
      expect(digestOf(params)).toBe(message)
      expect(underSignature(new Map(Object.entries(params)))).toBe(message)
      expect(holds({ ...params, signature: signatureB64 }, key)).toBe(true)
      expect(createHash('sha256').update(signedText(params)).digest('hex')).toBe(message)
    })

    it('UnionPay’s certificate names its owner as the third word', () => {
      const pem = cases.find((one) => one.certPem !== undefined)?.certPem ?? ''
      expect(ownerOf(new X509Certificate(pem))).toBe('中国银联股份有限公司')
    })
  })
}
