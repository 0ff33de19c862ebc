/** What a supplier asks of its money; it is held by the very statement that finds it is there. */
import { type CommandHandler, move, recordHistory } from '@tiantou/platform'
import { Supplier } from '../contract.ts'
import { openidPlace } from '../sealed.ts'
import type { SupplierSettings } from '../settings.ts'
import { withdrawalState } from '../states.ts'
import { balanceOf, endHold, holdMoney, owed } from '../store/settlement.ts'
import { actAs, supplierOf } from '../store/suppliers.ts'
import { endConfirming, insertWithdrawal, setNextAsk, withdrawalOf } from '../store/withdrawals.ts'
import type { SupplierTables, WithdrawalRow } from '../tables.ts'

type Commands = typeof Supplier.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], SupplierTables, SupplierSettings>
export type Context = Pick<Parameters<Handler<'cancelWithdrawal'>>[1], 'tx' | 'now' | 'actor' | 'id' | 'emit'>

export const at = { machine: withdrawalState, table: 'supplier_withdrawal', column: 'state' } as const
export const HISTORY = 'supplier_history'

export const payloadOf = (row: WithdrawalRow, at: number) => ({
  supplierId: row.supplier_id,
  withdrawalId: row.id,
  amountFen: row.amount_fen,
  at,
})

/** What is owed stays behind: it is less than what may still be withdrawn. */
const fallsShort = async (tx: Context['tx'], supplierId: string): Promise<boolean> =>
  ((await balanceOf(tx, supplierId))?.withdrawable_fen ?? 0) < (await owed(tx, supplierId))

export const requestWithdrawal: Handler<'requestWithdrawal'> = async (
  { userId, amountFen, way, openid },
  context,
) => {
  const { tx, now, settings, secrets, refuse } = context
  const member = await actAs(tx, userId, now)
  if (member === undefined) return refuse('no_such_supplier')
  if (member.role !== 'owner') return refuse('owner_only')
  const supplierId = member.supplier_id
  const held = await holdMoney(tx, supplierId, amountFen)
  const supplier = await supplierOf(tx, supplierId)
  if (supplier?.state !== 'active') return refuse('wrong_state', { state: supplier?.state ?? '' })
  if (!held || (await fallsShort(tx, supplierId))) return refuse('above_balance')
  const withdrawalId = context.id('wdr')
  await insertWithdrawal(tx, {
    id: withdrawalId,
    supplier_id: supplierId,
    state: 'requested',
    amount_fen: amountFen,
    asked_by: userId,
    approved_by: '',
    way,
    openid_sealed: openid === null ? null : secrets.seal(openid, openidPlace(withdrawalId)),
    package_info: null,
    confirm_by: null,
    asks: 0,
    next_ask_at: null,
    ended_at: null,
    voucher: '',
    reason: '',
    at: now,
    version: 1,
  })
  const birth = { subject_id: withdrawalId, axis: 'state', transition: 'request', note: '' }
  await recordHistory(context, HISTORY, { ...birth, to_state: 'requested' })
  context.emit(Supplier.events.withdrawal_requested, { supplierId, withdrawalId, amountFen, at: now })
  if (amountFen < settings.riskHoldFromFen) return { withdrawalId, state: 'requested' }
  await move(context, HISTORY, { ...at, transition: 'hold', id: withdrawalId })
  return { withdrawalId, state: 'risk_hold' }
}

/** Nothing more is asked, and nobody need be known. */
export const over = (now: number) => ({
  openid_sealed: null,
  package_info: null,
  confirm_by: null,
  next_ask_at: null,
  ended_at: now,
})

/** Failed or cancelled → returned: the money is free in the same commit. */
export const giveBack = async (context: Context, row: WithdrawalRow): Promise<void> => {
  await move(context, HISTORY, { ...at, transition: 'giveBack', id: row.id, set: over(context.now) })
  await endHold(context.tx, row.supplier_id, row.amount_fen, true)
  context.emit(Supplier.events.withdrawal_returned, payloadOf(row, context.now))
}

export const cancelWithdrawal: Handler<'cancelWithdrawal'> = async ({ withdrawalId }, context) => {
  const { tx, actor, now, refuse } = context
  const member = await actAs(tx, actor.id, now)
  const row = await withdrawalOf(tx, withdrawalId)
  if (row === undefined || row.supplier_id !== member?.supplier_id) return refuse('no_such_withdrawal')
  if (await endConfirming(tx, withdrawalId, now)) return {}
  if (!(await move(context, HISTORY, { ...at, transition: 'takeBack', id: withdrawalId })))
    return refuse('wrong_state', { state: row.state })
  await giveBack(context, row)
  return {}
}

export const approveWithdrawal: Handler<'approveWithdrawal'> = async ({ withdrawalId }, context) => {
  const set = { approved_by: context.actor.id }
  if (await move(context, HISTORY, { ...at, transition: 'approve', id: withdrawalId, set })) return {}
  const row = await withdrawalOf(context.tx, withdrawalId)
  return row ? context.refuse('wrong_state', { state: row.state }) : context.refuse('no_such_withdrawal')
}

export const declineWithdrawal: Handler<'declineWithdrawal'> = async ({ withdrawalId, reason }, context) => {
  const { tx, refuse } = context
  const step = { ...at, transition: 'takeBack', id: withdrawalId, set: { reason }, note: reason } as const
  const moved = await move(context, HISTORY, step)
  const row = await withdrawalOf(tx, withdrawalId)
  if (row === undefined) return refuse('no_such_withdrawal')
  if (!moved) return refuse('wrong_state', { state: row.state })
  await giveBack(context, row)
  return {}
}

/** Who approved it does not send it (four eyes). A channel is asked by the timer, now and till it is over. */
export const submitWithdrawal: Handler<'submitWithdrawal'> = async ({ withdrawalId }, context) => {
  const { tx, now, actor, refuse } = context
  const moved = await move(context, HISTORY, { ...at, transition: 'submit', id: withdrawalId })
  const row = await withdrawalOf(tx, withdrawalId)
  if (row === undefined) return refuse('no_such_withdrawal')
  if (!moved) return refuse('wrong_state', { state: row.state })
  if (row.approved_by === actor.id) return refuse('same_person')
  if (row.way !== 'bank') await setNextAsk(tx, withdrawalId, now)
  return {}
}
