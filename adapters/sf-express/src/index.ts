/** The door of the adapter: parse the settings, make the carrier. Its twin is behind `./twin`. */
export {
  parseSfExpressConfig,
  type SfExpressConfig,
  SfExpressConfigError,
  type SfExpressSettings,
} from './config.ts'
export { createSfExpress } from './carrier.ts'
