/** Settings: every fault is named, and no secret is quoted. */
import { expect, it } from 'vitest'
import { EcnyConfigError, type EcnySettings, parseEcnyConfig } from '../src/index.ts'
import { sm2PublicHex } from '../src/sm2.ts'
import { generateTwinKeys } from '../src/twin/index.ts'
import { random } from './kit.ts'

const keys = generateTwinKeys(random)
const good: EcnySettings = {
  merId: '308999170120001',
  userId: 'N003525155',
  appId: '8ab74856-8772-45c9-96db-54cb30ab9f74',
  appSecret: 'c2VjcmV0-of-ours',
  privateKey: keys.merchant.hex,
  bankPublicKey: sm2PublicHex(keys.bank.publicKey),
  baseUrl: 'https://api.cmbchina.com',
  notifyUrl: 'https://shop.example/api/v1/callbacks/ecny',
}

const problemsOf = (settings: EcnySettings): readonly string[] => {
  try {
    parseEcnyConfig(settings)
    return []
  } catch (error) {
    if (!(error instanceof EcnyConfigError)) throw error
    return error.problems
  }
}

it('takes the bank’s key as a point, and as the base64 of an SPKI', () => {
  expect(problemsOf(good)).toEqual([])
  const head = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex')
  const spki = Buffer.concat([head, Buffer.from(good.bankPublicKey, 'hex')]).toString('base64')
  expect(parseEcnyConfig({ ...good, bankPublicKey: spki }).bankKey).toEqual(parseEcnyConfig(good).bankKey)
})

it.each<[string, Partial<EcnySettings>]>([
  ['merId', { merId: 'x' }],
  ['userId', { userId: '' }],
  ['appId', { appId: '?' }],
  ['appSecret', { appSecret: 'c2VjcmV' }],
  ['privateKey', { privateKey: 'c2VjcmV0' }],
  ['privateKey', { privateKey: 'f'.repeat(64) }],
  ['bankPublicKey', { bankPublicKey: `04${'1'.repeat(128)}` }],
  ['baseUrl', { baseUrl: 'http://api.cmbchina.com' }],
  ['notifyUrl', { notifyUrl: 'shop' }],
  ['timeout_ms', { timeout_ms: 0 }],
])('names %s', (name, change) => {
  const problems = problemsOf({ ...good, ...change })
  expect(problems).toEqual([expect.stringContaining(name)])
  expect(problems.join()).not.toContain('c2VjcmV')
})
