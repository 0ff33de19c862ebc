/** Module claim: its contract, and the code behind every word of it. */
import { defineModule } from '@tiantou/platform'
import { claim } from '../migrations/0001-claim.ts'
import { resends } from '../migrations/0002-resends.ts'
import { arbitrate, decide, deny } from './commands/decide.ts'
import { endAlarm, eraseUser, markPaid, markPaying, noteSent, tellWaiting } from './commands/house.ts'
import { open } from './commands/open.ts'
import { markResending, markResent, noteResend, payInstead } from './commands/resend.ts'
import { appeal, withdraw } from './commands/shopper.ts'
import { Claim } from './contract.ts'
import { claimJobs } from './jobs.ts'
import {
  claimable,
  get,
  list,
  lots,
  offer,
  ofOrder,
  ofUser,
  payout,
  staffGet,
  staffList,
  toResend,
} from './queries.ts'
import { claimSettings } from './settings.ts'
import type { ClaimTables } from './tables.ts'

/** Goods that came bad are paid for, by whose fault it was. */
export const claimModule = defineModule<ClaimTables>()(Claim, {
  commands: {
    open,
    withdraw,
    appeal,
    decide,
    deny,
    arbitrate,
    markPaying,
    markPaid,
    markResending,
    payInstead,
    noteResend,
    markResent,
    noteSent,
    endAlarm,
    tellWaiting,
    eraseUser,
  },
  queries: { claimable, offer, payout, toResend, list, ofOrder, get, staffList, staffGet, lots, ofUser },
  effects: {},
  migrations: [claim, resends],
  settings: claimSettings,
  jobs: claimJobs,
})
