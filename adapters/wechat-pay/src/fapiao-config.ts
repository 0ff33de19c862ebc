/** What electronic invoices need beside the merchant's own settings, parsed once at start. */
import { parseUrl, WechatPayConfigError, type WechatPayConfig } from './config.ts'

export interface WechatFapiaoConfig {
  readonly merchant: WechatPayConfig
  readonly notifyUrl: string
}

/**
 * Parses the settings of invoices.
 * @param notifyUrl public https address without a query; plain HTTP only on this machine
 * @throws WechatPayConfigError
 */
export function parseWechatFapiaoConfig(merchant: WechatPayConfig, notifyUrl: string): WechatFapiaoConfig {
  const problems: string[] = []
  parseUrl(notifyUrl, 'fapiaoNotifyUrl', problems)
  if (problems.length > 0) throw new WechatPayConfigError(problems)
  return { merchant, notifyUrl }
}
