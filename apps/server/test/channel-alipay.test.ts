/** Alipay, held to the one suite of all payment channels. */
import { conform } from './channel-suite.ts'
import { alipay } from './channels.ts'

conform(alipay)
