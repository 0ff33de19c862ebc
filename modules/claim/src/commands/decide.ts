/** People decide: what a claim comes to, that it comes to nothing, and appeals, which take another person. */
import { actorKey, type InputOf } from '@tiantou/kernel'
import { type CommandHandler, move } from '@tiantou/platform'
import { Claim } from '../contract.ts'
import { changeAmount, giveBackToLine } from '../line.ts'
import { isWhole, mayResend } from '../rules.ts'
import type { ClaimSettings } from '../settings.ts'
import { findClaim, lineOf } from '../store/claims.ts'
import type { ClaimRow, ClaimTables } from '../tables.ts'
import { at, HISTORY } from './open.ts'

type Commands = typeof Claim.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], ClaimTables, ClaimSettings>
type Context = Parameters<Handler<'decide'>>[1]

const told = ({ id: claimId, order_id: orderId, user_id: userId }: ClaimRow) => ({ claimId, orderId, userId })

const leftFen = async ({ tx }: Pick<Context, 'tx'>, row: ClaimRow): Promise<number> => {
  const line = await lineOf(tx, row.order_id, row.sku_id)
  return Math.max(0, (line?.cap_fen ?? 0) - (line?.taken_fen ?? 0))
}

const sharesOf = (liability: InputOf<Commands['decide']>['liability']) =>
  liability === undefined
    ? {}
    : {
        farm_bp: liability.farmBp,
        packer_bp: liability.packerBp,
        carrier_bp: liability.carrierBp,
        platform_bp: liability.platformBp,
      }

export const decide: Handler<'decide'> = async (judged, context) => {
  const { claimId, amountFen, reason, liability } = judged
  const { tx, now, actor, emit, refuse } = context
  if (liability !== undefined && !isWhole(liability)) return refuse('liability_not_whole')
  const before = await findClaim(tx, claimId)
  if (before === undefined) return refuse('no_such_claim')
  const { remedy = before.remedy } = judged
  if (remedy === 'resend' && (before.grams !== null || !mayResend(before.cause))) return refuse('no_resend')
  const set = {
    amount_fen: amountFen,
    remedy,
    reason,
    decided_by: actorKey(actor),
    decided_at: now,
    review_by: null,
    ...sharesOf(liability),
  }
  // The amount is part of what was judged: of two who decide at once one is told that it is decided.
  const where = { amount_fen: before.amount_fen }
  if (
    !(await move(context, HISTORY, { ...at, transition: 'approve', id: claimId, set, where, note: reason }))
  )
    return refuse('wrong_state', { state: before.state })
  if (!(await changeAmount(context.tx, before, amountFen)))
    return refuse('above_cap', { leftFen: before.amount_fen + (await leftFen(context, before)) })
  emit(Claim.events.approved, { ...told(before), amountFen, remedy })
  return {}
}

export const deny: Handler<'deny'> = async ({ claimId, reason }, context) => {
  const { tx, now, actor, emit, refuse } = context
  const before = await findClaim(tx, claimId)
  if (before === undefined) return refuse('no_such_claim')
  const by = { decided_by: actorKey(actor), decided_at: now, review_by: null }
  const set = { amount_fen: 0, reason, ...by }
  const where = { amount_fen: before.amount_fen }
  if (!(await move(context, HISTORY, { ...at, transition: 'deny', id: claimId, set, where, note: reason })))
    return refuse('wrong_state', { state: before.state })
  await giveBackToLine(tx, before)
  emit(Claim.events.denied, told(before))
  return {}
}

export const arbitrate: Handler<'arbitrate'> = async ({ claimId, amountFen, reason, liability }, context) => {
  const { tx, actor, emit, refuse } = context
  if (liability !== undefined && !isWhole(liability)) return refuse('liability_not_whole')
  const before = await findClaim(tx, claimId)
  if (before === undefined) return refuse('no_such_claim')
  const by = actorKey(actor)
  if (before.decided_by === by) return refuse('same_person')
  if (amountFen < before.paid_fen) return refuse('below_paid', { paidFen: before.paid_fen })
  const grants = amountFen > before.paid_fen
  const set = {
    amount_fen: amountFen,
    reason,
    arbitrated_by: by,
    review_by: null,
    // Whoever still complains of what was sent again is paid.
    ...(grants ? { remedy: 'money', resent_fen: 0, ...sharesOf(liability) } : {}),
  }
  const transition = grants ? 'grant' : 'uphold'
  const where = { amount_fen: before.amount_fen }
  if (!(await move(context, HISTORY, { ...at, transition, id: claimId, set, where, note: reason })))
    return refuse('wrong_state', { state: before.state })
  if (!(await changeAmount(context.tx, before, amountFen)))
    return refuse('above_cap', { leftFen: before.amount_fen + (await leftFen(context, before)) })
  if (grants) emit(Claim.events.approved, { ...told(before), amountFen })
  else emit(Claim.events.arbitrated, told(before))
  return {}
}
