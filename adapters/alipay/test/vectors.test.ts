/**
 * The adapter's and the twin's signatures and serials against published examples, which lie in
 * ../shared/vectors where that is beside the checkout; and against each other, everywhere.
 */
import { createPublicKey, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { md5, rootSerialOf, serialOf } from '../src/serial.ts'
import { holdsRsa2, signedText, signRsa2 } from '../src/sign.ts'
import { certificatesOf, SERIALS } from '../src/twin/certificate.ts'
import { seal, underSignature } from '../src/twin/gate.ts'
import { keys, START_OF_TIME } from './kit.ts'

describe('adapter and twin, each by itself', () => {
  const form = { b: '2', a: '1 +%&=', empty: '', sign_type: 'RSA2', sign: 'x', 中: '文' }

  it('put the same text under a signature, and believe each other’s', () => {
    const text = signedText(form, 'sign')
    expect(text).toBe('a=1 +%&=&b=2&sign_type=RSA2&中=文')
    expect(underSignature(new Map(Object.entries(form)), 'sign')).toBe(text)
    expect(signedText(form, 'sign', 'sign_type')).toBe('a=1 +%&=&b=2&中=文')
    expect(signRsa2(text, keys.alipay.privateKey)).toBe(seal(keys.alipay.privateKey, text))
    expect(holdsRsa2(text, seal(keys.alipay.privateKey, text), keys.alipay.publicKey)).toBe(true)
    expect(holdsRsa2(`${text} `, seal(keys.alipay.privateKey, text), keys.alipay.publicKey)).toBe(false)
    expect(holdsRsa2(text, 'no base64!', keys.alipay.publicKey)).toBe(false)
  })

  it('name certificates alike', () => {
    const certificates = certificatesOf(keys, START_OF_TIME)
    expect(serialOf(new X509Certificate(certificates.app))).toBe(SERIALS.app)
    expect(rootSerialOf(`${certificates.root}\n${certificates.alipay}`)).toBe(
      `${SERIALS.root}_${SERIALS.alipay}`,
    )
  })
})

interface Vector {
  readonly name: string
  readonly kind: 'rsa-verify' | 'hash'
  readonly message: string
  readonly signatureB64: string
  readonly publicKeyPem: string
  readonly expectValid?: boolean
  readonly expected?: string
  readonly postData?: Readonly<Record<string, unknown>>
}

const file = new URL('../../../../shared/vectors/alipay-rsa2.json', import.meta.url)
if (!existsSync(file)) {
  console.info('alipay: ../shared/vectors is not beside the checkout; held to nothing published')
} else {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Vector[] }
  describe('published vectors (../shared/vectors/alipay-rsa2.json)', () => {
    it('holds the vectors this suite expects', () => expect(cases.length).toBeGreaterThanOrEqual(8))
    it.each(cases)('$name', (vector) => {
      if (vector.kind === 'hash') {
        expect(md5(vector.message)).toBe(vector.expected)
        return
      }
      const key = createPublicKey(vector.publicKeyPem)
      expect(holdsRsa2(vector.message, vector.signatureB64, key)).toBe(vector.expectValid ?? true)
      const parts = new Map(vector.message.split('&').map((part) => splitOnce(part)))
      const text = signedText(Object.fromEntries(parts), 'sign')
      expect(text).toBe(vector.message)
      expect(underSignature(parts, 'sign')).toBe(vector.message)
    })

    it('signs a captured notice over what its form says, without sign and sign_type', () => {
      const [first] = cases
      const form = Object.entries(first?.postData ?? {}).map(([name, said]): [string, string] => [
        name,
        typeof said === 'string' ? said : JSON.stringify(said),
      ])
      expect(signedText(Object.fromEntries(form), 'sign', 'sign_type')).toBe(first?.message)
    })
  })
}

function splitOnce(part: string): [string, string] {
  const at = part.indexOf('=')
  return [part.slice(0, at), part.slice(at + 1)]
}
