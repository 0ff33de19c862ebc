/** The door of the WeChat Pay adapter: parse the settings, make the channel. Its twin is behind `./twin`. */
export {
  parseWechatPayConfig,
  WechatPayConfigError,
  type WechatPayConfig,
  type WechatPaySettings,
} from './config.ts'
export { createWechatPayBills } from './bills.ts'
export { createWechatPay } from './channel.ts'
export { createWechatFapiao } from './fapiao.ts'
export { parseWechatFapiaoConfig, type WechatFapiaoConfig } from './fapiao-config.ts'
export { createWechatSharing } from './sharing.ts'
export { createWechatTransfers } from './transfers.ts'
export {
  parseWechatTransferConfig,
  type WechatTransferConfig,
  type WechatTransferSettings,
} from './transfer-config.ts'
