/** An invoice is asked for, its lines are written down before it goes out, and it is tried again. */
import { isCreditCode } from '@tiantou/kernel'
import { type CommandHandler, move, recordHistory } from '@tiantou/platform'
import type { Invoice } from '../contract.ts'
import { linesOf, totalOf } from '../rules.ts'
import { openTitle, sealTitle } from '../sealed.ts'
import type { InvoiceSettings } from '../settings.ts'
import { invoiceState } from '../states.ts'
import { change, hurryUp, insertInvoice, invoiceOf } from '../store.ts'
import type { InvoiceRow, InvoiceTables } from '../tables.ts'

type Commands = typeof Invoice.commands
export type Handler<N extends keyof Commands> = CommandHandler<Commands[N], InvoiceTables, InvoiceSettings>
export type Context = Pick<
  Parameters<Handler<'record'>>[1],
  'tx' | 'now' | 'actor' | 'id' | 'emit' | 'secrets'
>

export const at = { machine: invoiceState, table: 'invoice_invoice', column: 'state' } as const
export const HISTORY = 'invoice_history'

type Fresh = Pick<InvoiceRow, 'order_id' | 'user_id' | 'order_no' | 'lines' | 'amount_fen' | 'gone_fen'>

/** Writes a new one for the timer to find; its id, or undefined where the order has one. */
const begin = async (
  context: Context,
  fresh: Fresh,
  { title, email }: ReturnType<typeof openTitle>,
): Promise<string | undefined> => {
  const id = context.id('fap')
  const none = { outdated: 0, red_asked: 0, code: '', number: '', red_number: '', fail_code: '', stuck: 0 }
  const times = { asks: 0, next_ask_at: context.now, at: context.now, issued_at: null, ended_at: null }
  const sealed = sealTitle(context.secrets, id, title, email)
  const birth = { id, slot: fresh.order_id, state: invoiceState.initial, version: 1 } as const
  if (!(await insertInvoice(context.tx, { ...none, ...times, ...fresh, ...sealed, ...birth }))) return
  const step = { subject_id: id, axis: 'state', transition: 'request', note: '' }
  await recordHistory(context, HISTORY, { ...step, to_state: 'requested' })
  return id
}

/** The same once more, under a new number; what it is over is found out before it goes out. */
export const renew = (context: Context, row: InvoiceRow): Promise<string | undefined> => {
  const { order_id, user_id, order_no, lines, amount_fen, gone_fen } = row
  const fresh = { order_id, user_id, order_no, lines, amount_fen, gone_fen }
  return begin(context, fresh, openTitle(context.secrets, row))
}

export const request: Handler<'request'> = async (input, context) => {
  const { settings, refuse } = context
  const { orderId: order_id, userId: user_id, orderNo: order_no, goneFen: gone_fen, title, email } = input
  if (title.kind === 'company' && !isCreditCode(title.taxNumber)) return refuse('bad_tax_number')
  const lines = linesOf(input.goods, input.freightFen, settings.tax)
  if (lines === undefined) return refuse('not_offered')
  if (lines.length === 0) return refuse('nothing_left')
  const over = { lines: JSON.stringify(lines), amount_fen: totalOf(lines), gone_fen }
  const to = { title, email: email ?? undefined }
  const invoiceId = await begin(context, { order_id, user_id, order_no, ...over }, to)
  return invoiceId === undefined ? refuse('already_requested') : { invoiceId }
}

/** What is not to go out any more, or not yet, has `go` false; one whose answer was lost goes out again. */
export const submit: Handler<'submit'> = async (input, context) => {
  const { tx, now, settings, refuse } = context
  const { invoiceId: id, goods, freightFen, goneFen: gone_fen } = input
  const lines = linesOf(goods, freightFen, settings.tax)
  if (lines === undefined || lines.length === 0) {
    const fail_code = lines === undefined ? 'not_offered' : 'nothing_left'
    const set = { slot: id, fail_code, next_ask_at: null, ended_at: now }
    if (await move(context, HISTORY, { ...at, transition: 'drop', id, set })) return { go: false }
  } else {
    const set = { lines: JSON.stringify(lines), amount_fen: totalOf(lines), gone_fen, outdated: 0 }
    if (await move(context, HISTORY, { ...at, transition: 'submit', id, set })) return { go: true }
  }
  const row = await invoiceOf(tx, id)
  return row === undefined ? refuse('no_such_invoice') : { go: row.next_ask_at !== null }
}

export const hurry: Handler<'hurry'> = async ({ invoiceId }, { tx, now }) => {
  await hurryUp(tx, invoiceId, now)
  return {}
}

export const retry: Handler<'retry'> = async ({ invoiceId: id }, context) => {
  const { tx, now, refuse } = context
  const row = await invoiceOf(tx, id)
  if (row === undefined) return refuse('no_such_invoice')
  if (row.stuck === 0) return refuse('wrong_state', { state: row.state })
  await change(tx, id, { stuck: 0 })
  if (row.state !== 'failed') {
    await change(tx, id, { red_asked: 0, fail_code: '', next_ask_at: now })
    return { invoiceId: id }
  }
  const invoiceId = await renew(context, row)
  return invoiceId === undefined ? refuse('already_requested') : { invoiceId }
}
