/** What claims need across modules: the order, its lots, photographs, money that goes back, lots stopped. */
import { asked, Claim, Photos, Words } from '@tiantou/claim/contract'
import { declareFlow, Id, Nothing, Obj, passOn } from '@tiantou/kernel'
import { Inventory } from '@tiantou/inventory/contract'
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'

/** POST /orders/:orderId/claims */
export const OpenClaim = declareFlow('open-claim', {
  doc: 'The caller claims on a line of an order; within the limits of the rules it is paid at once.',
  who: 'user',
  route: { method: 'POST', path: '/orders/:orderId/claims' },
  input: Obj({ orderId: Id('ord'), ...asked, photos: Photos, text: Words }),
  output: Claim.commands.open.output,
  refusals: passOn(Order.queries.claimable, Claim.commands.open),
})

export const PayClaim = declareFlow('pay-claim', {
  doc: 'Money of a decided claim goes back to where it came from, and is borne by whose fault it was.',
  who: 'system',
  input: Obj({ claimId: Id('clm') }),
  output: Nothing,
  refusals: passOn(
    Claim.queries.payout,
    Claim.commands.markPaying,
    Payment.commands.giveBack,
    Order.commands.recordReturn,
  ),
})

export const ResendClaim = declareFlow('resend-claim', {
  doc: 'Goods of a decided claim go out once more, as an order of no money; without stock they are paid.',
  who: 'system',
  input: Obj({ claimId: Id('clm') }),
  output: Nothing,
  refusals: passOn(
    Claim.queries.toResend,
    Claim.commands.payInstead,
    Claim.commands.markResending,
    Order.commands.placeResend,
  ),
})

/** POST /staff/claim-lots/:lotId/hold */
export const HoldClaimedLot = declareFlow('hold-claimed-lot', {
  doc: 'Stops a suspicious lot: nothing of it is sold or packed, and it is off the list of alarms.',
  who: { permission: 'inventory.hold' },
  route: { method: 'POST', path: '/staff/claim-lots/:lotId/hold' },
  input: Inventory.commands.holdLot.input,
  output: Nothing,
  refusals: passOn(Claim.commands.endAlarm, Inventory.commands.holdLot),
})
