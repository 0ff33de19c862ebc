/**
 * The environment, read once: every variable with its meaning and check. What does not fit is named, all of
 * it at once. The trial profile fills what is missing; production refuses to start on anything that only a
 * trial may have.
 */
import { accessSync, constants } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { parseKeyRing } from '@tiantou/platform'
import type { AlipayConfig } from '@tiantou/alipay'
import type { EcnyConfig } from '@tiantou/ecny'
import type { TencentSmsConfig } from '@tiantou/tencent-sms'
import type { TencentCheckConfig } from '@tiantou/tencent-check'
import type { TencentVerifyConfig } from '@tiantou/tencent-verify'
import type { UnionpayConfig } from '@tiantou/unionpay'
import type { WechatOpenConfig } from '@tiantou/wechat-open'
import type { WechatPayConfig, WechatTransferConfig } from '@tiantou/wechat-pay'
import { ECNY_NAMES, readEcny, readUnionpay, UNIONPAY_NAMES } from './config-banks.ts'
import {
  ALIPAY_NAMES,
  type Complain,
  type Env,
  isGiven,
  PAY_NAMES,
  readAlipay,
  readTencentSms,
  readWechatOpen,
  readWeChatPay,
  SMS_NAMES,
} from './config-providers.ts'
import { readRoads, type RoadsConfig } from './config-roads.ts'
import { readTencentCheck } from './config-content.ts'
import { readTencentVerify, readWechatTransfer } from './config-supplying.ts'

export interface Config {
  readonly production: boolean
  readonly port: number
  readonly host: string
  readonly dataDir: string
  /** `mysql://…`; SQLite in the data folder when absent. */
  readonly databaseUrl: string | undefined
  /** The same database by an account that may change its schema. */
  readonly migrateUrl: string | undefined
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
  /** Of the channels those are offered that are configured; production needs one at least. */
  readonly wechatPay: WechatPayConfig | undefined
  readonly alipay: AlipayConfig | undefined
  readonly unionpay: UnionpayConfig | undefined
  readonly ecny: EcnyConfig | undefined
  /** Suppliers are paid by the bank alone where it is absent, but in the sandbox. */
  readonly wechatTransfer: WechatTransferConfig | undefined
  readonly tencentSms: TencentSmsConfig | undefined
  /** Suppliers are verified by people alone where it is absent, but in the sandbox. */
  readonly tencentVerify: TencentVerifyConfig | undefined
  /** Reviews are judged by people alone where it is absent, but in the sandbox. */
  readonly tencentCheck: TencentCheckConfig | undefined
  /** Nobody signs in by WeChat where it is absent, but in the sandbox. */
  readonly wechatOpen: WechatOpenConfig | undefined
  /** Maps and carriers; each may be absent. */
  readonly roads: RoadsConfig
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

const integer = (
  env: Env,
  name: string,
  fallback: number,
  min: number,
  max: number,
  complain: Complain,
): number => {
  const text = env[name]
  if (text === undefined) return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < min || value > max) {
    complain(`${name} must be a whole number from ${min} to ${max}.`)
    return fallback
  }
  return value
}

/** Everything that a trial may leave out and production may not. */
const checkProduction = (env: Env, config: Config, complain: Complain): void => {
  if (config.keys === undefined)
    complain('TIANTOU_KEYS is missing: field encryption needs its own keys (id:base64 of 32 bytes).')
  if (!config.publicOrigin.startsWith('https://'))
    complain('PUBLIC_ORIGIN must be the https:// address of the platform.')
  const channels = [PAY_NAMES, ALIPAY_NAMES, UNIONPAY_NAMES, ECNY_NAMES]
  if (!isGiven(env, channels.flat()))
    complain(`No channel takes payments: name ${channels.map((names) => names.join(', ')).join(', or ')}.`)
  if (!isGiven(env, SMS_NAMES)) complain(`Tencent SMS is not configured: ${SMS_NAMES.join(', ')}.`)
  for (const name of ['DEMO', 'SANDBOX']) {
    if (env[name] === '1')
      complain(`${name}=1 is for trials: production has no demo accounts and no sandbox.`)
  }
}

/** Whatever may be left out, but must be right where it is given. */
const checkGiven = (env: Env, config: Config, complain: Complain): void => {
  const profile = env['NODE_ENV'] ?? 'trial'
  if (!PROFILES.includes(profile))
    complain(
      `NODE_ENV is ${PROFILES.join(' or ')}, not ${profile}: what is meant for production must say so.`,
    )
  for (const name of ['DEMO', 'SANDBOX'])
    if (!['0', '1', undefined].includes(env[name])) complain(`${name} is 0 or 1, not ${env[name]}.`)
  for (const name of ['DATABASE_URL', 'DATABASE_MIGRATE_URL', 'DATABASE_REPLICA_URL']) {
    if (env[name] !== undefined && !/^mysql:\/\/.+\/.+/.test(env[name]))
      complain(`${name} must read mysql://user:password@host:port/database.`)
  }
  if (config.replicaUrl !== undefined && config.databaseUrl === undefined)
    complain('DATABASE_REPLICA_URL needs DATABASE_URL beside it.')
  if (config.migrateUrl !== undefined && config.databaseUrl === undefined)
    complain('DATABASE_MIGRATE_URL needs DATABASE_URL beside it.')
  for (const role of config.roles)
    if (!ROLES.includes(role)) complain(`ROLES knows ${ROLES.join(' and ')}, not ${role}.`)
  if (!LEVELS.includes(config.logLevel)) complain(`LOG_LEVEL is one of ${LEVELS.join(', ')}.`)
  for (const address of config.trustedProxies) {
    if (!isNetwork(address))
      complain(`TRUSTED_PROXIES: ${address} is no network address, such as 10.0.0.7 or 10.0.0.0/8.`)
  }
  if (config.settingsFile !== undefined && !canRead(config.settingsFile))
    complain(`SETTINGS_FILE: ${config.settingsFile} cannot be read.`)
  if (!isOrigin(config.publicOrigin))
    complain('PUBLIC_ORIGIN must be scheme, host and perhaps port, such as https://shop.example.')
  try {
    if (config.keys !== undefined) parseKeyRing(config.keys)
  } catch (error) {
    complain(`TIANTOU_KEYS: ${(error as Error).message}`)
  }
}

const canRead = (path: string): boolean => {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

/** Scheme, host and port, and nothing behind them. */
const isOrigin = (text: string): boolean => {
  if (!/^https?:/.test(text) || !URL.canParse(text)) return false
  const { pathname, search, hash, username, password } = new URL(text)
  return pathname === '/' && [search, hash, username, password].every((part) => part === '')
}

const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/')
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  if (most < 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most)
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

const PROFILES = ['production', 'trial', 'development', 'test']
const ROLES = ['web', 'worker']
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Reads and checks the environment. Throws ConfigError with every problem at once. */
export const readConfig = (given: Env): Config => {
  // An empty variable is one that is not set: compose files and shells make them by accident.
  const env: Env = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''))
  const problems: string[] = []
  const complain: Complain = (problem) => problems.push(problem)
  const production = env['NODE_ENV'] === 'production'
  const port = integer(env, 'PORT', 8_080, 0, 65_535, complain)
  const publicOrigin = (env['PUBLIC_ORIGIN'] ?? `http://localhost:${port}`).replace(/\/+$/, '')
  const wechatPay = readWeChatPay(env, publicOrigin, complain)
  const config: Config = {
    production,
    port,
    host: env['HOST'] ?? (production ? '0.0.0.0' : '127.0.0.1'),
    dataDir: resolve(env['DATA_DIR'] ?? join(import.meta.dirname, '../../../data')),
    databaseUrl: env['DATABASE_URL'],
    migrateUrl: env['DATABASE_MIGRATE_URL'],
    replicaUrl: env['DATABASE_REPLICA_URL'],
    databaseConnections: integer(env, 'DATABASE_CONNECTIONS', 32, 2, 1_000, complain),
    keys: env['TIANTOU_KEYS'],
    publicOrigin,
    trustedProxies: listOf(env['TRUSTED_PROXIES'] ?? ''),
    metricsToken: env['METRICS_TOKEN'],
    settingsFile: env['SETTINGS_FILE'],
    logLevel: env['LOG_LEVEL'] ?? (production ? 'info' : 'warn'),
    roles: listOf(env['ROLES'] ?? ROLES.join(',')),
    demo: !production && env['DEMO'] !== '0',
    sandbox: !production && env['SANDBOX'] !== '0',
    wechatPay,
    wechatTransfer: readWechatTransfer(env, wechatPay, publicOrigin, complain),
    alipay: readAlipay(env, publicOrigin, complain),
    unionpay: readUnionpay(env, publicOrigin, complain),
    ecny: readEcny(env, publicOrigin, complain),
    tencentSms: readTencentSms(env, complain),
    tencentVerify: readTencentVerify(env, complain),
    tencentCheck: readTencentCheck(env, complain),
    wechatOpen: readWechatOpen(env, publicOrigin, complain),
    roads: readRoads(env, publicOrigin, complain),
  }
  checkGiven(env, config, complain)
  if (production) checkProduction(env, config, complain)
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}
