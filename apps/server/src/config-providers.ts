/**
 * Settings of the third parties out of the environment, parsed by their adapters already here, so that the
 * start names every fault by its variable and does not stumble over one later.
 */
import { readFileSync } from 'node:fs'
import { type AlipayConfig, AlipayConfigError, parseAlipayConfig } from '@tiantou/alipay'
import { parseTencentSmsConfig, type TencentSmsConfig, TencentSmsConfigError } from '@tiantou/tencent-sms'
import {
  parseWechatOpenConfig,
  type WechatAppKeys,
  type WechatOpenConfig,
  WechatOpenConfigError,
} from '@tiantou/wechat-open'
import { parseWechatPayConfig, type WechatPayConfig, WechatPayConfigError } from '@tiantou/wechat-pay'

export type Env = Readonly<Record<string, string | undefined>>
export type Complain = (problem: string) => void

export const ALIPAY_NOTIFY_PATH = '/api/v1/callbacks/alipay'
/** The shop's cashier, as a browser comes back to it from a channel's own page. */
export const CASHIER_RETURN_PATH = '/cashier/{payment}?back=1'
const ALIPAY_GATEWAY = 'https://openapi.alipay.com/gateway.do'
export const NOTIFY_PATH = '/api/v1/callbacks/wechat-pay'
const WECHAT_PAY_HOSTS = {
  baseUrl: 'https://api.mch.weixin.qq.com',
  backupBaseUrl: 'https://api2.mch.weixin.qq.com',
}
const WECHAT_OPEN_HOSTS = {
  baseUrl: 'https://api.weixin.qq.com',
  authorizeUrl: 'https://open.weixin.qq.com/connect/oauth2/authorize',
  qrUrl: 'https://open.weixin.qq.com/connect/qrconnect',
}
/** The shop's page that WeChat sends browsers back to. */
export const WECHAT_RETURN_PATH = '/sign-in/wechat'
const TENCENT_SMS_HOST = 'https://sms.tencentcloudapi.com'

export const PAY_NAMES = [
  'WECHAT_PAY_APP_ID',
  'WECHAT_PAY_MCH_ID',
  'WECHAT_PAY_SERIAL',
  'WECHAT_PAY_PRIVATE_KEY',
  'WECHAT_PAY_API_V3_KEY',
  'WECHAT_PAY_PUBLIC_KEY_ID',
  'WECHAT_PAY_PUBLIC_KEY',
] as const

/** What a merchant in platform-certificate mode can do without. */
const PUBLIC_KEY_NAMES: readonly string[] = ['WECHAT_PAY_PUBLIC_KEY_ID', 'WECHAT_PAY_PUBLIC_KEY']

export const ALIPAY_NAMES = ['ALIPAY_APP_ID', 'ALIPAY_SELLER_ID', 'ALIPAY_PRIVATE_KEY'] as const
/** Public-key mode needs the first, certificate mode the others. */
const ALIPAY_PUBLIC_KEY = 'ALIPAY_PUBLIC_KEY'
const ALIPAY_CERT_NAMES = ['ALIPAY_APP_CERT', 'ALIPAY_CERT', 'ALIPAY_ROOT_CERT'] as const

export const SMS_NAMES = [
  'TENCENT_SECRET_ID',
  'TENCENT_SECRET_KEY',
  'TENCENT_SMS_SDK_APP_ID',
  'TENCENT_SMS_SIGN_NAME',
  'TENCENT_SMS_TEMPLATE_ID',
] as const

/** The three apps at WeChat; each may be left out. */
const WECHAT_APPS = {
  mini: ['WECHAT_MINI_APP_ID', 'WECHAT_MINI_APP_SECRET'],
  official: ['WECHAT_OFFICIAL_APP_ID', 'WECHAT_OFFICIAL_APP_SECRET'],
  website: ['WECHAT_WEBSITE_APP_ID', 'WECHAT_WEBSITE_APP_SECRET'],
} as const

/** Whether any of these is set. */
export const isGiven = (env: Env, names: readonly string[]): boolean =>
  names.some((name) => env[name] !== undefined)

/** All of them, or nothing: what is missing beside the others is named. */
export const all = <const N extends string>(
  env: Env,
  names: readonly N[],
  complain: Complain,
): Record<N, string> | undefined => {
  const missing = names.filter((name) => env[name] === undefined)
  const first = names.find((name) => env[name] !== undefined)
  if (first === undefined) return undefined
  for (const name of missing) complain(`${name} is missing beside ${first}.`)
  if (missing.length > 0) return undefined
  return Object.fromEntries(names.map((name) => [name, env[name]])) as Record<N, string>
}

/** A PEM, perhaps on one line, or the path of one. */
export const pem = (value: string): string => {
  if (value.includes('-----BEGIN')) return value.replaceAll('\\n', '\n')
  try {
    return readFileSync(value, 'utf8')
  } catch {
    return ''
  }
}

/** A key as PEM, as the bare base64 of Alipay's key tool, or as the path of a file with either. */
const keyText = (value: string): string => {
  if (value.includes('-----BEGIN')) return pem(value)
  return /^[0-9A-Za-z+/=\s]{300,}$/.test(value) ? value : pem(value)
}

/** Says an adapter's problems in the words of the environment. */
export const inWordsOf =
  (variables: Readonly<Record<string, string>>) =>
  (problem: string): string => {
    const [field] = Object.keys(variables)
      .filter((name) => problem.startsWith(name))
      .toSorted((a, b) => b.length - a.length)
    return field === undefined ? `${problem}.` : `${variables[field]}${problem.slice(field.length)}.`
  }

const payWords = inWordsOf({
  appId: 'WECHAT_PAY_APP_ID',
  mchId: 'WECHAT_PAY_MCH_ID',
  merchantSerial: 'WECHAT_PAY_SERIAL',
  merchantPrivateKeyPem: 'WECHAT_PAY_PRIVATE_KEY',
  apiV3Key: 'WECHAT_PAY_API_V3_KEY',
  'verification key': 'WECHAT_PAY_PUBLIC_KEY of',
  verificationKeys: 'WECHAT_PAY_PUBLIC_KEY',
  notifyUrl: 'PUBLIC_ORIGIN, with the path of the callbacks,',
})

const smsWords = inWordsOf({
  secretId: 'TENCENT_SECRET_ID',
  secretKey: 'TENCENT_SECRET_KEY',
  sdkAppId: 'TENCENT_SMS_SDK_APP_ID',
  signName: 'TENCENT_SMS_SIGN_NAME',
  templateId: 'TENCENT_SMS_TEMPLATE_ID',
  region: 'TENCENT_SMS_REGION',
})

/**
 * `WECHAT_PAY_CERTIFICATES=fetch`: platform certificates are fetched, beside a public key or instead of one.
 */
const readCertificateMode = (env: Env, complain: Complain): boolean => {
  const mode = env['WECHAT_PAY_CERTIFICATES']
  if (mode !== undefined && mode !== 'fetch') complain(`WECHAT_PAY_CERTIFICATES is fetch, not ${mode}.`)
  return mode === 'fetch'
}

/** `WECHAT_PAY_SHARING=on`: the merchant was given profit sharing (分账). */
const readSharingMode = (env: Env, complain: Complain): boolean => {
  const mode = env['WECHAT_PAY_SHARING']
  if (mode !== undefined && mode !== 'on') complain(`WECHAT_PAY_SHARING is on, not ${mode}.`)
  return mode === 'on'
}

const openWords = inWordsOf({
  ...Object.fromEntries(
    Object.entries(WECHAT_APPS).flatMap(([app, [appId, secret]]) => [
      [`${app}.appId`, appId],
      [`${app}.secret`, secret],
    ]),
  ),
  consignorPhone: 'WECHAT_CONSIGNOR_PHONE',
})

/** The merchant at WeChat Pay; undefined where none is given, or where it is wrong and was complained of. */
export const readWeChatPay = (
  env: Env,
  publicOrigin: string,
  complain: Complain,
): WechatPayConfig | undefined => {
  const fetchesCertificates = readCertificateMode(env, complain)
  const hasKey = !fetchesCertificates || isGiven(env, PUBLIC_KEY_NAMES)
  const needed = hasKey ? PAY_NAMES : PAY_NAMES.filter((name) => !PUBLIC_KEY_NAMES.includes(name))
  const values = all<(typeof PAY_NAMES)[number]>(env, needed, complain)
  if (values === undefined) return undefined
  const notifyUrl = `${publicOrigin}${NOTIFY_PATH}`
  try {
    return parseWechatPayConfig({
      appId: values.WECHAT_PAY_APP_ID,
      mchId: values.WECHAT_PAY_MCH_ID,
      merchantSerial: values.WECHAT_PAY_SERIAL,
      merchantPrivateKeyPem: pem(values.WECHAT_PAY_PRIVATE_KEY),
      apiV3Key: values.WECHAT_PAY_API_V3_KEY,
      verificationKeys: hasKey
        ? { [values.WECHAT_PAY_PUBLIC_KEY_ID]: pem(values.WECHAT_PAY_PUBLIC_KEY) }
        : {},
      fetchesCertificates,
      canShare: readSharingMode(env, complain),
      ...WECHAT_PAY_HOSTS,
      notifyUrl,
      refundNotifyUrl: notifyUrl,
    })
  } catch (error) {
    if (!(error instanceof WechatPayConfigError)) throw error
    // Both notices go to one URL: its fault is said once.
    for (const problem of error.problems)
      if (!problem.startsWith('refundNotifyUrl')) complain(payWords(problem))
    return undefined
  }
}

const alipayWords = inWordsOf({
  appId: 'ALIPAY_APP_ID',
  sellerId: 'ALIPAY_SELLER_ID',
  privateKey: 'ALIPAY_PRIVATE_KEY',
  alipayPublicKey: ALIPAY_PUBLIC_KEY,
  'certificates.app': 'ALIPAY_APP_CERT',
  'certificates.alipay': 'ALIPAY_CERT',
  'certificates.root': 'ALIPAY_ROOT_CERT',
  gatewayUrl: 'ALIPAY_GATEWAY',
  notifyUrl: 'PUBLIC_ORIGIN, with the path of the callbacks,',
})

/** Whose signatures are Alipay's: one key, or the certificates; what is missing is named. */
const readAlipayTrust = (env: Env, complain: Complain) => {
  const key = env[ALIPAY_PUBLIC_KEY]
  const certificates = all(env, ALIPAY_CERT_NAMES, complain)
  if (key !== undefined && isGiven(env, ALIPAY_CERT_NAMES)) {
    complain(`${ALIPAY_PUBLIC_KEY} and certificates exclude each other: name one or the others.`)
    return undefined
  }
  if (key !== undefined) return { alipayPublicKey: keyText(key) }
  if (certificates !== undefined) {
    const { ALIPAY_APP_CERT: app, ALIPAY_CERT: alipay, ALIPAY_ROOT_CERT: root } = certificates
    return { certificates: { app: pem(app), alipay: pem(alipay), root: pem(root) } }
  }
  if (!isGiven(env, ALIPAY_CERT_NAMES))
    complain(`${ALIPAY_PUBLIC_KEY} is missing, or the certificates ${ALIPAY_CERT_NAMES.join(', ')}.`)
  return undefined
}

/** The merchant at Alipay; undefined where none is given, or where it is wrong and was complained of. */
export const readAlipay = (env: Env, publicOrigin: string, complain: Complain): AlipayConfig | undefined => {
  if (!isGiven(env, [...ALIPAY_NAMES, ALIPAY_PUBLIC_KEY, ...ALIPAY_CERT_NAMES])) return undefined
  if (!isGiven(env, ALIPAY_NAMES)) complain(`${ALIPAY_NAMES.join(', ')} are missing beside its keys.`)
  const values = all(env, ALIPAY_NAMES, complain)
  const trust = readAlipayTrust(env, complain)
  if (values === undefined || trust === undefined) return undefined
  try {
    return parseAlipayConfig({
      appId: values.ALIPAY_APP_ID,
      sellerId: values.ALIPAY_SELLER_ID,
      privateKey: keyText(values.ALIPAY_PRIVATE_KEY),
      ...trust,
      gatewayUrl: env['ALIPAY_GATEWAY'] ?? ALIPAY_GATEWAY,
      notifyUrl: `${publicOrigin}${ALIPAY_NOTIFY_PATH}`,
      returnUrl: `${publicOrigin}${CASHIER_RETURN_PATH}`,
    })
  } catch (error) {
    if (!(error instanceof AlipayConfigError)) throw error
    for (const problem of error.problems) complain(alipayWords(problem))
    return undefined
  }
}

/** The apps at WeChat; undefined where none is given, or where one is wrong and was complained of. */
export const readWechatOpen = (
  env: Env,
  publicOrigin: string,
  complain: Complain,
): WechatOpenConfig | undefined => {
  const apps: Partial<Record<keyof typeof WECHAT_APPS, WechatAppKeys>> = {}
  for (const [app, names] of Object.entries(WECHAT_APPS)) {
    const values = all<string>(env, names, complain)
    if (values === undefined) continue
    const [appId = '', secret = ''] = names.map((name) => values[name])
    apps[app as keyof typeof WECHAT_APPS] = { appId, secret }
  }
  if (Object.keys(apps).length === 0) return undefined
  const returnUrl = `${publicOrigin}${WECHAT_RETURN_PATH}`
  try {
    const consignorPhone = env['WECHAT_CONSIGNOR_PHONE']
    return parseWechatOpenConfig({ ...apps, ...WECHAT_OPEN_HOSTS, returnUrl, consignorPhone })
  } catch (error) {
    if (!(error instanceof WechatOpenConfigError)) throw error
    for (const problem of error.problems) complain(openWords(problem))
    return undefined
  }
}

/** Tencent Cloud SMS; undefined where it is not given, or where it is wrong and was complained of. */
export const readTencentSms = (env: Env, complain: Complain): TencentSmsConfig | undefined => {
  const values = all(env, SMS_NAMES, complain)
  if (values === undefined) return undefined
  try {
    return parseTencentSmsConfig({
      secretId: values.TENCENT_SECRET_ID,
      secretKey: values.TENCENT_SECRET_KEY,
      sdkAppId: values.TENCENT_SMS_SDK_APP_ID,
      signName: values.TENCENT_SMS_SIGN_NAME,
      templateId: values.TENCENT_SMS_TEMPLATE_ID,
      baseUrl: TENCENT_SMS_HOST,
      region: env['TENCENT_SMS_REGION'] ?? 'ap-guangzhou',
    })
  } catch (error) {
    if (!(error instanceof TencentSmsConfigError)) throw error
    for (const problem of error.problems) complain(smsWords(problem))
    return undefined
  }
}
