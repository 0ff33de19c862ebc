/** Reads of module invoice: the shopper's, the staff's, the timer's. */
import { type FieldSecrets, pageOf, type QueryHandler } from '@tiantou/platform'
import type { Invoice } from './contract.ts'
import { maskTitle } from './rules.ts'
import { openTitle } from './sealed.ts'
import type { InvoiceSettings } from './settings.ts'
import { dueAt, invoiceOf, invoicesOfOrder, invoicesOfUser, stuckBefore } from './store.ts'
import type { InvoiceRow, InvoiceTables } from './tables.ts'

type Queries = typeof Invoice.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], InvoiceTables, InvoiceSettings>

const DEFAULT_LIMIT = 20
const LINK_MS = 5 * 60_000

const viewOf = (secrets: FieldSecrets, row: InvoiceRow) => ({
  invoiceId: row.id,
  orderId: row.order_id,
  orderNo: row.order_no,
  state: row.state,
  titleKind: row.title_kind,
  title: maskTitle(row.title_kind, openTitle(secrets, row).title.name),
  amountFen: row.amount_fen,
  number: row.number,
  redNumber: row.red_number,
  failCode: row.fail_code,
  at: row.at,
  issuedAt: row.issued_at,
})

export const ofOrder: Handler<'ofOrder'> = async ({ orderId }, { db, actor, secrets, settings }) => {
  const rows = (await invoicesOfOrder(db, orderId)).filter((row) => row.user_id === actor.id)
  const offered = Object.values(settings.tax).some((tax) => tax !== null)
  return { offered, items: rows.map((row) => viewOf(secrets, row)) }
}

const signedText = (invoiceId: string, until: number): string => `${invoiceId} ${until}`

export const fileLink: Handler<'fileLink'> = async ({ invoiceId }, { db, actor, secrets, now, refuse }) => {
  const row = await invoiceOf(db, invoiceId)
  if (row?.user_id !== actor.id) return refuse('no_such_invoice')
  if (row.number === '') return refuse('wrong_state', { state: row.state })
  const until = now + LINK_MS
  const signature = secrets.blind('invoice.link', signedText(invoiceId, until))
  return { path: `/invoices/${invoiceId}.pdf?until=${until}&sig=${signature}`, until }
}

/** Only of a right one is told that it is over. */
export const judgeLink: Handler<'judgeLink'> = async ({ invoiceId, until, signature }, { secrets, now }) => {
  if (!secrets.matches('invoice.link', signedText(invoiceId, until), signature)) return { verdict: 'wrong' }
  return { verdict: until > now ? 'good' : 'over' }
}

export const failed: Handler<'failed'> = async ({ limit = DEFAULT_LIMIT, cursor }, { db, secrets }) => {
  const { shown, next } = pageOf(await stuckBefore(db, cursor, limit + 1), limit, ({ id }) => id)
  return { items: shown.map((row) => viewOf(secrets, row)), next }
}

export const due: Handler<'due'> = async ({ limit }, { db, now }) => ({
  items: (await dueAt(db, now, limit)).map(({ id: invoiceId, order_id: orderId, state, asks }) => ({
    invoiceId,
    orderId,
    state,
    asks,
  })),
})

export const ofUser: Handler<'ofUser'> = async ({ userId }, { db, secrets }) => ({
  invoices: (await invoicesOfUser(db, userId)).map((row) => {
    const { title, email } = openTitle(secrets, row)
    return {
      orderNo: row.order_no,
      state: row.state,
      title: title.name,
      taxNumber: title.taxNumber ?? null,
      email: email ?? null,
      amountFen: row.amount_fen,
      number: row.number,
      at: row.at,
    }
  }),
})
