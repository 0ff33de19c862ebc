/** All SQL of module invoice. */
import { type ReadDb, type Tx, UniqueConflict } from '@tiantou/platform'
import type { InvoiceRow, InvoiceTables } from './tables.ts'

type InvoiceTx = Tx<InvoiceTables>
type Db = ReadDb<InvoiceTables> | InvoiceTx

/** False where the order has an invoice that stands or is under way. */
export const insertInvoice = async (tx: InvoiceTx, row: InvoiceRow): Promise<boolean> => {
  try {
    await tx.insertInto('invoice_invoice').values(row).execute()
    return true
  } catch (error) {
    if (error instanceof UniqueConflict) return false
    throw error
  }
}

export const invoiceOf = (db: Db, id: string): Promise<InvoiceRow | undefined> =>
  db.selectFrom('invoice_invoice').selectAll().where('id', '=', id).executeTakeFirst()

/** Counts one more asking of the channel; the row after it. */
export const countAsk = async (tx: InvoiceTx, id: string): Promise<InvoiceRow | undefined> => {
  await tx
    .updateTable('invoice_invoice')
    .set(({ eb }) => ({ asks: eb('asks', '+', 1) }))
    .where('id', '=', id)
    .execute()
  return invoiceOf(tx, id)
}

export const change = async (tx: InvoiceTx, id: string, set: Partial<InvoiceRow>): Promise<void> => {
  await tx.updateTable('invoice_invoice').set(set).where('id', '=', id).execute()
}

/** Marks the invoice of an order as knowing of less than went back; it, or undefined where none does. */
export const outdate = async (
  tx: InvoiceTx,
  orderId: string,
  goneFen: number,
): Promise<InvoiceRow | undefined> => {
  const { numUpdatedRows } = await tx
    .updateTable('invoice_invoice')
    .set({ outdated: 1 })
    .where('slot', '=', orderId)
    .where('gone_fen', '<', goneFen)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return undefined
  return tx.selectFrom('invoice_invoice').selectAll().where('slot', '=', orderId).executeTakeFirst()
}

/** The channel is asked now, where it is asked at all. */
export const hurryUp = async (tx: InvoiceTx, id: string, now: number): Promise<void> => {
  await tx
    .updateTable('invoice_invoice')
    .set({ next_ask_at: now })
    .where('id', '=', id)
    .where('next_ask_at', 'is not', null)
    .execute()
}

export const dueAt = (db: Db, now: number, limit: number) =>
  db
    .selectFrom('invoice_invoice')
    .select(['id', 'order_id', 'state', 'asks'])
    .where('next_ask_at', '<=', now)
    .orderBy('next_ask_at')
    .limit(limit)
    .execute()

export const invoicesOfOrder = (db: Db, orderId: string): Promise<InvoiceRow[]> =>
  db.selectFrom('invoice_invoice').selectAll().where('order_id', '=', orderId).orderBy('id', 'desc').execute()

export const invoicesOfUser = (db: Db, userId: string): Promise<InvoiceRow[]> =>
  db.selectFrom('invoice_invoice').selectAll().where('user_id', '=', userId).orderBy('id').execute()

export const stuckBefore = (db: Db, before: string | undefined, limit: number): Promise<InvoiceRow[]> =>
  db
    .selectFrom('invoice_invoice')
    .selectAll()
    .where('stuck', '=', 1)
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

/** Nobody is written to any more; the title stays in the archives, sealed. */
export const forgetEmails = async (tx: InvoiceTx, userId: string): Promise<void> => {
  await tx.updateTable('invoice_invoice').set({ email_sealed: null }).where('user_id', '=', userId).execute()
}
