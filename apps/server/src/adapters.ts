/** Fills the ports: real providers where they are configured, the sandbox's twins in a trial. */
import { createAlipay, parseAlipayConfig } from '@tiantou/alipay'
import type { Clock } from '@tiantou/platform'
import type { Sandbox } from '@tiantou/sandbox'
import { createTencentSms, parseTencentSmsConfig } from '@tiantou/tencent-sms'
import { createTencentVerify, parseTencentVerifyConfig } from '@tiantou/tencent-verify'
import { createPageSigner, createWechatAccounts, parseWechatOpenConfig } from '@tiantou/wechat-open'
import {
  createWechatPay,
  createWechatTransfers,
  parseWechatPayConfig,
  parseWechatTransferConfig,
} from '@tiantou/wechat-pay'
import { type Config, ConfigError } from './config.ts'
import {
  ALIPAY_NOTIFY_PATH,
  CASHIER_RETURN_PATH,
  NOTIFY_PATH,
  WECHAT_RETURN_PATH,
} from './config-providers.ts'
import { TRANSFER_NOTIFY_PATH } from './config-supplying.ts'
import type { Adapters } from './house.ts'

/** The merchant as the sandbox's twin knows it. */
const sandboxMerchant = (config: Config, sandbox: Sandbox) => {
  const notifyUrl = `http://127.0.0.1:${config.port}${NOTIFY_PATH}`
  return parseWechatPayConfig({ ...sandbox.wechatPay.config, notifyUrl, refundNotifyUrl: notifyUrl })
}

const openWechatPay = (config: Config, clock: Clock, sandbox: Sandbox | undefined) => {
  if (config.wechatPay !== undefined) return createWechatPay(config.wechatPay, clock)
  return sandbox && createWechatPay(sandboxMerchant(config, sandbox), clock)
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

/** Every channel that is configured; in a trial all of them, played by the sandbox. */
const openChannels = (config: Config, clock: Clock, sandbox: Sandbox | undefined): Adapters['channels'] => {
  const wechatPay = openWechatPay(config, clock, sandbox)
  const alipay = openAlipay(config, clock, sandbox)
  if (wechatPay === undefined && alipay === undefined)
    throw new ConfigError(['Nothing can take payments: configure a channel or start the sandbox.'])
  return { 'wechat-pay': wechatPay, alipay }
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
  verifier: openVerifier(config, clock, sandbox),
  transfers: openTransfers(config, clock, sandbox),
  ...openWechat(config, clock, sandbox),
})
