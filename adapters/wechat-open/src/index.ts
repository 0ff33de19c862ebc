/**
 * The door of the WeChat open platform adapter: parse the settings, open the accounts for module user, sign
 * pages for the JS-SDK. Its twin is behind `./twin`.
 */
export { createWechatAccounts } from './accounts.ts'
export {
  parseWechatOpenConfig,
  WechatOpenConfigError,
  type WechatAppKeys,
  type WechatOpenConfig,
  type WechatOpenSettings,
} from './config.ts'
export { createShipmentHearer } from './shipments.ts'
export { createPageSigner, type PageSignature, type PageSigner } from './page-signer.ts'
