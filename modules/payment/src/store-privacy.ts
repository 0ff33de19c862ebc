/** SQL of module payment for copies and the end of a shopper's data. */
import type { ReadDb, Tx } from '@tiantou/platform'
import type { AttemptRow, PaymentRow, PaymentTables } from './tables.ts'

type Db = ReadDb<PaymentTables> | Tx<PaymentTables>
type PaymentTx = Tx<PaymentTables>

/** All payments of one shopper, newest first. */
export const paymentsOf = (db: Db, userId: string): Promise<PaymentRow[]> =>
  db.selectFrom('payment_payment').selectAll().where('user_id', '=', userId).orderBy('id', 'desc').execute()

/** All attempts of these payments, oldest first. */
export const attemptsOfAll = (db: Db, paymentIds: readonly string[]): Promise<AttemptRow[]> =>
  paymentIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('payment_attempt')
        .selectAll()
        .where('payment_id', 'in', [...paymentIds])
        .orderBy('id')
        .execute()

/** Takes the person out of one payment; what is left is forgotten at that time. */
export const maskPayment = async (tx: PaymentTx, paymentId: string, forgetAt: number): Promise<void> => {
  await tx
    .updateTable('payment_payment')
    .set({ forget_at: forgetAt })
    .where('id', '=', paymentId)
    .where('forget_at', 'is', null)
    .execute()
  await tx
    .updateTable('payment_attempt')
    .set({ open_id: null, client_ip: '', ticket: null })
    .where('payment_id', '=', paymentId)
    .execute()
}

/** Deletes payments that are to be forgotten by now, so many at most; says how many. */
export const deleteForgotten = async (tx: PaymentTx, now: number, limit: number): Promise<number> => {
  const rows = await tx
    .selectFrom('payment_payment')
    .select('id')
    .where('forget_at', '<=', now)
    .limit(limit)
    .execute()
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return 0
  const attempts = await tx
    .selectFrom('payment_attempt')
    .select('id')
    .where('payment_id', 'in', ids)
    .execute()
  const refunds = await tx.selectFrom('payment_refund').select('id').where('payment_id', 'in', ids).execute()
  const subjects = [...ids, ...attempts.map((row) => row.id), ...refunds.map((row) => row.id)]
  await tx.deleteFrom('payment_history').where('subject_id', 'in', subjects).execute()
  await tx.deleteFrom('payment_shipment').where('id', 'in', ids).execute()
  await tx.deleteFrom('payment_refund').where('payment_id', 'in', ids).execute()
  await tx.deleteFrom('payment_attempt').where('payment_id', 'in', ids).execute()
  await tx.deleteFrom('payment_payment').where('id', 'in', ids).execute()
  return ids.length
}
