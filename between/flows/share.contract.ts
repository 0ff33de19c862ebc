/** What sharing offers on the wire: a card of a product or of what an order held, a signature for WeChat. */
import { declareFlow, Id, Obj, passOn, Type } from '@tiantou/kernel'
import { Order } from '@tiantou/order/contract'
import { PagePath, Signature } from '@tiantou/social/contract'

const no_such_product = { status: 404, doc: 'No product of that id was ever on sale.' }

const Shared = Obj({
  /** Where the drawn card lies: `/media/card-….webp`. */
  image: Type.String(),
  /** What its code leads to, without the origin. */
  path: Type.String(),
  title: Type.String(),
  text: Type.String(),
})

/** POST /products/:productId/share */
export const ShareProduct = declareFlow('share-product', {
  doc: 'A card of a product that can be sent on: picture, price, origin, and a code that leads to it.',
  who: 'anyone',
  route: { method: 'POST', path: '/products/:productId/share' },
  input: Obj({ productId: Id('prd') }),
  output: Shared,
  refusals: { no_such_product },
})

/** POST /orders/:orderId/share */
export const ShareOrder = declareFlow('share-order', {
  doc: 'A card of the goods of one of the caller’s orders: nothing of person, address or amount is on it.',
  who: 'user',
  route: { method: 'POST', path: '/orders/:orderId/share' },
  input: Obj({ orderId: Id('ord') }),
  output: Shared,
  refusals: { ...passOn(Order.queries.get), no_such_product },
})

/** POST /social/wechat-page */
export const WechatPage = declareFlow('wechat-page', {
  doc: 'Signs a page of the shop for WeChat’s JS-SDK.',
  who: 'anyone',
  route: { method: 'POST', path: '/social/wechat-page' },
  input: Obj({ path: PagePath }),
  output: Signature,
  refusals: { not_configured: { status: 404, doc: 'No official account is configured.' } },
  outcomes: { wechat_away: { status: 503, doc: 'WeChat did not answer; try again.' } },
})
