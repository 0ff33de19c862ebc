/**
 * Settings of the channels that banks stand behind, UnionPay and e-CNY, out of the environment: parsed by
 * their adapters already here, so that the start names every fault by its variable.
 */
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
