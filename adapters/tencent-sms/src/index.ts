/**
 * The door of the Tencent Cloud SMS adapter: parse the settings, make the sender. Its twin is behind
 * `./twin`.
 */
export {
  parseTencentSmsConfig,
  TencentSmsConfigError,
  type TencentSmsConfig,
  type TencentSmsSettings,
} from './config.ts'
export { createTencentSms } from './sender.ts'
