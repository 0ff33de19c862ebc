/** What an operator may set about orders: the time to pay. */
import { Type } from '@tiantou/kernel'
import { setting } from '@tiantou/platform'

export const orderSettings = {
  payWithinMinutes: setting(
    Type.Integer({ minimum: 1, maximum: 1_440 }),
    30,
    'Minutes a shopper has to pay.',
  ),
}
