/** The door of the Alipay adapter: settings, the channel, bills. Its twin is behind `./twin`. */
export { type AlipayConfig, AlipayConfigError, type AlipaySettings, parseAlipayConfig } from './config.ts'
export { createAlipayBills } from './bills.ts'
export { createAlipay } from './channel.ts'
