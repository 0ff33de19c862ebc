/** What can be claimed of an order, and what a claim would come to. */
import { Claim } from '@tiantou/claim/contract'
import { page } from '@tiantou/platform'
import { orderFacts } from '../claim-facts.ts'
import { ClaimablePage, ClaimOfferPage } from './claim.contract.ts'

export const claimablePage = page(ClaimablePage, async ({ orderId }, { actor, ask }) =>
  ask(Claim.queries.claimable, { orderId, order: await orderFacts({ ask }, orderId, actor.id) }),
)

export const claimOfferPage = page(ClaimOfferPage, async (asked, { actor, ask }) =>
  ask(Claim.queries.offer, { ...asked, order: await orderFacts({ ask }, asked.orderId, actor.id) }),
)
