/**
 * The environment: what a trial may leave out, what production must have, and that every fault is named by
 * its variable, all of them at once, without a secret in the sentence.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError, readConfig } from '@tiantou/server'
import { certificatesOf, generateTwinKeys, privatePem } from '@tiantou/unionpay/twin'
import { afterAll, describe, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'tiantou-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const keyFile = join(folder, 'public.pem')
writeFileSync(keyFile, publicKey.export({ type: 'spki', format: 'pem' }).toString())

/** A production that may start; one key is a PEM on one line, the other a file. */
const production: Readonly<Record<string, string>> = {
  NODE_ENV: 'production',
  TIANTOU_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  PUBLIC_ORIGIN: 'https://shop.example',
  WECHAT_PAY_APP_ID: 'wx1234567890abcdef',
  WECHAT_PAY_MCH_ID: '1900000001',
  WECHAT_PAY_SERIAL: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
  WECHAT_PAY_PRIVATE_KEY: pem.trim().replaceAll('\n', String.raw`\n`),
  WECHAT_PAY_API_V3_KEY: 'k'.repeat(32),
  WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_01',
  WECHAT_PAY_PUBLIC_KEY: keyFile,
  TENCENT_SECRET_ID: 'id123456789',
  TENCENT_SECRET_KEY: 'key123456789',
  TENCENT_SMS_SDK_APP_ID: '1400000000',
  TENCENT_SMS_SIGN_NAME: '田头',
  TENCENT_SMS_TEMPLATE_ID: '1234',
}

/** A merchant at Alipay in public-key mode: one key bare, as its tool writes it, the other a file. */
const alipay: Readonly<Record<string, string>> = {
  ALIPAY_APP_ID: '2021000000000001',
  ALIPAY_SELLER_ID: '2088000000000001',
  ALIPAY_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  ALIPAY_PUBLIC_KEY: keyFile,
}

const unionpayKeys = await generateTwinKeys()
const { merchant, root, middle } = certificatesOf(unionpayKeys, Date.UTC(2026, 0))
/** A merchant at UnionPay; the file out of a `.pfx` holds key and certificate, and is named for both. */
const unionpay: Readonly<Record<string, string>> = {
  UNIONPAY_MER_ID: '777290000000001',
  UNIONPAY_PRIVATE_KEY: `${merchant}${privatePem(unionpayKeys.merchant)}`,
  UNIONPAY_CERT: `${privatePem(unionpayKeys.merchant)}${merchant}`,
  UNIONPAY_ROOT_CERT: root,
  UNIONPAY_MIDDLE_CERT: middle,
}

const ecny: Readonly<Record<string, string>> = {
  ECNY_MER_ID: '308999170120001',
  ECNY_USER_ID: 'N003525155',
  ECNY_APP_ID: 'an-application',
  ECNY_APP_SECRET: 'secret-of-it',
  ECNY_PRIVATE_KEY: '7'.repeat(64),
  ECNY_BANK_KEY:
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
    'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
}

/** The three apps at WeChat, all of them. */
const wechat: Readonly<Record<string, string>> = {
  WECHAT_MINI_APP_ID: 'wx0000000000000001',
  WECHAT_MINI_APP_SECRET: '1'.repeat(32),
  WECHAT_OFFICIAL_APP_ID: 'wx0000000000000002',
  WECHAT_OFFICIAL_APP_SECRET: '2'.repeat(32),
  WECHAT_WEBSITE_APP_ID: 'wx0000000000000003',
  WECHAT_WEBSITE_APP_SECRET: '3'.repeat(32),
}

const problemsOf = (env: Readonly<Record<string, string>>): readonly string[] => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

describe('the environment', () => {
  test('of a trial may be empty, and empty words are no words', () => {
    const bare = readConfig({})
    expect(bare).toMatchObject({
      production: false,
      port: 8080,
      host: '127.0.0.1',
      demo: true,
      sandbox: true,
    })
    expect(bare.roles).toEqual(['web', 'worker'])
    expect(readConfig({ PORT: '', DATABASE_URL: '', WECHAT_PAY_APP_ID: '', NODE_ENV: '' })).toEqual(bare)
    expect(readConfig({ PORT: '80' }).publicOrigin).toBe('http://localhost:80')
  })

  test('of a production may be whole; then there is no demo and no sandbox', () => {
    const config = readConfig(production)
    expect(config).toMatchObject({ production: true, host: '0.0.0.0', demo: false, sandbox: false })
    expect(config.wechatPay?.notifyUrl).toBe('https://shop.example/api/v1/callbacks/wechat-pay')
    expect(config.tencentSms?.region).toBe('ap-guangzhou')
  })

  test('of a production says all that is missing, at once', () => {
    const problems = problemsOf({ NODE_ENV: 'production', DEMO: '1', SANDBOX: '1' })
    const named = [
      'TIANTOU_KEYS',
      'PUBLIC_ORIGIN',
      'WECHAT_PAY_APP_ID',
      'TENCENT_SECRET_ID',
      'DEMO',
      'SANDBOX',
    ]
    expect(problems).toHaveLength(named.length)
    for (const [at, name] of named.entries()) expect(problems[at]).toContain(name)
  })

  test.each([
    ['TIANTOU_KEYS', 'k1:c2hvcnQ='],
    ['PUBLIC_ORIGIN', 'https://shop.example/shop'],
    ['PUBLIC_ORIGIN', 'http://shop.example'],
    ['WECHAT_PAY_APP_ID', 'wx 1'],
    ['WECHAT_PAY_MCH_ID', 'me'],
    ['WECHAT_PAY_SERIAL', 'zz'],
    ['WECHAT_PAY_PRIVATE_KEY', '/nowhere/at/all.pem'],
    ['WECHAT_PAY_API_V3_KEY', 'short'],
    ['WECHAT_PAY_PUBLIC_KEY', '-----BEGIN NOTHING-----'],
    ['WECHAT_PAY_PUBLIC_KEY_ID', ''],
    ['WECHAT_PAY_CERTIFICATES', 'yes'],
    ['WECHAT_PAY_SHARING', 'yes'],
    ['TENCENT_SECRET_ID', 'x'],
    ['TENCENT_SECRET_KEY', 'x'],
    ['TENCENT_SMS_SDK_APP_ID', 'x'],
    ['TENCENT_SMS_TEMPLATE_ID', 'x'],
    ['TENCENT_SMS_SIGN_NAME', '【田头】'],
    ['TENCENT_SMS_REGION', 'somewhere'],
    ['NODE_ENV', 'prod'],
    ['PORT', '80a'],
    ['PORT', '65536'],
    ['ROLES', 'web,waiter'],
    ['LOG_LEVEL', 'loud'],
    ['TRUSTED_PROXIES', '10.0.0.1, proxy'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['DATABASE_URL', 'postgres://a/b'],
    ['DATABASE_REPLICA_URL', 'mysql://u:p@h/d'],
    ['DATABASE_CONNECTIONS', '1'],
    ['SETTINGS_FILE', '/nowhere/settings.yaml'],
    ['DEMO', 'yes'],
  ])('that is wrong is named: %s = %j', (name, value) => {
    const problems = problemsOf({ ...production, [name]: value })
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.join('\n')).toContain(name)
    for (const secret of ['TIANTOU_KEYS', 'WECHAT_PAY_API_V3_KEY', 'TENCENT_SECRET_KEY'])
      expect(problems.join('\n')).not.toContain(production[secret])
  })

  test('with platform certificates needs no public key, and may have one while it migrates', () => {
    const certificates = { ...production, WECHAT_PAY_CERTIFICATES: 'fetch' }
    expect(readConfig(certificates).wechatPay).toMatchObject({ fetchesCertificates: true })
    expect(readConfig(certificates).wechatPay?.verificationKeys.size).toBe(1)
    const alone = { ...certificates, WECHAT_PAY_PUBLIC_KEY_ID: '', WECHAT_PAY_PUBLIC_KEY: '' }
    expect(readConfig(alone).wechatPay?.verificationKeys.size).toBe(0)
    const half = problemsOf({ ...certificates, WECHAT_PAY_PUBLIC_KEY: '' })
    expect(half.join()).toContain('WECHAT_PAY_PUBLIC_KEY is missing')
  })

  test('may say that the merchant shares payments', () => {
    expect(readConfig(production).wechatPay?.canShare).toBe(false)
    expect(readConfig({ ...production, WECHAT_PAY_SHARING: 'on' }).wechatPay?.canShare).toBe(true)
  })

  test('may name Alipay beside WeChat Pay, or in its place', () => {
    expect(readConfig(production).alipay).toBeUndefined()
    expect(readConfig({ ...production, ...alipay }).alipay).toMatchObject({
      appId: '2021000000000001',
      gatewayUrl: 'https://openapi.alipay.com/gateway.do',
      notifyUrl: 'https://shop.example/api/v1/callbacks/alipay',
      returnUrl: 'https://shop.example/cashier/{payment}?back=1',
    })
    const withoutWechat = Object.entries(production).filter(([name]) => !name.startsWith('WECHAT_PAY'))
    expect(problemsOf({ ...Object.fromEntries(withoutWechat), ...alipay })).toEqual([])
  })

  test.each([
    ['ALIPAY_APP_ID', 'wx1'],
    ['ALIPAY_SELLER_ID', '1'],
    ['ALIPAY_SELLER_ID', ''],
    ['ALIPAY_PRIVATE_KEY', '/nowhere/at/all.pem'],
    ['ALIPAY_PUBLIC_KEY', ''],
    ['ALIPAY_PUBLIC_KEY', '-----BEGIN NOTHING-----'],
    ['ALIPAY_APP_CERT', '/nowhere/at/all.crt'],
    ['ALIPAY_GATEWAY', 'http://openapi.alipay.com/gateway.do'],
  ])('that is wrong for Alipay is named: %s = %j', (name, value) => {
    const problems = problemsOf({ ...production, ...alipay, [name]: value })
    expect(problems.join('\n')).toContain(name)
    expect(problems.join('\n')).not.toContain(alipay['ALIPAY_PRIVATE_KEY'])
  })

  test('may name UnionPay and e-CNY, or one of them alone', () => {
    const withoutWechat = Object.entries(production).filter(([name]) => !name.startsWith('WECHAT_PAY'))
    for (const bank of [unionpay, ecny])
      expect(problemsOf({ ...Object.fromEntries(withoutWechat), ...bank })).toEqual([])
    const config = readConfig({ ...production, ...unionpay, ...ecny })
    expect(config.unionpay).toMatchObject({
      gatewayUrl: 'https://gateway.95516.com/gateway/api',
      fileUrl: 'https://filedownload.95516.com/',
      notifyUrl: 'https://shop.example/api/v1/callbacks/unionpay',
      returnUrl: 'https://shop.example/cashier/{payment}?back=1',
    })
    expect(config.ecny).toMatchObject({
      baseUrl: 'https://api.cmbchina.com',
      notifyUrl: 'https://shop.example/api/v1/callbacks/ecny',
    })
  })

  test.each([
    ['UNIONPAY_MER_ID', '1'],
    ['UNIONPAY_PRIVATE_KEY', '/nowhere/at/all.pem'],
    ['UNIONPAY_CERT', root],
    ['UNIONPAY_ROOT_CERT', 'none'],
    ['UNIONPAY_MIDDLE_CERT', ''],
    ['UNIONPAY_GATEWAY', 'http://gateway.95516.com/gateway/api'],
    ['UNIONPAY_FILES', 'files'],
    ['ECNY_MER_ID', ''],
    ['ECNY_USER_ID', '?'],
    ['ECNY_APP_ID', '?'],
    ['ECNY_APP_SECRET', 'short'],
    ['ECNY_PRIVATE_KEY', '7'],
    ['ECNY_BANK_KEY', '04'],
    ['ECNY_HOST', 'http://api.cmbchina.com'],
  ])('that is wrong for UnionPay or e-CNY is named: %s = %j', (name, value) => {
    const problems = problemsOf({ ...production, ...unionpay, ...ecny, [name]: value }).join('\n')
    expect(problems).toContain(name)
    expect(problems).not.toContain('7777')
  })

  test('may leave WeChat’s apps out, or name any of them', () => {
    expect(readConfig(production).wechatOpen).toBeUndefined()
    const whole = readConfig({ ...production, ...wechat }).wechatOpen
    expect(whole).toMatchObject({
      mini: { appId: 'wx0000000000000001', secret: '1'.repeat(32) },
      official: { appId: 'wx0000000000000002' },
      website: { appId: 'wx0000000000000003' },
      baseUrl: 'https://api.weixin.qq.com',
      returnUrl: 'https://shop.example/sign-in/wechat',
      opensAnywhere: false,
    })
    const { WECHAT_MINI_APP_ID, WECHAT_MINI_APP_SECRET } = wechat
    const one = readConfig({ ...production, WECHAT_MINI_APP_ID, WECHAT_MINI_APP_SECRET }).wechatOpen
    expect([one?.mini?.appId, one?.official]).toEqual([WECHAT_MINI_APP_ID, undefined])
  })

  test.each(Object.keys(wechat))('of one app of WeChat is whole: %s', (name) => {
    const { [name]: _left, ...others } = wechat
    expect(problemsOf({ ...production, ...others })).toEqual([
      expect.stringMatching(new RegExp(`^${name} is missing beside WECHAT_`)),
    ])
    const problems = problemsOf({ ...production, ...wechat, [name]: 'a secret?' })
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} `))])
    expect(problems[0]).not.toContain('a secret?')
  })

  test('may name networks of proxies and a replica beside its database', () => {
    const more = {
      ...production,
      TRUSTED_PROXIES: '10.0.0.1, 10.1.0.0/16,fd00::/8',
      DATABASE_URL: 'mysql://u:p@h/d',
      DATABASE_REPLICA_URL: 'mysql://u:p@r/d',
    }
    expect(readConfig(more).trustedProxies).toEqual(['10.0.0.1', '10.1.0.0/16', 'fd00::/8'])
  })
})
