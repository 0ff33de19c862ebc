/** What an operator may set about orders: how long they wait for whom. */
import { Type } from '@tiantou/kernel'
import { setting } from '@tiantou/platform'

export const orderSettings = {
  payWithinMinutes: setting(
    Type.Integer({ minimum: 1, maximum: 1_440 }),
    30,
    'Minutes a shopper has to pay.',
  ),
  confirmDeliveredDays: setting(
    Type.Integer({ minimum: 1, maximum: 90 }),
    7,
    'Days after which a delivered order counts as received.',
  ),
  confirmShippedDays: setting(
    Type.Integer({ minimum: 1, maximum: 90 }),
    15,
    'Days after which a shipped order of which no delivery was heard counts as received.',
  ),
  remindEveryHours: setting(
    Type.Integer({ minimum: 1, maximum: 240 }),
    12,
    'Hours between two reminders of one order that waits to be shipped.',
  ),
}
