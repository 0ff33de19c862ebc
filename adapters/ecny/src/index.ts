/** The door of the e-CNY adapter: settings and the channel. Its twin is behind `./twin`. */
export { type EcnyConfig, EcnyConfigError, type EcnySettings, parseEcnyConfig } from './config.ts'
export { createEcny } from './channel.ts'
