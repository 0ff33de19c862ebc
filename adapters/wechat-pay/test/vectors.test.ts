// The adapter's and the twin's cryptography against published examples: literals here, more in
// ../shared/vectors where it lies.
import { createPublicKey, generateKeyPairSync, verify, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decryptResource } from '../src/crypt.ts'
import { callUp, callUpMessage, requestMessage } from '../src/sign.ts'
import { answerMessage, checkSignature } from '../src/verify.ts'
import { encrypt, seal } from '../src/twin/gate.ts'
import { random } from './kit.ts'

// Published in pay.weixin.qq.com documents 4012365341 (call-up) and 4012365339 (answers): public key and
// signature only.
const MERCHANT_PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAptpm+qvIDCh/9wjU26SQ
CK26ogYkBhDrYxnAaw2JbbBsp1oDbHKk+1r381NeBUG2HEFAuU+Fr72u5ot3yKdz
oF/FajAzQNKnm569/D3upKoi8mYBaST15Uig8j8qoUW1U217LL0jEHlSnHV3lcaD
TXqDpTRR4Bfz9IqOgJgFZ8/oTfEomSrjrLYef81Eyxr7ZIMQXEKKEK7V4UXKS0+/
fDsiG/cXidhzt8UbTL9vqXqxM2+IDImyO+FAc/tkBG55LmzxPto1Nq0WbnZzRM/w
Tzrd0I/8NlevxtFbphg4evlHjFNI7+GrqR87ViEwuAJJ9Je5QQjct5YJfFRWiZ5C
MQIDAQAB
-----END PUBLIC KEY-----`
const PAY_SIGN =
  'mI35pfNEQV6777ke/1T+LJLQDNTm7yeoUJH+j/adPGhmCCi0PbgkvYQTRcXH0uibcLVtvFLdGLpmoYO9FV6lBBsTAjuhh5YOvQi0' +
  'e2g3e0yytitiNET9FEuqM0pjnKfRW4K6LIZDdbWJv9KhZUx3DrJa5TL7OJ7VdADVivxVySIlPVKjGwuCXzuXSJes0UcILgWQUMyh' +
  'a5/3nYofuHtS7r+KYyMuxD+oJ9VM1Qdxk4UIG59CP5Y3wtYIFybyF3bdu1caHTRRX+DLyMXyYA/IrTmiW01c4RPjpHBX5Dk1sZyY' +
  '1zVsWNsvMHr2e1NTWtBxKJ+qk5N61J7caYoepHFaxw=='
const WECHAT_PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwXNI6sdlknHBnK8Fu2U6
Cwor9qY747jP8KAfeBMeveEt1TqaHkLfaSD07trZLhGpfs8/AHqjhgSMO1O10YQW
OrrJ4hjIWPKqxbgrYMkBQc+mwdiWp4W3ByCqxBRagCveCXRWCmuJYovl9H/bsDI0
iGbpVtEOghJtfciisYSgxcLufUDTRkvwxjIBK1pCRjk33jJ5YTBWTHMRtMAOcFLN
F6hdEYdX8SPsgHHeLZ5Lv2T/686w1xtgCHef/sd4uSfWmyzsalQdHG/e4IyYmrhx
+O3VBoNDzE3nx23bFeV/RVNCG7cV6VhmYokJNHa/erIPkEmEFID6A5wQOXuxUkmJ
WwIDAQAB
-----END PUBLIC KEY-----`
const ANSWER_SIGNATURE =
  'mfI1CPqvBrgcXfgXMFjdNIhBf27ACE2YyeWsWV9ZI7T7RU0vHvbQpu9Z32ogzc+k8ZC5n3kz7h70eWKjgqNdKQF0eRp8mVKlmfzM' +
  'LBVHbssB9jEZEDXThOX1XFqX7s7ymia1hoHQxQagPGzkdWxtlZPZ4ZPvr1RiqkgAu6Is8MZgXXrRoBKqjmSdrP1N7uxzJ/cjfSii' +
  's9FiLjuADoqmQ1P7p2N876YPAol7Rn0+GswwAwxldbdLrmVSjfytfSBJFqTMHn4itojgxSWWN1byuckQt8hSTEv/Lg97QoeGniYP' +
  '17T80pJeQyL3b+295FPHSO2AtvCgyIbKMZ0BALilAA=='
const ANSWER = Buffer.from('{"code_url":"weixin://wxpay/bizpayurl?pr=JyC91EIz1"}')

function holds(
  publicKey: Parameters<typeof verify>[2],
  message: string | Buffer,
  signatureB64: string,
): boolean {
  return verify('RSA-SHA256', Buffer.from(message), publicKey, Buffer.from(signatureB64, 'base64'))
}

describe('published literals', () => {
  it('builds the four lines of the call-up', () => {
    const packageText = 'prepay_id=wx201410272009395522657a690389285100'
    const message = callUpMessage(
      'wx2421b1c4370ec43b',
      1_554_208_460,
      '593BEC0C930BF1AFEB40B4A08C8FB242',
      packageText,
    )
    expect(holds(createPublicKey(MERCHANT_PUBLIC_KEY), message, PAY_SIGN)).toBe(true)
  })

  it('verifies an answer under a PUB_KEY_ID, and no changed byte of it', () => {
    const serial = 'PUB_KEY_ID_0000000000000024101100397200000006'
    const publicKeys = new Map([[serial, createPublicKey(WECHAT_PUBLIC_KEY)]])
    const headers = {
      'wechatpay-timestamp': '1722850421',
      'wechatpay-nonce': 'd824f2e086d3c1df967785d13fcd22ef',
      'wechatpay-serial': serial,
      'wechatpay-signature': ANSWER_SIGNATURE,
    }
    const check = (body: Buffer, now_s = 1_722_850_421): unknown =>
      checkSignature({ headers, body }, publicKeys, now_s * 1000)
    expect(check(ANSWER)).toEqual({ ok: true })
    expect(check(Buffer.from(ANSWER.toString().replace('JyC', 'JyD')))).toMatchObject({
      code: 'signature_wrong',
    })
    expect(check(ANSWER, 1_722_850_421 + 301)).toMatchObject({ code: 'stale' })
  })

  it('opens an AES-256-GCM resource (wechatpay-java)', () => {
    const key = Buffer.from('a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb')
    const sealed = {
      ciphertext: 'ulwSiIajGClcvcOYvOQ7+l+0PAbzzwI=',
      nonce: 'uluk4a9R25RW',
      associatedData: 'associatedData',
    }
    expect(decryptResource(key, sealed)?.toString()).toBe('message')
    expect(decryptResource(key, { ...sealed, associatedData: 'associatedDatA' })).toBeUndefined()
    expect(
      decryptResource(key, { ...sealed, ciphertext: 'vlwSiIajGClcvcOYvOQ7+l+0PAbzzwI=' }),
    ).toBeUndefined()
    expect(decryptResource(key, { ...sealed, ciphertext: '' })).toBeUndefined()
    expect(encrypt(key.toString(), 'message', 'associatedData', 'uluk4a9R25RW')).toMatchObject({
      ciphertext: sealed.ciphertext,
    })
  })

  it('seals in the twin what the adapter’s own lines say, and signs the call-up so that it verifies', () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const headers = seal({ serial: 'AB12CD34', ...pair }, '{"a":1}', 1_700_000_000_999, 'nonce')
    const message = answerMessage('1700000000', 'nonce', Buffer.from('{"a":1}'))
    expect(holds(pair.publicKey, message, headers['Wechatpay-Signature'] ?? '')).toBe(true)
    const deps = { now: () => 1_554_208_460_000, random }
    const params = callUp({ appId: 'wx1', merchantKey: pair.privateKey }, 'wx2', deps)
    const said = `wx1\n1554208460\n${params['nonceStr']}\nprepay_id=wx2\n`
    expect(holds(pair.publicKey, said, params['paySign'] ?? '')).toBe(true)
  })
})

interface Vector {
  readonly name: string
  readonly kind: 'rsa-verify' | 'aes-gcm-decrypt'
  readonly message: string
  readonly signatureB64: string
  readonly publicKeyPem?: string
  readonly certPem?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly keyUtf8: string
  readonly nonceUtf8: string
  readonly aadUtf8: string
  readonly ciphertextB64: string
  readonly plaintext: string
}

const file = new URL('../../../../shared/vectors/wechatpay-v3.json', import.meta.url)
if (!existsSync(file)) {
  console.info(
    'wechat-pay: ../shared/vectors is not beside the checkout; only the literal examples were held to',
  )
} else {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Vector[] }
  describe('published vectors (../shared/vectors/wechatpay-v3.json)', () => {
    it('holds the vectors this suite expects', () => expect(cases.length).toBeGreaterThanOrEqual(8))
    it.each(cases)('$name', (vector) => {
      if (vector.kind === 'aes-gcm-decrypt') {
        const { ciphertextB64: ciphertext, nonceUtf8: nonce, aadUtf8: associatedData } = vector
        const plain = decryptResource(Buffer.from(vector.keyUtf8), { ciphertext, nonce, associatedData })
        expect(plain?.toString()).toBe(vector.plaintext)
        return
      }
      const key = createPublicKey(vector.publicKeyPem ?? vector.certPem ?? '')
      expect(holds(key, ourMessage(vector), vector.signatureB64)).toBe(true)
      expect(holds(key, `${vector.message} `, vector.signatureB64)).toBe(false)
    })

    it('verifies the published callback as a whole, by its certificate', () => {
      const vector = cases.find((each) => each.headers !== undefined)
      const headers = Object.entries(vector?.headers ?? {}).map(([name, text]) => [name.toLowerCase(), text])
      const certificate = new X509Certificate(vector?.certPem ?? '')
      const message = {
        headers: { ...Object.fromEntries(headers), 'wechatpay-signature': vector?.signatureB64 ?? '' },
        body: Buffer.from(vector?.body ?? ''),
      }
      const held = new Map([[certificate.serialNumber, certificate.publicKey]])
      expect(checkSignature(message, held, 1_624_523_846_000)).toEqual({ ok: true })
    })
  })
}

/** The message as our own functions build it from its parts. */
function ourMessage(vector: Vector): string | Buffer {
  const lines = vector.message.split('\n')
  const [first = '', second = '', third = '', fourth = ''] = lines
  if (first === 'POST' || first === 'GET') {
    const body = lines.slice(4, -1).join('\n')
    return requestMessage({ method: first, path: second, timestamp_s: Number(third), nonce: fourth, body })
  }
  if (lines.length === 5) return callUpMessage(first, Number(second), third, fourth)
  if (lines.length === 4) return answerMessage(first, second, Buffer.from(third))
  return vector.message
}
