/** Fills the ports: real providers where they are configured, the sandbox's twins in a trial. */
import type { Clock } from '@tiantou/platform'
import type { Sandbox } from '@tiantou/sandbox'
import { createTencentSms, parseTencentSmsConfig } from '@tiantou/tencent-sms'
import { createWechatPay, parseWechatPayConfig } from '@tiantou/wechat-pay'
import type { Config } from './config.ts'
import type { Adapters } from './house.ts'

const NOTIFY_PATH = '/api/v1/callbacks/wechat-pay'
const WECHAT_PAY_HOST = 'https://api.mch.weixin.qq.com'
const WECHAT_PAY_BACKUP = 'https://api2.mch.weixin.qq.com'

const openWechatPay = (config: Config, clock: Clock, sandbox: Sandbox | undefined) => {
  const { wechatPay, publicOrigin, port } = config
  if (wechatPay !== undefined) {
    const notifyUrl = `${publicOrigin}${NOTIFY_PATH}`
    const hosts = { baseUrl: WECHAT_PAY_HOST, backupBaseUrl: WECHAT_PAY_BACKUP }
    const parsed = parseWechatPayConfig({ ...wechatPay, ...hosts, notifyUrl, refundNotifyUrl: notifyUrl })
    return createWechatPay(parsed, clock)
  }
  if (sandbox === undefined)
    throw new Error('Nothing can take payments: configure WeChat Pay or start the sandbox.')
  const notifyUrl = `http://127.0.0.1:${port}${NOTIFY_PATH}`
  const parsed = parseWechatPayConfig({ ...sandbox.wechatPay.config, notifyUrl, refundNotifyUrl: notifyUrl })
  return createWechatPay(parsed, clock)
}

const openSms = (config: Config, clock: Clock, sandbox: Sandbox | undefined) => {
  if (config.tencentSms !== undefined)
    return createTencentSms(parseTencentSmsConfig(config.tencentSms), clock)
  if (sandbox === undefined)
    throw new Error('Nothing can send codes: configure Tencent SMS or start the sandbox.')
  return createTencentSms(parseTencentSmsConfig(sandbox.sms.config), clock)
}

/** Opens the adapters that the configuration asks for. */
export const openAdapters = (config: Config, clock: Clock, sandbox: Sandbox | undefined): Adapters => ({
  wechatPay: openWechatPay(config, clock, sandbox),
  sms: openSms(config, clock, sandbox),
})
