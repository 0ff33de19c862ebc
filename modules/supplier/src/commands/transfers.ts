/** How a withdrawal ended: the bank's slip, written down by a person, or a channel's word. */
import type { InputOf } from '@tiantou/kernel'
import { type CommandHandler, move } from '@tiantou/platform'
import { Supplier } from '../contract.ts'
import { CONFIRM_WITHIN_MS, nextAskAt } from '../rules.ts'
import type { SupplierSettings } from '../settings.ts'
import { endHold } from '../store/settlement.ts'
import { keepSuspicion } from '../store/suspicions.ts'
import { countAsk, setNextAsk, withdrawalOf } from '../store/withdrawals.ts'
import type { SupplierTables, SuspicionRow, WithdrawalRow } from '../tables.ts'
import { at, type Context, giveBack, HISTORY, over, payloadOf } from './withdraw.ts'

type Commands = typeof Supplier.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], SupplierTables, SupplierSettings>

const ENDS = { succeeded: 'succeed', failed: 'fail', cancelled: 'cancel' } as const
type End = keyof typeof ENDS

/** Whether a withdrawal stands where this word brings it: the same word twice is one. */
const told = (row: WithdrawalRow, word: End): boolean =>
  word === 'succeeded' ? row.state === 'succeeded' : row.state === 'returned'

/** Brings a withdrawal to its end; false where it cannot end so. */
const end = async (
  context: Context,
  row: WithdrawalRow,
  word: End,
  said: { readonly voucher: string; readonly reason: string },
): Promise<boolean> => {
  const set = word === 'succeeded' ? { ...said, ...over(context.now) } : said
  const step = { ...at, transition: ENDS[word], id: row.id, set, note: said.reason }
  if (!(await move(context, HISTORY, step))) return false
  if (word !== 'succeeded') {
    await giveBack(context, row)
    return true
  }
  await endHold(context.tx, row.supplier_id, row.amount_fen, false)
  context.emit(Supplier.events.withdrawal_succeeded, payloadOf(row, context.now))
  return true
}

export const recordSlip: Handler<'recordSlip'> = async ({ withdrawalId, word, voucher }, context) => {
  const { tx, refuse } = context
  const row = await countAsk(tx, withdrawalId)
  if (row === undefined) return refuse('no_such_withdrawal')
  if (row.way !== 'bank') return refuse('other_way')
  if (row.voucher === voucher && told(row, word)) return {}
  return (await end(context, row, word, { voucher, reason: '' }))
    ? {}
    : refuse('wrong_state', { state: row.state })
}

/** Waits for the payee, who has a day; nothing of it is his before he confirms. */
const awaitPayee = async (
  context: Context,
  row: WithdrawalRow,
  { packageInfo, channelRef }: Pick<InputOf<Commands['recordTransfer']>, 'packageInfo' | 'channelRef'>,
): Promise<void> => {
  if (row.state !== 'submitted') return
  const confirmBy = context.now + CONFIRM_WITHIN_MS
  const set = { package_info: packageInfo ?? '', voucher: channelRef ?? '', confirm_by: confirmBy }
  await move(context, HISTORY, { ...at, transition: 'await', id: row.id, set })
}

/** Keeps a word that cannot be right, and raises the alarm when it is said first. */
const suspect = async (
  context: Context,
  row: WithdrawalRow,
  code: SuspicionRow['code'],
  { word, amountFen, channelRef }: InputOf<Commands['recordTransfer']>,
): Promise<void> => {
  const { tx, now, emit } = context
  const isNew = await keepSuspicion(tx, {
    id: `${row.id}:${code}:${word}`,
    withdrawal_id: row.id,
    code,
    word,
    said_fen: amountFen ?? null,
    channel_ref: channelRef ?? '',
    own_state: row.state,
    own_fen: row.amount_fen,
    first_at: now,
    last_at: now,
    times: 1,
  })
  if (isNew) emit(Supplier.events.transfer_suspicious, { withdrawalId: row.id, code })
}

/** While there is no end the channel is asked again, at the latest when the time to confirm is over. */
export const recordTransfer: Handler<'recordTransfer'> = async (input, context) => {
  const { tx, now, refuse, outcome } = context
  const { withdrawalId: id, word } = input
  const row = await countAsk(tx, id)
  if (row === undefined) return refuse('no_such_withdrawal')
  if (row.way === 'bank') return refuse('other_way')
  if (input.amountFen !== undefined && input.amountFen !== row.amount_fen) {
    if (row.next_ask_at !== null) await setNextAsk(tx, id, nextAskAt(now, row.asks))
    await suspect(context, row, 'other_amount', input)
    return outcome('amount_mismatch')
  }
  if (word === 'succeeded' || word === 'failed' || word === 'cancelled') {
    if (told(row, word)) return {}
    const said = { voucher: input.channelRef ?? row.voucher, reason: input.failCode ?? '' }
    if (await end(context, row, word, said)) return {}
    await suspect(context, row, 'contradiction', input)
    return outcome('contradiction', { state: row.state })
  }
  if (row.next_ask_at === null) return {}
  if (word === 'wait_user_confirm') await awaitPayee(context, row, input)
  const { confirm_by: confirmBy } = (await withdrawalOf(tx, id)) ?? row
  const later = nextAskAt(now, row.asks)
  await setNextAsk(tx, id, confirmBy === null || confirmBy <= now ? later : Math.min(later, confirmBy))
  return {}
}
