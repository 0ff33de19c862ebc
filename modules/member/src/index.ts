/** Module member: its contract tied to its code. */
import { defineModule } from '@tiantou/platform'
import { member } from '../migrations/0001-member.ts'
import { mark, unmark } from './commands/favourites.ts'
import { eraseUser } from './commands/erase-user.ts'
import { clearHistory, forgetView, keepHistory, sweepHistory, view } from './commands/history.ts'
import { recordBought, takeBackBought } from './commands/record-bought.ts'
import { Member } from './contract.ts'
import { sweep } from './jobs.ts'
import { bought, favourites, history, isFavourite, ofUser } from './queries.ts'
import { memberSettings } from './settings.ts'
import type { MemberTables } from './tables.ts'

/** Products that a shopper marked, looked at and bought. */
export const memberModule = defineModule<MemberTables>()(Member, {
  commands: {
    mark,
    unmark,
    view,
    forgetView,
    clearHistory,
    keepHistory,
    recordBought,
    takeBackBought,
    sweepHistory,
    eraseUser,
  },
  queries: { favourites, isFavourite, history, bought, ofUser },
  effects: {},
  migrations: [member],
  settings: memberSettings,
  jobs: [sweep],
})
