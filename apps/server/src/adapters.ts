/** Fills the ports: real providers where they are configured, the sandbox's twins in a trial. */
import { createAlipay, createAlipayBills, parseAlipayConfig } from '@tiantou/alipay'
import { createEcny, parseEcnyConfig } from '@tiantou/ecny'
import type { Clock } from '@tiantou/platform'
import type { Sandbox } from '@tiantou/sandbox'
import { createTencentCheck, parseTencentCheckConfig } from '@tiantou/tencent-check'
import { createTencentSms, parseTencentSmsConfig } from '@tiantou/tencent-sms'
import { createTencentVerify, parseTencentVerifyConfig } from '@tiantou/tencent-verify'
import { createUnionpay, parseUnionpayConfig } from '@tiantou/unionpay'
import {
  createPageSigner,
  createShipmentHearer,
  createWechatAccounts,
  parseWechatOpenConfig,
} from '@tiantou/wechat-open'
import {
  createWechatFapiao,
  createWechatPay,
  createWechatPayBills,
  createWechatSharing,
  createWechatTransfers,
  parseWechatFapiaoConfig,
  parseWechatPayConfig,
  parseWechatTransferConfig,
} from '@tiantou/wechat-pay'
import { type Config, ConfigError } from './config.ts'
import { ECNY_NOTIFY_PATH, UNIONPAY_NOTIFY_PATH } from './config-banks.ts'
import {
  ALIPAY_NOTIFY_PATH,
  CASHIER_RETURN_PATH,
  NOTIFY_PATH,
  WECHAT_RETURN_PATH,
} from './config-providers.ts'
import { FAPIAO_NOTIFY_PATH, TRANSFER_NOTIFY_PATH } from './config-supplying.ts'
import type { Adapters } from './house.ts'
import { openRoads } from './open-roads.ts'

/** The merchant as the sandbox's twin knows it. */
const sandboxMerchant = (config: Config, sandbox: Sandbox) => {
  const notifyUrl = `http://127.0.0.1:${config.port}${NOTIFY_PATH}`
  return parseWechatPayConfig({ ...sandbox.wechatPay.config, notifyUrl, refundNotifyUrl: notifyUrl })
}

const wechatPayOf = (config: Config, sandbox: Sandbox | undefined) => {
  if (config.wechatPay !== undefined || sandbox === undefined) return config.wechatPay
  return sandboxMerchant(config, sandbox)
}

/** Only for a merchant that may share. */
const openSharing = (config: Config, clock: Clock, sandbox: Sandbox | undefined) => {
  const wechatPay = wechatPayOf(config, sandbox)
  return wechatPay?.canShare === true ? createWechatSharing(wechatPay, clock) : undefined
}

/** Optional; in a trial the twin plays it, unless the merchant is a real one. */
const openTransfers = (config: Config, clock: Clock, sandbox: Sandbox | undefined) => {
  if (config.wechatTransfer !== undefined) return createWechatTransfers(config.wechatTransfer, clock)
  if (config.wechatPay !== undefined || sandbox === undefined) return undefined
  const scene = {
    sceneId: '1009',
    sceneInfo: '采购商品名称=生鲜农产品',
    notifyUrl: `http://127.0.0.1:${config.port}${TRANSFER_NOTIFY_PATH}`,
  }
  return createWechatTransfers(parseWechatTransferConfig(sandboxMerchant(config, sandbox), scene), clock)
}

/** The twin's in a trial. */
const openInvoices = (config: Config, clock: Clock, sandbox: Sandbox | undefined) => {
  const merchant = wechatPayOf(config, sandbox)
  if (merchant === undefined) return undefined
  const origin = config.wechatPay === undefined ? `http://127.0.0.1:${config.port}` : config.publicOrigin
  return createWechatFapiao(parseWechatFapiaoConfig(merchant, `${origin}${FAPIAO_NOTIFY_PATH}`), clock)
}

const alipayOf = (config: Config, sandbox: Sandbox | undefined) => {
  if (config.alipay !== undefined || sandbox === undefined) return config.alipay
  return parseAlipayConfig({
    ...sandbox.alipay.config,
    pageUrl: `${config.publicOrigin}/sandbox/alipay/gateway.do`,
    notifyUrl: `http://127.0.0.1:${config.port}${ALIPAY_NOTIFY_PATH}`,
    returnUrl: `${config.publicOrigin}${CASHIER_RETURN_PATH}`,
  })
}

/** Where the bills of every configured channel come from. */
export const openBills = (
  config: Config,
  clock: Clock,
  sandbox?: Sandbox,
): NonNullable<Adapters['bills']> => {
  const wechatPay = wechatPayOf(config, sandbox)
  const alipay = alipayOf(config, sandbox)
  return {
    'wechat-pay': wechatPay && createWechatPayBills(wechatPay, clock),
    alipay: alipay && createAlipayBills(alipay, clock),
  }
}

const openUnionpay = (config: Config, clock: Clock, sandbox: Sandbox | undefined) => {
  if (config.unionpay !== undefined) return createUnionpay(config.unionpay, clock)
  if (sandbox === undefined) return undefined
  const parsed = parseUnionpayConfig({
    ...sandbox.unionpay.config,
    pageUrl: `${config.publicOrigin}/sandbox/unionpay`,
    notifyUrl: `http://127.0.0.1:${config.port}${UNIONPAY_NOTIFY_PATH}`,
    returnUrl: `${config.publicOrigin}${CASHIER_RETURN_PATH}`,
  })
  return createUnionpay(parsed, clock)
}

const openEcny = (config: Config, clock: Clock, sandbox: Sandbox | undefined) => {
  if (config.ecny !== undefined) return createEcny(config.ecny, clock)
  if (sandbox === undefined) return undefined
  const notifyUrl = `http://127.0.0.1:${config.port}${ECNY_NOTIFY_PATH}`
  return createEcny(parseEcnyConfig({ ...sandbox.ecny.config, notifyUrl }), clock)
}

/** Every channel that is configured, and its bills; in a trial all of them, played by the sandbox. */
const openChannels = (
  config: Config,
  clock: Clock,
  sandbox: Sandbox | undefined,
): Required<Pick<Adapters, 'channels' | 'bills'>> => {
  const wechatPay = wechatPayOf(config, sandbox)
  const alipay = alipayOf(config, sandbox)
  const channels = {
    'wechat-pay': wechatPay && createWechatPay(wechatPay, clock),
    alipay: alipay && createAlipay(alipay, clock),
    unionpay: openUnionpay(config, clock, sandbox),
    ecny: openEcny(config, clock, sandbox),
  }
  if (Object.values(channels).every((channel) => channel === undefined))
    throw new ConfigError(['Nothing can take payments: configure a channel or start the sandbox.'])
  return { channels, bills: openBills(config, clock, sandbox) }
}

const openSms = (config: Config, clock: Clock, sandbox: Sandbox | undefined) => {
  if (config.tencentSms !== undefined) return createTencentSms(config.tencentSms, clock)
  if (sandbox === undefined)
    throw new ConfigError(['Nothing can send codes: configure Tencent SMS or start the sandbox.'])
  return createTencentSms(parseTencentSmsConfig(sandbox.sms.config), clock)
}

/** Optional; in a trial everybody is who he says. */
const openVerifier = (config: Config, clock: Clock, sandbox: Sandbox | undefined) => {
  if (config.tencentVerify !== undefined) return createTencentVerify(config.tencentVerify, clock)
  return sandbox && createTencentVerify(parseTencentVerifyConfig(sandbox.verify.config), clock)
}

/** Optional; in a trial the twin objects to a few words. */
const openCheck = (config: Config, clock: Clock, sandbox: Sandbox | undefined) => {
  if (config.tencentCheck !== undefined) return createTencentCheck(config.tencentCheck, clock)
  return sandbox && createTencentCheck(parseTencentCheckConfig(sandbox.check.config), clock)
}

/** Optional: without it there is the phone. */
const openWechat = (config: Config, clock: Clock, sandbox: Sandbox | undefined) => {
  const parsed = wechatSettings(config, sandbox)
  if (parsed === undefined) return {}
  return {
    wechat: createWechatAccounts(parsed, clock),
    pages: createPageSigner(parsed, clock),
    shipments: createShipmentHearer(parsed, clock),
  }
}

const wechatSettings = (config: Config, sandbox: Sandbox | undefined) => {
  if (config.wechatOpen !== undefined) return config.wechatOpen
  if (sandbox === undefined) return undefined
  const page = `${config.publicOrigin}/sandbox/wechat`
  const returnUrl = `${config.publicOrigin}${WECHAT_RETURN_PATH}`
  const pages = { authorizeUrl: page, qrUrl: page, returnUrl }
  return parseWechatOpenConfig({ ...sandbox.wechatOpen.config, ...pages })
}

/** Opens the adapters that the configuration asks for. */
export const openAdapters = (config: Config, clock: Clock, sandbox: Sandbox | undefined): Adapters => ({
  ...openChannels(config, clock, sandbox),
  sms: openSms(config, clock, sandbox),
  verifier: openVerifier(config, clock, sandbox),
  contentCheck: openCheck(config, clock, sandbox),
  transfers: openTransfers(config, clock, sandbox),
  sharing: openSharing(config, clock, sandbox),
  invoices: openInvoices(config, clock, sandbox),
  ...openWechat(config, clock, sandbox),
  roads: openRoads(config, clock, sandbox),
})
