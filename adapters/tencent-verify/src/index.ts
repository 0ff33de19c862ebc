/** The door of the adapter: parse the settings, make the verifier. Its twin is behind `./twin`. */
export {
  parseTencentVerifyConfig,
  TencentVerifyConfigError,
  type TencentVerifyConfig,
  type TencentVerifySettings,
} from './config.ts'
export { createTencentVerify } from './verifier.ts'
