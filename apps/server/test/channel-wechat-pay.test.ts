/** WeChat Pay, held to the one suite of all payment channels. */
import { conform } from './channel-suite.ts'
import { wechatPay } from './channels.ts'

conform(wechatPay)
