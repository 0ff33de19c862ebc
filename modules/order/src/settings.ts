/** What an operator may set about orders: time to pay, freight. */
import { Fen, Type } from '@tiantou/kernel'
import { setting } from '@tiantou/platform'

export const orderSettings = {
  payWithinMinutes: setting(
    Type.Integer({ minimum: 1, maximum: 1_440 }),
    30,
    'Minutes a shopper has to pay.',
  ),
  freightFen: setting(Fen, 800, 'Freight of one order in fen.'),
  freeFreightFromFen: setting(Fen, 9_900, 'Goods worth this many fen or more travel free.'),
}
