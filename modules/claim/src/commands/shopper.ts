/** What a shopper does with a claim once it is made: takes it back, or appeals against a decision, once. */
import { type CommandHandler, move } from '@tiantou/platform'
import { Claim } from '../contract.ts'
import { giveBackToLine } from '../line.ts'
import { appealUntil } from '../rules.ts'
import type { ClaimSettings } from '../settings.ts'
import { findClaim } from '../store/claims.ts'
import type { ClaimTables } from '../tables.ts'
import { at, HISTORY } from './open.ts'

type Commands = typeof Claim.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], ClaimTables, ClaimSettings>

const hour_ms = 3_600_000

export const withdraw: Handler<'withdraw'> = async ({ claimId }, context) => {
  const { tx, actor, refuse } = context
  const row = await findClaim(tx, claimId, actor.id)
  if (row === undefined) return refuse('no_such_claim')
  const set = { amount_fen: 0, review_by: null }
  const where = { amount_fen: row.amount_fen }
  if (!(await move(context, HISTORY, { ...at, transition: 'withdraw', id: claimId, set, where })))
    return refuse('wrong_state', { state: row.state })
  await giveBackToLine(tx, row)
  return {}
}

export const appeal: Handler<'appeal'> = async ({ claimId, text }, context) => {
  const { tx, now, actor, emit, refuse, settings } = context
  const row = await findClaim(tx, claimId, actor.id)
  if (row === undefined) return refuse('no_such_claim')
  if (row.appealed_at !== null) return refuse('appealed_before')
  const until = appealUntil(row, settings)
  if (until !== null && now > until) return refuse('appeal_over')
  const review_by = now + settings.reviewHours * hour_ms
  const set = { appeal_text: text, appealed_at: now, review_by, told_at: null }
  if (until === null || !(await move(context, HISTORY, { ...at, transition: 'appeal', id: claimId, set })))
    return refuse('wrong_state', { state: row.state })
  emit(Claim.events.appealed, { claimId, orderId: row.order_id, userId: row.user_id })
  return {}
}
