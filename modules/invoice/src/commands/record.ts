/** What the channel said of an invoice, and what follows from it; money that went back outdates one. */
import type { InputOf } from '@tiantou/kernel'
import { move } from '@tiantou/platform'
import { Invoice } from '../contract.ts'
import { nextAskAt } from '../rules.ts'
import * as store from '../store.ts'
import type { InvoiceRow } from '../tables.ts'
import { at, type Context, type Handler, HISTORY, renew } from './request.ts'

type Word = InputOf<typeof Invoice.commands.record>

/** Only a person goes on from here. */
const raise = async (context: Context, row: InvoiceRow, code: string): Promise<void> => {
  await store.change(context.tx, row.id, { stuck: 1, fail_code: code, next_ask_at: null })
  context.emit(Invoice.events.stuck, { invoiceId: row.id, orderId: row.order_id, code })
}

/** An issued one is over more than was kept: its red one is asked for. */
const takeBack = async (context: Context, id: string): Promise<void> => {
  const set = { red_asked: 0, next_ask_at: context.now }
  await move(context, HISTORY, { ...at, transition: 'takeBack', id, set })
}

const over = (row: InvoiceRow, now: number) => ({ slot: row.id, next_ask_at: null, ended_at: now })

/** Moves it by a word that ends something; false where it cannot end so. */
const end = async (context: Context, row: InvoiceRow, said: Word): Promise<boolean> => {
  const { id, order_id: orderId, user_id: userId, amount_fen: amountFen } = row
  if (said.word === 'issued') {
    const { code = '', number = '', issuedAt: issued_at = context.now } = said
    const set = { code, number, issued_at, next_ask_at: null }
    if (!(await move(context, HISTORY, { ...at, transition: 'issue', id, set }))) return false
    context.emit(Invoice.events.issued, { invoiceId: id, orderId, userId, amountFen })
    if (row.outdated === 1) await takeBack(context, id)
    return true
  }
  if (said.word === 'failed') {
    const set = over(row, context.now)
    if (!(await move(context, HISTORY, { ...at, transition: 'fail', id, set }))) return false
    await raise(context, row, said.failCode ?? 'failed')
    return true
  }
  const set = { ...over(row, context.now), red_number: said.redNumber ?? '' }
  if (!(await move(context, HISTORY, { ...at, transition: 'reverse', id, set }))) return false
  await renew(context, row)
  return true
}

const isTold = ({ state }: InvoiceRow, word: Word['word']): boolean =>
  state === word || (word === 'issued' && (state === 'reversing' || state === 'reversed'))

export const record: Handler<'record'> = async (input, context) => {
  const { tx, now, refuse, outcome } = context
  const { invoiceId: id, word } = input
  const row = await store.countAsk(tx, id)
  if (row === undefined) return refuse('no_such_invoice')
  if (input.amountFen !== undefined && input.amountFen !== row.amount_fen) {
    if (row.stuck === 0) await raise(context, row, 'amount_mismatch')
    return outcome('amount_mismatch')
  }
  if (word === 'issued' || word === 'failed' || word === 'reversed') {
    if (!isTold(row, word) && !(await end(context, row, input)))
      return refuse('wrong_state', { state: row.state })
  } else if (row.next_ask_at !== null) {
    await store.change(tx, id, { next_ask_at: nextAskAt(now, row.asks) })
    if (word === 'issuing') await move(context, HISTORY, { ...at, transition: 'accept', id })
    if (word === 'reversing') await store.change(tx, id, { red_asked: 1 })
    if (word === 'reverse_failed') await raise(context, row, input.failCode ?? word)
  }
  return { state: (await store.invoiceOf(tx, id))?.state ?? row.state }
}

/** What is on its way is taken back once it is issued; what is only asked for is written down later. */
export const outdate: Handler<'outdate'> = async ({ orderId, goneFen }, context) => {
  const row = await store.outdate(context.tx, orderId, goneFen)
  if (row?.state === 'issued') await takeBack(context, row.id)
  return {}
}

export const eraseUser: Handler<'eraseUser'> = async ({ userId }, { tx }) => {
  await store.forgetEmails(tx, userId)
  return {}
}
