/** The door of the UnionPay adapter: settings, the channel, files of a day. Its twin is behind `./twin`. */
export {
  parseUnionpayConfig,
  type UnionpayConfig,
  UnionpayConfigError,
  type UnionpaySettings,
} from './config.ts'
export { createUnionpayBills, type UnionpayBills } from './bills.ts'
export { createUnionpay } from './channel.ts'
