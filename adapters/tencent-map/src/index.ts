/** The door of the adapter: parse the settings, make the map. Its twin is behind `./twin`. */
export {
  parseTencentMapConfig,
  type TencentMapConfig,
  TencentMapConfigError,
  type TencentMapSettings,
} from './config.ts'
export { createTencentMap } from './maps.ts'
