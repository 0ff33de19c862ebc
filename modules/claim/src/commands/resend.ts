/**
 * Goods instead of money: they go out once more as an order of its own; what of them is not to be had is paid
 * after all, and who has them is content, or appeals.
 */
import { type CommandHandler, move } from '@tiantou/platform'
import { Claim } from '../contract.ts'
import { resentFen } from '../rules.ts'
import type { ClaimSettings } from '../settings.ts'
import { changeToMoney, claimOfResend, findClaim } from '../store/claims.ts'
import type { ClaimRow, ClaimTables } from '../tables.ts'
import { at, HISTORY } from './open.ts'

type Commands = typeof Claim.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], ClaimTables, ClaimSettings>
type Emit = Pick<Parameters<Handler<'payInstead'>>[1], 'emit'>

export const markResending: Handler<'markResending'> = async ({ claimId, orderId }, context) => {
  const row = await findClaim(context.tx, claimId)
  if (row === undefined) return context.refuse('no_such_claim')
  const set = { resend_order_id: orderId, resent_fen: row.amount_fen }
  return (await move(context, HISTORY, { ...at, transition: 'sendAgain', id: claimId, set }))
    ? {}
    : context.refuse('wrong_state', { state: row.state })
}

const tellMoney = ({ emit }: Emit, row: ClaimRow) => {
  const told = { claimId: row.id, orderId: row.order_id, userId: row.user_id }
  emit(Claim.events.approved, { ...told, amountFen: row.amount_fen, remedy: 'money' })
}

export const payInstead: Handler<'payInstead'> = async ({ claimId }, context) => {
  const row = await findClaim(context.tx, claimId)
  if (row === undefined) return context.refuse('no_such_claim')
  if (!(await changeToMoney(context.tx, claimId))) return context.refuse('wrong_state', { state: row.state })
  tellMoney(context, row)
  return {}
}

export const noteResend: Handler<'noteResend'> = async ({ orderId, pieces }, context) => {
  const row = await claimOfResend(context.tx, orderId)
  if (row === undefined || pieces >= row.bad_pieces) return {}
  const set = { remedy: 'money', resent_fen: resentFen(row, pieces) }
  if (await move(context, HISTORY, { ...at, transition: 'fallBack', id: row.id, set }))
    tellMoney(context, row)
  return {}
}

export const markResent: Handler<'markResent'> = async ({ orderId }, context) => {
  const row = await claimOfResend(context.tx, orderId)
  // Whoever is not content with what came has his time from now on.
  const set = { decided_at: context.now }
  if (row !== undefined) await move(context, HISTORY, { ...at, transition: 'arrive', id: row.id, set })
  return {}
}
