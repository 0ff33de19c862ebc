/** The door of the adapter: parse the settings, make the carrier. Its twin is behind `./twin`. */
export {
  type Kuaidi100Config,
  Kuaidi100ConfigError,
  type Kuaidi100Settings,
  parseKuaidi100Config,
} from './config.ts'
export { createKuaidi100 } from './carrier.ts'
