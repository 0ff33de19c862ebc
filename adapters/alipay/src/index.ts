/** The door of the Alipay adapter: parse the settings, make the channel. Its twin is behind `./twin`. */
export { type AlipayConfig, AlipayConfigError, type AlipaySettings, parseAlipayConfig } from './config.ts'
export { createAlipay } from './channel.ts'
