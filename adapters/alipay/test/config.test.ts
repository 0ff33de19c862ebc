/** Settings: every fault is named, no secret is quoted, keys come in every form that Alipay's tools write. */
import { createPrivateKey } from 'node:crypto'
import { expect, it } from 'vitest'
import { AlipayConfigError, type AlipaySettings, parseAlipayConfig } from '../src/index.ts'
import { certificatesOf } from '../src/twin/certificate.ts'
import { barePrivateKey, publicPem } from '../src/twin/keys.ts'
import { keys, START_OF_TIME } from './kit.ts'

const good: AlipaySettings = {
  appId: '2021000000000001',
  sellerId: '2088000000000001',
  privateKey: barePrivateKey(keys.merchant),
  alipayPublicKey: publicPem(keys.alipay),
  gatewayUrl: 'https://openapi.alipay.com/gateway.do',
  notifyUrl: 'https://shop.example/api/v1/callbacks/alipay',
  returnUrl: 'https://shop.example/cashier/{payment}?back=1',
}
const certificates = certificatesOf(keys, START_OF_TIME)
const { alipayPublicKey: _left, ...withoutKey } = good

const problemsOf = (settings: AlipaySettings): readonly string[] => {
  try {
    parseAlipayConfig(settings)
    return []
  } catch (error) {
    if (!(error instanceof AlipayConfigError)) throw error
    return error.problems
  }
}

it('takes keys as PEM, and bare as PKCS#8 and PKCS#1', () => {
  const key = createPrivateKey(keys.merchant.privateKey.export({ type: 'pkcs1', format: 'pem' }))
  const pkcs1 = key.export({ type: 'pkcs1', format: 'der' }).toString('base64')
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  for (const privateKey of [pkcs1, pem, good.privateKey])
    expect(problemsOf({ ...good, privateKey })).toEqual([])
  const bare = keys.alipay.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  expect(problemsOf({ ...good, alipayPublicKey: bare })).toEqual([])
})

it('takes certificates in the place of a key, and never both', () => {
  expect(parseAlipayConfig({ ...withoutKey, certificates }).serials).toMatchObject({
    app_cert_sn: expect.stringMatching(/^[0-9a-f]{32}$/),
  })
  expect(problemsOf({ ...good, certificates })).toEqual([expect.stringContaining('exactly one')])
  expect(problemsOf(withoutKey)).toEqual([expect.stringContaining('exactly one')])
})

it.each<[string, Partial<AlipaySettings>]>([
  ['appId', { appId: 'wx1' }],
  ['sellerId', { sellerId: '1088000000000001' }],
  ['privateKey', { privateKey: 'c2VjcmV0' }],
  ['alipayPublicKey', { alipayPublicKey: '-----BEGIN NOTHING-----' }],
  ['gatewayUrl', { gatewayUrl: 'http://openapi.alipay.com/gateway.do' }],
  ['notifyUrl', { notifyUrl: 'https://shop.example/a?b=c' }],
  ['notifyUrl', { notifyUrl: 'shop' }],
  ['returnUrl', { returnUrl: 'javascript:alert(1)' }],
  ['timeout_ms', { timeout_ms: 0 }],
])('names %s', (name, change) => {
  const problems = problemsOf({ ...good, ...change })
  expect(problems).toEqual([expect.stringContaining(name)])
  expect(problems.join()).not.toContain('c2VjcmV0')
})

it.each([
  ['certificates.app', { ...certificates, app: certificates.alipay }],
  ['certificates.app', { ...certificates, app: 'none' }],
  ['certificates.alipay', { ...certificates, alipay: 'none' }],
  ['certificates.root', { ...certificates, root: 'none' }],
])('names %s where it is not what it should be', (name, wrong) =>
  expect(problemsOf({ ...withoutKey, certificates: wrong })).toEqual([expect.stringContaining(name)]),
)
