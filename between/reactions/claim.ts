/** What module claim hears: decisions to pay, money that arrived, orders that left. */
import { Claim } from '@tiantou/claim/contract'
import { Fulfilment } from '@tiantou/fulfilment/contract'
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'
import { on, type ReactionContext, send } from '@tiantou/platform'
import { lotFacts } from '../claim-facts.ts'
import { PayClaim, ResendClaim } from '../flows/claim.contract.ts'

/** Whether an order sends goods again. */
const isResend = async ({ ask }: Pick<ReactionContext, 'ask'>, orderId: string): Promise<boolean> =>
  (await ask(Order.queries.toPack, { orderId })).resends !== null

export const claimReactions = [
  on(
    Claim.events.approved,
    'claim.pay',
    ({ claimId, remedy }) => send(remedy === 'resend' ? ResendClaim : PayClaim, { claimId }),
    ['claim.wrong_state'],
  ),
  // What was sent again, and how much of it there was.
  on(Order.events.packed, 'claim.note-packed', async ({ orderId }, { ask }) => {
    if (!(await isResend({ ask }, orderId))) return null
    const { lines } = await ask(Fulfilment.queries.parts, { orderId })
    const pieces = lines.reduce((sum, line) => sum + line.pieces, 0)
    return send(Claim.commands.noteResend, { orderId, pieces })
  }),
  on(Order.events.cancelled, 'claim.note-cancelled', async ({ orderId }, { ask }) =>
    (await isResend({ ask }, orderId)) ? send(Claim.commands.noteResend, { orderId, pieces: 0 }) : null,
  ),
  on(Order.events.delivered, 'claim.mark-resent', async ({ orderId }, { ask }) =>
    (await isResend({ ask }, orderId)) ? send(Claim.commands.markResent, { orderId }) : null,
  ),
  on(Payment.events.refunded, 'claim.mark-paid', ({ refundId }) =>
    send(Claim.commands.markPaid, { refundId }),
  ),
  on(Order.events.shipped, 'claim.note-sent', async ({ orderId, userId }, { ask }) => {
    const { lines } = await ask(Order.queries.toPack, { orderId })
    return send(Claim.commands.noteSent, { userId, lots: await lotFacts({ ask }, orderId, lines) })
  }),
]
