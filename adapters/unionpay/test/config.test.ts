/** Settings: every fault is named, and no secret is quoted. */
import { expect, it } from 'vitest'
import { parseUnionpayConfig, UnionpayConfigError, type UnionpaySettings } from '../src/index.ts'
import { certificatesOf, privatePem } from '../src/twin/keys.ts'
import { keys, START_OF_TIME } from './kit.ts'

const certificates = certificatesOf(keys, START_OF_TIME)
const good: UnionpaySettings = {
  merId: '777290000000001',
  privateKey: privatePem(keys.merchant),
  certificate: certificates.merchant,
  rootCertificate: certificates.root,
  middleCertificate: certificates.middle,
  gatewayUrl: 'https://gateway.95516.com/gateway/api',
  fileUrl: 'https://filedownload.95516.com/',
  notifyUrl: 'https://shop.example/api/v1/callbacks/unionpay',
  returnUrl: 'https://shop.example/cashier/{payment}?back=1',
}

const problemsOf = (settings: UnionpaySettings): readonly string[] => {
  try {
    parseUnionpayConfig(settings)
    return []
  } catch (error) {
    if (!(error instanceof UnionpayConfigError)) throw error
    return error.problems
  }
}

it('takes what is right; certId is the decimal serial of the certificate', () => {
  expect(problemsOf(good)).toEqual([])
  expect(parseUnionpayConfig(good).certId).toBe('69905590279')
})

it.each<[string, Partial<UnionpaySettings>]>([
  ['merId', { merId: '1' }],
  ['privateKey', { privateKey: 'c2VjcmV0' }],
  ['certificate', { certificate: certificates.unionpay }],
  ['certificate', { certificate: 'none' }],
  ['rootCertificate', { rootCertificate: 'none' }],
  ['middleCertificate', { middleCertificate: certificates.unionpay }],
  ['gatewayUrl', { gatewayUrl: 'http://gateway.95516.com/gateway/api' }],
  ['fileUrl', { fileUrl: 'files' }],
  ['notifyUrl', { notifyUrl: 'https://shop.example/a?b=c' }],
  ['returnUrl', { returnUrl: 'javascript:alert(1)' }],
  ['pageUrl', { pageUrl: 'https://user:c2VjcmV0@shop.example/' }],
  ['timeout_ms', { timeout_ms: 0 }],
])('names %s', (name, change) => {
  const problems = problemsOf({ ...good, ...change })
  expect(problems).toEqual([expect.stringContaining(name)])
  expect(problems.join()).not.toContain('c2VjcmV0')
})
