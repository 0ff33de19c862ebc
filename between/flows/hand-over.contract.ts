/** What handing goods over at a pick-up point offers on the wire. */
import { declareFlow, Id, Obj, passOn, Type } from '@tiantou/kernel'
import { Order } from '@tiantou/order/contract'

/** POST /staff/pickup-points/:pointCode/hand-overs */
export const HandOver = declareFlow('hand-over', {
  doc: 'Goods are fetched at a pick-up point: the code names the order, which counts as delivered.',
  who: { permission: 'order.ship' },
  secret: true,
  route: { method: 'POST', path: '/staff/pickup-points/:pointCode/hand-overs' },
  input: Obj({
    pointCode: Type.String({ pattern: '^[a-z][a-z0-9-]{1,29}$', maxLength: 30 }),
    code: Type.String({ pattern: '^[0-9]{6}$', maxLength: 6 }),
  }),
  output: Obj({ orderId: Id('ord') }),
  refusals: {
    ...passOn(Order.commands.deliver),
    no_such_code: { status: 404, doc: 'No goods wait at this point for that code.' },
  },
})
