/** The door of the adapter: parse the settings, make the check. Its twin is behind `./twin`. */
export {
  parseTencentCheckConfig,
  TencentCheckConfigError,
  type TencentCheckConfig,
  type TencentCheckSettings,
} from './config.ts'
export { createTencentCheck } from './check.ts'
