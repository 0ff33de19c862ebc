/** What buying an earlier order again offers on the wire. */
import { declareFlow, Id, Obj, OneOf, passOn, Type } from '@tiantou/kernel'
import { Order } from '@tiantou/order/contract'

/** POST /orders/:orderId/reorder */
export const Reorder = declareFlow('reorder', {
  doc: 'Puts what the order held into the cart, as far as it is sold today; says what is not, and why.',
  who: 'user',
  route: { method: 'POST', path: '/orders/:orderId/reorder' },
  input: Obj({ orderId: Id('ord') }),
  output: Obj({
    added: Type.Integer(),
    left: Type.Array(
      Obj({
        skuId: Id('sku'),
        title: Type.String(),
        why: OneOf('sku_off_sale', 'out_of_stock', 'cart_full'),
      }),
    ),
  }),
  refusals: passOn(Order.queries.get),
})
