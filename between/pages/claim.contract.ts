/** What the claim screen asks: what can be claimed of an order, and what a claim would come to. */
import { asked, Claim } from '@tiantou/claim/contract'
import { declarePage, Id, Obj, passOn } from '@tiantou/kernel'
import { Order } from '@tiantou/order/contract'

/** GET /orders/:orderId/claimable */
export const ClaimablePage = declarePage('claimable', {
  doc: 'Of each line of one of the caller’s orders what can be claimed now, and until when.',
  who: 'user',
  route: { method: 'GET', path: '/orders/:orderId/claimable' },
  input: Obj({ orderId: Id('ord') }),
  output: Claim.queries.claimable.output,
  refusals: passOn(Order.queries.claimable),
})

/** GET /orders/:orderId/claim-offer */
export const ClaimOfferPage = declarePage('claim-offer', {
  doc: 'What a claim on a line would come to by the rules.',
  who: 'user',
  route: { method: 'GET', path: '/orders/:orderId/claim-offer' },
  input: Obj({ orderId: Id('ord'), ...asked }),
  output: Claim.queries.offer.output,
  refusals: passOn(Order.queries.claimable, Claim.queries.offer),
})
