/**
 * Shares of completed orders: begun with the lines that they pay, ended by the channel's word, taken back
 * where goods went back. What cannot be shared or taken back stays on the supplier's account.
 */
import { type CommandHandler, move, recordHistory } from '@tiantou/platform'
import type { InputOf } from '@tiantou/kernel'
import { Supplier } from '../contract.ts'
import { nextShareAskAt, STUCK_AFTER_ASKS } from '../rules.ts'
import type { SupplierSettings } from '../settings.ts'
import { shareState } from '../states.ts'
import * as store from '../store/shares.ts'
import type { ShareRow, SupplierTables } from '../tables.ts'
import { writeLine } from './write-line.ts'

type Commands = typeof Supplier.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], SupplierTables, SupplierSettings>
type Context = Pick<Parameters<Handler<'collect'>>[1], 'tx' | 'now' | 'actor' | 'id' | 'emit'>
type Word = InputOf<Commands['recordShare']>

const at = { machine: shareState, table: 'supplier_share', column: 'state' } as const
const HISTORY = 'supplier_history'

type Fresh = Pick<ShareRow, 'order_id' | 'slot' | 'kind'> &
  Partial<Pick<ShareRow, 'supplier_id' | 'share_id' | 'receiver_id' | 'amount_fen'>>

/** Begins one; undefined where the order has it. The timer asks the channel. */
const begin = async (context: Context, fresh: Fresh): Promise<string | undefined> => {
  const id = context.id('shr')
  const none = { supplier_id: '', share_id: '', receiver_id: '', amount_fen: 0, code: '', channel_ref: '' }
  const asking = { asks: 0, next_ask_at: context.now, at: context.now, ended_at: null, version: 1 }
  const row = { ...none, ...fresh, id, state: shareState.initial, ...asking } as const
  if (!(await store.insertShare(context.tx, row))) return undefined
  const birth = { subject_id: id, axis: 'state', transition: 'request', note: fresh.kind }
  await recordHistory(context, HISTORY, { ...birth, to_state: 'requested' })
  return id
}

/** Sets the rest of an order's payment free once no share of it is under way. */
export const setFree = async (context: Context, orderId: string): Promise<void> => {
  const shares = await store.sharesOfOrder(context.tx, orderId)
  const open = shares.some(({ kind, ended_at }) => kind === 'share' && ended_at === null)
  if (!open) await begin(context, { order_id: orderId, slot: 'unfreeze', kind: 'unfreeze' })
}

/** Takes what is to be shared off a supplier's account; whether there is anything. */
export const beginShare = async (
  context: Context,
  { orderId, supplierId, fen }: { orderId: string; supplierId: string; fen: number },
): Promise<void> => {
  if (fen <= 0) return
  const receiver = await store.receiverOf(context.tx, supplierId)
  const of = { order_id: orderId, supplier_id: supplierId, receiver_id: receiver?.id ?? '' }
  const id = await begin(context, { ...of, slot: supplierId, kind: 'share', amount_fen: fen })
  if (id === undefined) return
  await writeLine(context, {
    supplier_id: supplierId,
    kind: 'share',
    reference: id,
    order_id: orderId,
    net_fen: 0 - fen,
  })
}

/** Asks back what a supplier was given for goods that went back since. */
export const askBack = async (context: Context, orderId: string, supplierId: string): Promise<void> => {
  const all = (await store.sharesOfOrder(context.tx, orderId)).filter((one) => one.supplier_id === supplierId)
  const share = all.find(({ kind, state }) => kind === 'share' && state === 'succeeded')
  if (share === undefined) return
  const returns = all.filter(({ kind, state }) => kind === 'return' && state !== 'failed')
  const keptFen = share.amount_fen - returns.reduce((sum, one) => sum + one.amount_fen, 0)
  const overFen = keptFen - Math.max(0, await store.earnedOf(context.tx, orderId, supplierId))
  if (overFen <= 0) return
  const { id: shareId, receiver_id } = share
  const slot = `return:${context.id('ret')}`
  const of = { order_id: orderId, supplier_id: supplierId, share_id: shareId, receiver_id }
  await begin(context, { ...of, slot, kind: 'return', amount_fen: overFen })
}

/** What follows from an end. */
const settle = async (context: Context, row: ShareRow, isGood: boolean): Promise<void> => {
  const { id: shareId, order_id: orderId, supplier_id: supplierId, kind, amount_fen: fen } = row
  const back = { supplier_id: supplierId, reference: shareId, order_id: orderId, net_fen: fen }
  if (kind === 'unfreeze') return
  if (kind === 'return') {
    if (isGood) await writeLine(context, { ...back, kind: 'share_back' })
    return
  }
  if (isGood) {
    const told = { supplierId, shareId, orderId, amountFen: fen, at: context.now }
    context.emit(Supplier.events.share_paid, told)
    await askBack(context, orderId, supplierId)
  } else await writeLine(context, { ...back, kind: 'share_failed' })
  await setFree(context, orderId)
}

const isStuck = ({ kind, asks }: ShareRow, word: Word['word']): boolean =>
  word === 'failed' ? kind === 'unfreeze' : asks === STUCK_AFTER_ASKS

export const recordShare: Handler<'recordShare'> = async (input, context) => {
  const { tx, now, refuse, outcome } = context
  const { shareId: id, word, failCode: code = '' } = input
  const row = await store.countShareAsk(tx, id)
  if (row === undefined) return refuse('no_such_share')
  const isOver = row.ended_at !== null
  const isOther =
    row.kind !== 'unfreeze' && input.amountFen !== undefined && input.amountFen !== row.amount_fen
  if (isOther) {
    if (!isOver) await store.setNextShareAsk(tx, id, nextShareAskAt(now, row.asks))
    return outcome('amount_mismatch')
  }
  const told = { shareId: id, orderId: row.order_id, kind: row.kind, code }
  if (!isOver && isStuck(row, word)) context.emit(Supplier.events.share_stuck, told)
  if (word === 'succeeded' || word === 'failed') {
    if (row.state === word) return { state: word }
    const set = { code, channel_ref: input.channelRef ?? '', next_ask_at: null, ended_at: now }
    const transition = word === 'succeeded' ? 'succeed' : 'fail'
    if (!(await move(context, HISTORY, { ...at, transition, id, set, note: code })))
      return refuse('wrong_state', { state: row.state })
    await settle(context, row, word === 'succeeded')
    return { state: word }
  }
  if (isOver) return { state: row.state }
  const moved = word === 'processing' && (await move(context, HISTORY, { ...at, transition: 'process', id }))
  await store.setNextShareAsk(tx, id, nextShareAskAt(now, row.asks))
  return { state: moved ? 'processing' : row.state }
}

export const retryShare: Handler<'retryShare'> = async ({ shareId: id }, context) => {
  const { tx, now, refuse } = context
  const row = await store.shareById(tx, id)
  if (row === undefined) return refuse('no_such_share')
  if (row.kind === 'share') return refuse('paid_otherwise')
  const set = { code: '', next_ask_at: now, ended_at: null, asks: row.asks + 1 }
  return (await move(context, HISTORY, { ...at, transition: 'retry', id, set }))
    ? {}
    : refuse('wrong_state', { state: row.state })
}
