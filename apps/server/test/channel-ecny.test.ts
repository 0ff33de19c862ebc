/** e-CNY, held to the one suite of all payment channels. */
import { conform } from './channel-suite.ts'
import { ecny } from './channels.ts'

conform(ecny)
