/**
 * Settings of the channels that banks stand behind, UnionPay and e-CNY, out of the environment: parsed by
 * their adapters already here, so that the start names every fault by its variable.
 */
import { type EcnyConfig, EcnyConfigError, parseEcnyConfig } from '@tiantou/ecny'
import { parseUnionpayConfig, type UnionpayConfig, UnionpayConfigError } from '@tiantou/unionpay'
import { all, CASHIER_RETURN_PATH, type Complain, type Env, inWordsOf, pem } from './config-providers.ts'

export const UNIONPAY_NOTIFY_PATH = '/api/v1/callbacks/unionpay'
const UNIONPAY_GATEWAY = 'https://gateway.95516.com/gateway/api'
const UNIONPAY_FILES = 'https://filedownload.95516.com/'

export const UNIONPAY_NAMES = [
  'UNIONPAY_MER_ID',
  'UNIONPAY_PRIVATE_KEY',
  'UNIONPAY_CERT',
  'UNIONPAY_ROOT_CERT',
  'UNIONPAY_MIDDLE_CERT',
] as const

export const ECNY_NOTIFY_PATH = '/api/v1/callbacks/ecny'
const ECNY_HOST = 'https://api.cmbchina.com'

export const ECNY_NAMES = [
  'ECNY_MER_ID',
  'ECNY_USER_ID',
  'ECNY_APP_ID',
  'ECNY_APP_SECRET',
  'ECNY_PRIVATE_KEY',
  'ECNY_BANK_KEY',
] as const

const unionpayWords = inWordsOf({
  merId: 'UNIONPAY_MER_ID',
  privateKey: 'UNIONPAY_PRIVATE_KEY',
  certificate: 'UNIONPAY_CERT',
  rootCertificate: 'UNIONPAY_ROOT_CERT',
  middleCertificate: 'UNIONPAY_MIDDLE_CERT',
  gatewayUrl: 'UNIONPAY_GATEWAY',
  fileUrl: 'UNIONPAY_FILES',
  notifyUrl: 'PUBLIC_ORIGIN, with the path of the callbacks,',
})

/** Its pages hand a browser on among each other; all of them belong to UnionPay. */
const UNIONPAY_PAGES = 'https://*.95516.com'

/** Where the shop's pages may post a form to: UnionPay's gateway alone wants one. */
export const formTargetsOf = (unionpay: UnionpayConfig | undefined): readonly string[] =>
  unionpay === undefined ? [] : [...new Set([UNIONPAY_PAGES, new URL(unionpay.pageUrl).origin])]

/** The merchant at UnionPay; undefined where none is given, or where it is wrong and was complained of. */
export const readUnionpay = (
  env: Env,
  publicOrigin: string,
  complain: Complain,
): UnionpayConfig | undefined => {
  const values = all(env, UNIONPAY_NAMES, complain)
  if (values === undefined) return undefined
  try {
    return parseUnionpayConfig({
      merId: values.UNIONPAY_MER_ID,
      privateKey: pem(values.UNIONPAY_PRIVATE_KEY),
      certificate: pem(values.UNIONPAY_CERT),
      rootCertificate: pem(values.UNIONPAY_ROOT_CERT),
      middleCertificate: pem(values.UNIONPAY_MIDDLE_CERT),
      gatewayUrl: env['UNIONPAY_GATEWAY'] ?? UNIONPAY_GATEWAY,
      fileUrl: env['UNIONPAY_FILES'] ?? UNIONPAY_FILES,
      notifyUrl: `${publicOrigin}${UNIONPAY_NOTIFY_PATH}`,
      returnUrl: `${publicOrigin}${CASHIER_RETURN_PATH}`,
    })
  } catch (error) {
    if (!(error instanceof UnionpayConfigError)) throw error
    for (const problem of error.problems) complain(unionpayWords(problem))
    return undefined
  }
}

const ecnyWords = inWordsOf({
  merId: 'ECNY_MER_ID',
  userId: 'ECNY_USER_ID',
  appId: 'ECNY_APP_ID',
  appSecret: 'ECNY_APP_SECRET',
  privateKey: 'ECNY_PRIVATE_KEY',
  bankPublicKey: 'ECNY_BANK_KEY',
  baseUrl: 'ECNY_HOST',
  notifyUrl: 'PUBLIC_ORIGIN, with the path of the callbacks,',
})

/**
 * The merchant at the bank for e-CNY; undefined where none is given, or where it is wrong and was complained
 * of.
 */
export const readEcny = (env: Env, publicOrigin: string, complain: Complain): EcnyConfig | undefined => {
  const values = all(env, ECNY_NAMES, complain)
  if (values === undefined) return undefined
  try {
    return parseEcnyConfig({
      merId: values.ECNY_MER_ID,
      userId: values.ECNY_USER_ID,
      appId: values.ECNY_APP_ID,
      appSecret: values.ECNY_APP_SECRET,
      privateKey: values.ECNY_PRIVATE_KEY,
      bankPublicKey: values.ECNY_BANK_KEY,
      baseUrl: env['ECNY_HOST'] ?? ECNY_HOST,
      notifyUrl: `${publicOrigin}${ECNY_NOTIFY_PATH}`,
    })
  } catch (error) {
    if (!(error instanceof EcnyConfigError)) throw error
    for (const problem of error.problems) complain(ecnyWords(problem))
    return undefined
  }
}
