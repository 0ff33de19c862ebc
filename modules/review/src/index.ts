/** Module review: its contract, and the code behind every word of it. */
import { defineModule } from '@tiantou/platform'
import { review } from '../migrations/0001-review.ts'
import { eraseUser, withdraw } from './commands/author.ts'
import { approve, hide, reject, reply, replyAsSupplier, restore } from './commands/moderate.ts'
import { recordVerdict } from './commands/record-verdict.ts'
import { followUp, submit } from './commands/submit.ts'
import { Review } from './contract.ts'
import { check, checkText } from './effects.ts'
import type { ReviewPorts } from './port.ts'
import * as queries from './queries.ts'
import { reviewSettings } from './settings.ts'
import type { ReviewTables } from './tables.ts'

/** What buyers say of the goods they received. */
export const reviewModule = defineModule<ReviewTables, ReviewPorts>()(Review, {
  commands: {
    submit,
    followUp,
    recordVerdict,
    approve,
    reject,
    hide,
    restore,
    reply,
    replyAsSupplier,
    withdraw,
    eraseUser,
  },
  queries,
  effects: { checkText, check },
  migrations: [review],
  settings: reviewSettings,
  ports: ['contentCheck', 'photographs'],
})
