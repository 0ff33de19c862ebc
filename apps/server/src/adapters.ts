/** Fills the ports: real providers where they are configured, the sandbox's twins in a trial. */
import { createAlipay, parseAlipayConfig } from '@tiantou/alipay'
import { createEcny, parseEcnyConfig } from '@tiantou/ecny'
import type { Clock } from '@tiantou/platform'
import type { Sandbox } from '@tiantou/sandbox'
import { createTencentSms, parseTencentSmsConfig } from '@tiantou/tencent-sms'
import { createPageSigner, createWechatAccounts, parseWechatOpenConfig } from '@tiantou/wechat-open'
import { createUnionpay, parseUnionpayConfig } from '@tiantou/unionpay'
import { createWechatPay, parseWechatPayConfig } from '@tiantou/wechat-pay'
import { type Config, ConfigError } from './config.ts'
import { ECNY_NOTIFY_PATH, UNIONPAY_NOTIFY_PATH } from './config-banks.ts'
import {
  ALIPAY_NOTIFY_PATH,
  CASHIER_RETURN_PATH,
  NOTIFY_PATH,
  WECHAT_RETURN_PATH,
} from './config-providers.ts'
import type { Adapters } from './house.ts'

const openWechatPay = (config: Config, clock: Clock, sandbox: Sandbox | undefined) => {
  if (config.wechatPay !== undefined) return createWechatPay(config.wechatPay, clock)
  if (sandbox === undefined) return undefined
  const notifyUrl = `http://127.0.0.1:${config.port}${NOTIFY_PATH}`
  const parsed = parseWechatPayConfig({ ...sandbox.wechatPay.config, notifyUrl, refundNotifyUrl: notifyUrl })
  return createWechatPay(parsed, clock)
}

const openAlipay = (config: Config, clock: Clock, sandbox: Sandbox | undefined) => {
  if (config.alipay !== undefined) return createAlipay(config.alipay, clock)
  if (sandbox === undefined) return undefined
  const parsed = parseAlipayConfig({
    ...sandbox.alipay.config,
    pageUrl: `${config.publicOrigin}/sandbox/alipay/gateway.do`,
    notifyUrl: `http://127.0.0.1:${config.port}${ALIPAY_NOTIFY_PATH}`,
    returnUrl: `${config.publicOrigin}${CASHIER_RETURN_PATH}`,
  })
  return createAlipay(parsed, clock)
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

/** Every channel that is configured; in a trial all of them, played by the sandbox. */
const openChannels = (config: Config, clock: Clock, sandbox: Sandbox | undefined): Adapters['channels'] => {
  const channels = {
    'wechat-pay': openWechatPay(config, clock, sandbox),
    alipay: openAlipay(config, clock, sandbox),
    unionpay: openUnionpay(config, clock, sandbox),
    ecny: openEcny(config, clock, sandbox),
  }
  if (Object.values(channels).every((channel) => channel === undefined))
    throw new ConfigError(['Nothing can take payments: configure a channel or start the sandbox.'])
  return channels
}

const openSms = (config: Config, clock: Clock, sandbox: Sandbox | undefined) => {
  if (config.tencentSms !== undefined) return createTencentSms(config.tencentSms, clock)
  if (sandbox === undefined)
    throw new ConfigError(['Nothing can send codes: configure Tencent SMS or start the sandbox.'])
  return createTencentSms(parseTencentSmsConfig(sandbox.sms.config), clock)
}

/** Optional: without it there is the phone. */
const openWechat = (config: Config, clock: Clock, sandbox: Sandbox | undefined) => {
  const parsed = wechatSettings(config, sandbox)
  if (parsed === undefined) return {}
  return { wechat: createWechatAccounts(parsed, clock), pages: createPageSigner(parsed, clock) }
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
  channels: openChannels(config, clock, sandbox),
  sms: openSms(config, clock, sandbox),
  ...openWechat(config, clock, sandbox),
})
