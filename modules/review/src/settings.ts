/** What an operator may set about reviews. */
import { Type } from '@tiantou/kernel'
import { setting } from '@tiantou/platform'

const days = Type.Integer({ minimum: 1, maximum: 730 })

export const reviewSettings = {
  windowDays: setting(days, 90, 'Days after delivery within which a line can be reviewed.'),
  followUpDays: setting(days, 180, 'Days after a review within which its author may add a follow-up.'),
  checkTries: setting(
    Type.Integer({ minimum: 1, maximum: 100 }),
    8,
    'So often the content check is asked while it gives no answer; then a person looks.',
  ),
}

export type ReviewSettings = typeof reviewSettings
