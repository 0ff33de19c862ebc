// Settings: what is accepted, and that every problem is named without quoting a secret.
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { preferredSerial } from '../src/config.ts'
import { parseWechatPayConfig, WechatPayConfigError, type WechatPaySettings } from '../src/index.ts'
import { privatePem, publicPem } from '../src/twin/keys.ts'
import { keys } from './kit.ts'

// The certificate published in wechatpay-go's notify test: a public key and nothing else.
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDVzCCAj+gAwIBAgIJANfOWdH1ItcBMA0GCSqGSIb3DQEBCwUAMEIxCzAJBgNV
BAYTAlhYMRUwEwYDVQQHDAxEZWZhdWx0IENpdHkxHDAaBgNVBAoME0RlZmF1bHQg
Q29tcGFueSBMdGQwHhcNMjEwNDI3MDg1NTIzWhcNMzEwNDI1MDg1NTIzWjBCMQsw
CQYDVQQGEwJYWDEVMBMGA1UEBwwMRGVmYXVsdCBDaXR5MRwwGgYDVQQKDBNEZWZh
dWx0IENvbXBhbnkgTHRkMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA
2VCTd91fnUn73Xy9DLvt/V62TVxRTEEstVdeRaZ3B3leO0pldE806mXO4RwdHXag
HQ4vGeZN0yqm++rDsGK+U3AH7kejyD2pXshNP9Cq5YwbptiLGtjcquw4HNxJQUOm
DeJf2vg6byms9RUipiq4SzbJKqJFlUpbuIPDpSpWz10PYmyCNeDGUUK65E5h2B83
4uxl1zNLYQCrkdBzb8oUxwYeP5a2DNxmjL5lsJML7DGr5znsevnoqGRwTm9fxCGf
y8wus7hwKz6clt3Whmmda7UAdb1c08hEQFVRbF14AR73xbnd8N0obCWJPCbzMCtk
aSef4FdEEgEXJiw0VAJT8wIDAQABo1AwTjAdBgNVHQ4EFgQUT1c7nd/SUO76HSoZ
umNUJv1R5PwwHwYDVR0jBBgwFoAUT1c7nd/SUO76HSoZumNUJv1R5PwwDAYDVR0T
BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEAfTjxKRQMzNB/U6ZoCUS+BSNfa2Oh
0plMN6ZuzwiVVZwg1jywvv5yv04koS7Pd4i9E4gt9ZBUQXlpq+A3oOCEEHNRR6b2
kyazGRM7s0OP5X21WrbpSmKmU6K7hkfx30yYs08LVs/Q8DIhvaj1FCFeJzUCzYn/
fHMq4tsbKO0dKAeydPM/nrUZBmaYQVKMVOORGLFjFKVO7JV6Kq/R86ouhjEPgJOe
2xulNBUcjicqtZlBdEh/PWCYP2SpGVDclKm8jeo175T3EVAkdKzzmfpxtMmnMlmq
cTJOU9TxuGvNASMtjj7pYIerTx+xgZDXEVBWFW9PjJ0TV06tCRsgSHItgg==
-----END CERTIFICATE-----`

const GOOD: WechatPaySettings = {
  appId: 'wx2421b1c4370ec43b',
  mchId: '1900007291',
  merchantSerial: '408b07e79b8269fec3d5d3e6ab8ed163a6a380db',
  merchantPrivateKeyPem: privatePem(keys.merchant),
  apiV3Key: keys.apiV3Key,
  verificationKeys: { D7CE59D1F522D701: CERTIFICATE, [keys.publicKey.serial]: publicPem(keys.publicKey) },
  baseUrl: 'https://api.mch.weixin.qq.com/',
  backupBaseUrl: 'https://api2.mch.weixin.qq.com',
  notifyUrl: 'https://shop.example/hooks/pay',
  refundNotifyUrl: 'https://shop.example/hooks/refund',
}

function problems(change: Partial<WechatPaySettings>): string {
  try {
    parseWechatPayConfig({ ...GOOD, ...change })
  } catch (error) {
    if (error instanceof WechatPayConfigError) return error.message
    throw error
  }
  return ''
}

describe('settings', () => {
  it('holds certificates and public keys at once and asks for answers under the public key', () => {
    const config = parseWechatPayConfig(GOOD)
    expect([...config.verificationKeys.keys()]).toEqual(['D7CE59D1F522D701', keys.publicKey.serial])
    expect(preferredSerial(config.verificationKeys)).toBe(keys.publicKey.serial)
    expect(config.baseUrls).toEqual(['https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com'])
    expect(config.timeout_ms).toBe(5000)
  })

  it('works with certificates alone', () => {
    const config = parseWechatPayConfig({ ...GOOD, verificationKeys: { d7ce59d1f522d701: CERTIFICATE } })
    expect(preferredSerial(config.verificationKeys)).toBe('D7CE59D1F522D701')
  })

  it('needs no key where certificates are fetched', () => {
    const config = parseWechatPayConfig({ ...GOOD, verificationKeys: {}, fetchesCertificates: true })
    expect(config.verificationKeys.size).toBe(0)
    expect(preferredSerial(config.verificationKeys)).toBe('')
  })

  it.each<[string, Partial<WechatPaySettings>]>([
    ['appId', { appId: '' }],
    ['mchId', { mchId: 'abc' }],
    ['merchantSerial', { merchantSerial: 'not hex' }],
    ['merchantPrivateKeyPem', { merchantPrivateKeyPem: publicPem(keys.merchant) }],
    ['apiV3Key must be 32 bytes, not 31', { apiV3Key: 'a'.repeat(31) }],
    ['verificationKeys holds no usable key', { verificationKeys: {} }],
    ['neither PUB_KEY_ID_', { verificationKeys: { 'my key': CERTIFICATE } }],
    ['the certificate has another serial', { verificationKeys: { '00AABBCCDD': CERTIFICATE } }],
    ['not readable PEM', { verificationKeys: { '00AABBCCDD': 'hello' } }],
    ['baseUrl must be https', { baseUrl: 'http://api.mch.weixin.qq.com' }],
    ['backupBaseUrl is not an absolute URL', { backupBaseUrl: 'api2' }],
    ['notifyUrl must be https', { notifyUrl: 'http://shop.example/hooks/pay' }],
    ['notifyUrl must carry no query', { notifyUrl: 'https://shop.example/hooks/pay?a=1' }],
    ['no credentials', { refundNotifyUrl: 'https://a:b@shop.example/hooks' }],
    ['timeout_ms', { timeout_ms: 0 }],
  ])('refuses: %s', (message, change) => expect(problems(change)).toContain(message))

  it('refuses keys that are not RSA of 2048 bits', () => {
    const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const pem = elliptic.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    expect(problems({ merchantPrivateKeyPem: pem })).toContain('not an RSA key')
  })

  it('names all problems at once and quotes no secret', () => {
    const message = problems({ apiV3Key: 'short-secret', mchId: '', merchantPrivateKeyPem: 'MIIsecret' })
    expect(message).toMatch(/mchId.*apiV3Key.*merchantPrivateKeyPem/)
    expect(message).not.toMatch(/secret/)
  })
})
