/**
 * The environment, read once: every variable with its meaning and check. What does not fit is named, all of
 * it at once. The trial profile fills what is missing; production refuses to start on anything that only a
 * trial may have.
 */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export interface Config {
  readonly production: boolean
  readonly port: number
  readonly host: string
  readonly dataDir: string
  /** `mysql://…`; SQLite in the data folder when absent. */
  readonly databaseUrl: string | undefined
  readonly replicaUrl: string | undefined
  readonly databaseConnections: number
  /** `id:base64,…`; the trial profile makes its own. */
  readonly keys: string | undefined
  /** Where shoppers reach the platform, without a slash at the end. */
  readonly publicOrigin: string
  readonly trustedProxies: readonly string[]
  readonly metricsToken: string | undefined
  readonly settingsFile: string | undefined
  readonly logLevel: string
  readonly roles: readonly string[]
  readonly demo: boolean
  readonly sandbox: boolean
  readonly wechatPay: WeChatPayEnv | undefined
  readonly tencentSms: TencentSmsEnv | undefined
}

export interface WeChatPayEnv {
  readonly appId: string
  readonly mchId: string
  readonly merchantSerial: string
  readonly merchantPrivateKeyPem: string
  readonly apiV3Key: string
  readonly verificationKeys: Readonly<Record<string, string>>
}

export interface TencentSmsEnv {
  readonly secretId: string
  readonly secretKey: string
  readonly sdkAppId: string
  readonly signName: string
  readonly templateId: string
  readonly baseUrl: string
  readonly region: string
}

/** What is wrong with the environment, one sentence each. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

type Env = Readonly<Record<string, string | undefined>>
type Complain = (problem: string) => void

const integer = (
  env: Env,
  name: string,
  fallback: number,
  min: number,
  max: number,
  complain: Complain,
): number => {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < min || value > max) {
    complain(`${name} must be a whole number from ${min} to ${max}.`)
    return fallback
  }
  return value
}

const all = (env: Env, names: readonly string[], complain: Complain): Record<string, string> | undefined => {
  const given = names.filter((name) => (env[name] ?? '') !== '')
  if (given.length === 0) return undefined
  for (const name of names) if (!given.includes(name)) complain(`${name} is missing beside ${given[0]}.`)
  return Object.fromEntries(names.map((name) => [name, env[name] ?? '']))
}

/** A PEM or a path to one. */
const pem = (value: string, name: string, complain: Complain): string => {
  if (value.includes('-----BEGIN')) return value.replaceAll('\\n', '\n')
  try {
    return readFileSync(value, 'utf8')
  } catch {
    complain(`${name} is neither a PEM nor the path of one.`)
    return ''
  }
}

const PAY_NAMES = [
  'WECHAT_PAY_APP_ID',
  'WECHAT_PAY_MCH_ID',
  'WECHAT_PAY_SERIAL',
  'WECHAT_PAY_PRIVATE_KEY',
  'WECHAT_PAY_API_V3_KEY',
  'WECHAT_PAY_PUBLIC_KEY_ID',
  'WECHAT_PAY_PUBLIC_KEY',
] as const

const readWeChatPay = (env: Env, complain: Complain): WeChatPayEnv | undefined => {
  const values = all(env, PAY_NAMES, complain)
  if (values === undefined) return undefined
  const value = (name: (typeof PAY_NAMES)[number]) => values[name] ?? ''
  const publicKey = pem(value('WECHAT_PAY_PUBLIC_KEY'), 'WECHAT_PAY_PUBLIC_KEY', complain)
  return {
    appId: value('WECHAT_PAY_APP_ID'),
    mchId: value('WECHAT_PAY_MCH_ID'),
    merchantSerial: value('WECHAT_PAY_SERIAL'),
    merchantPrivateKeyPem: pem(value('WECHAT_PAY_PRIVATE_KEY'), 'WECHAT_PAY_PRIVATE_KEY', complain),
    apiV3Key: value('WECHAT_PAY_API_V3_KEY'),
    verificationKeys: { [value('WECHAT_PAY_PUBLIC_KEY_ID')]: publicKey },
  }
}

const SMS_NAMES = [
  'TENCENT_SECRET_ID',
  'TENCENT_SECRET_KEY',
  'TENCENT_SMS_SDK_APP_ID',
  'TENCENT_SMS_SIGN_NAME',
  'TENCENT_SMS_TEMPLATE_ID',
] as const

const readTencentSms = (env: Env, complain: Complain): TencentSmsEnv | undefined => {
  const values = all(env, SMS_NAMES, complain)
  if (values === undefined) return undefined
  const value = (name: (typeof SMS_NAMES)[number]) => values[name] ?? ''
  return {
    secretId: value('TENCENT_SECRET_ID'),
    secretKey: value('TENCENT_SECRET_KEY'),
    sdkAppId: value('TENCENT_SMS_SDK_APP_ID'),
    signName: value('TENCENT_SMS_SIGN_NAME'),
    templateId: value('TENCENT_SMS_TEMPLATE_ID'),
    baseUrl: 'https://sms.tencentcloudapi.com',
    region: env['TENCENT_SMS_REGION'] ?? 'ap-guangzhou',
  }
}

/** Everything that a trial may leave out and production may not. */
const checkProduction = (env: Env, config: Config, complain: Complain): void => {
  if (config.keys === undefined)
    complain('TIANTOU_KEYS is missing: field encryption needs its own keys (id:base64 of 32 bytes).')
  if (!config.publicOrigin.startsWith('https://'))
    complain('PUBLIC_ORIGIN must be the https:// address of the platform.')
  if (config.wechatPay === undefined) complain(`WeChat Pay is not configured: ${PAY_NAMES.join(', ')}.`)
  if (config.tencentSms === undefined) complain(`Tencent SMS is not configured: ${SMS_NAMES.join(', ')}.`)
  for (const name of ['DEMO', 'SANDBOX']) {
    if (env[name] === '1')
      complain(`${name}=1 is for trials: production has no demo accounts and no sandbox.`)
  }
}

const ROLES = ['web', 'worker']

/** Reads and checks the environment. Throws ConfigError with every problem at once. */
export const readConfig = (given: Env): Config => {
  // An empty variable is one that is not set: compose files and shells make them by accident.
  const env: Env = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''))
  const problems: string[] = []
  const complain: Complain = (problem) => problems.push(problem)
  const production = env['NODE_ENV'] === 'production'
  const port = integer(env, 'PORT', 8_080, 0, 65_535, complain)
  const roles = (env['ROLES'] ?? ROLES.join(',')).split(',').map((role) => role.trim())
  for (const role of roles)
    if (!ROLES.includes(role)) complain(`ROLES knows ${ROLES.join(' and ')}, not ${role}.`)
  const databaseUrl = env['DATABASE_URL']
  if (databaseUrl !== undefined && !/^mysql:\/\/.+\/.+/.test(databaseUrl)) {
    complain('DATABASE_URL must read mysql://user:password@host:port/database.')
  }
  const config: Config = {
    production,
    port,
    host: env['HOST'] ?? (production ? '0.0.0.0' : '127.0.0.1'),
    dataDir: resolve(env['DATA_DIR'] ?? join(import.meta.dirname, '../../../data')),
    databaseUrl,
    replicaUrl: env['DATABASE_REPLICA_URL'],
    databaseConnections: integer(env, 'DATABASE_CONNECTIONS', 32, 2, 1_000, complain),
    keys: env['TIANTOU_KEYS'],
    publicOrigin: (env['PUBLIC_ORIGIN'] ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    trustedProxies: (env['TRUSTED_PROXIES'] ?? '').split(',').filter((address) => address !== ''),
    metricsToken: env['METRICS_TOKEN'],
    settingsFile: env['SETTINGS_FILE'],
    logLevel: env['LOG_LEVEL'] ?? (production ? 'info' : 'warn'),
    roles,
    demo: !production && env['DEMO'] !== '0',
    sandbox: !production && env['SANDBOX'] !== '0',
    wechatPay: readWeChatPay(env, complain),
    tencentSms: readTencentSms(env, complain),
  }
  if (production) checkProduction(env, config, complain)
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}
