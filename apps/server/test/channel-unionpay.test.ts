/** UnionPay, held to the one suite of all payment channels. */
import { conform } from './channel-suite.ts'
import { unionpay } from './channels.ts'

conform(unionpay)
