/** SQL about lines, statements, payout batches and balances. */
import { UniqueConflict } from '@tiantou/platform'
import type { BalanceRow, LineRow, MessageRow, PayoutRow, RefundAheadRow, StatementRow } from '../tables.ts'
import type { SupplierDb, SupplierTx } from './suppliers.ts'

/** Writes a line once; false: that fact has its line already. */
export const insertLine = async (tx: SupplierTx, row: LineRow): Promise<boolean> => {
  try {
    await tx.insertInto('supplier_line').values(row).execute()
    return true
  } catch (error) {
    if (error instanceof UniqueConflict) return false
    throw error
  }
}

/** The sale of a line and everything refunded of it since. */
export const linesOfSale = (
  db: SupplierDb,
  of: Pick<LineRow, 'supplier_id' | 'order_id' | 'sku_id'>,
): Promise<LineRow[]> =>
  db
    .selectFrom('supplier_line')
    .selectAll()
    .where('order_id', '=', of.order_id)
    .where('sku_id', '=', of.sku_id)
    .where('supplier_id', '=', of.supplier_id)
    .where('kind', 'in', ['sale', 'refund'])
    .execute()

/** Notes once what went back before the sale counts. */
export const insertRefundAhead = async (tx: SupplierTx, row: RefundAheadRow): Promise<void> => {
  await tx.insertInto('supplier_refund_ahead').values(row).execute()
}

export const wasAhead = async (db: SupplierDb, id: string): Promise<boolean> => {
  const row = await db
    .selectFrom('supplier_refund_ahead')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

/** What went back of a line before its sale counts, in fen. */
export const refundedAhead = async (db: SupplierDb, orderId: string, skuId: string): Promise<number> => {
  const rows = await db
    .selectFrom('supplier_refund_ahead')
    .select('refund_fen')
    .where('order_id', '=', orderId)
    .where('sku_id', '=', skuId)
    .execute()
  return rows.reduce((sum, row) => sum + row.refund_fen, 0)
}

/** Puts the lines that no statement counts yet on this one; how many there were. */
export const takeLines = async (
  tx: SupplierTx,
  supplierId: string,
  upTo: number,
  statementId: string,
): Promise<bigint> => {
  const { numUpdatedRows } = await tx
    .updateTable('supplier_line')
    .set({ statement_id: statementId })
    .where('supplier_id', '=', supplierId)
    .where('statement_id', 'is', null)
    .where('at', '<', upTo)
    .executeTakeFirst()
  return numUpdatedRows
}

export const linesOf = (db: SupplierDb, statementId: string): Promise<LineRow[]> =>
  db
    .selectFrom('supplier_line')
    .selectAll()
    .where('statement_id', '=', statementId)
    .orderBy('at')
    .orderBy('id')
    .execute()

/** What lines that no statement counts yet come to, in fen. */
export const accruing = async (db: SupplierDb, supplierId: string): Promise<number> => {
  const row = await db
    .selectFrom('supplier_line')
    .select(({ fn }) => fn.sum<number>('net_fen').as('net'))
    .where('supplier_id', '=', supplierId)
    .where('statement_id', 'is', null)
    .executeTakeFirst()
  return Number(row?.net ?? 0)
}

/** What a supplier owes: lines and open statements that come to less than nothing, in fen. */
export const owed = async (db: SupplierDb, supplierId: string): Promise<number> => {
  const open = await db
    .selectFrom('supplier_statement')
    .select(({ fn }) => fn.sum<number>('total_fen').as('total'))
    .where('supplier_id', '=', supplierId)
    .where('state', 'in', ['issued', 'disputed', 'adjusted'])
    .where('total_fen', '<', 0)
    .executeTakeFirst()
  return Math.max(0, -(await accruing(db, supplierId))) - Number(open?.total ?? 0)
}

export const insertStatement = async (tx: SupplierTx, row: StatementRow): Promise<void> => {
  await tx.insertInto('supplier_statement').values(row).execute()
}

export const statementOf = (db: SupplierDb, id: string): Promise<StatementRow | undefined> =>
  db.selectFrom('supplier_statement').selectAll().where('id', '=', id).executeTakeFirst()

/** When the last statement of a supplier ended; 0 before the first. */
export const lastPeriodEnd = async (db: SupplierDb, supplierId: string): Promise<number> => {
  const row = await db
    .selectFrom('supplier_statement')
    .select(({ fn }) => fn.max('period_to').as('end'))
    .where('supplier_id', '=', supplierId)
    .executeTakeFirst()
  return row?.end ?? 0
}

export const statementsBefore = (
  db: SupplierDb,
  wanted: {
    readonly limit: number
    readonly before: string | undefined
    readonly supplierId?: string
    readonly state?: StatementRow['state'] | undefined
  },
): Promise<StatementRow[]> => {
  let query = db.selectFrom('supplier_statement').selectAll()
  if (wanted.before !== undefined) query = query.where('id', '<', wanted.before)
  if (wanted.supplierId !== undefined) query = query.where('supplier_id', '=', wanted.supplierId)
  if (wanted.state !== undefined) query = query.where('state', '=', wanted.state)
  return query.orderBy('id', 'desc').limit(wanted.limit).execute()
}

export const insertMessage = async (tx: SupplierTx, row: MessageRow): Promise<void> => {
  await tx.insertInto('supplier_message').values(row).execute()
}

export const threadOf = (db: SupplierDb, statementId: string): Promise<MessageRow[]> =>
  db
    .selectFrom('supplier_message')
    .selectAll()
    .where('statement_id', '=', statementId)
    .orderBy('id')
    .execute()

export const insertPayout = async (tx: SupplierTx, row: PayoutRow): Promise<void> => {
  await tx.insertInto('supplier_payout').values(row).execute()
}

export const payoutOf = (db: SupplierDb, id: string): Promise<PayoutRow | undefined> =>
  db.selectFrom('supplier_payout').selectAll().where('id', '=', id).executeTakeFirst()

export const statementsOfPayout = (db: SupplierDb, payoutId: string): Promise<StatementRow[]> =>
  db.selectFrom('supplier_statement').selectAll().where('payout_id', '=', payoutId).orderBy('id').execute()

/** More that may be withdrawn. */
export const credit = async (tx: SupplierTx, supplierId: string, fen: number): Promise<void> => {
  const { numUpdatedRows } = await tx
    .updateTable('supplier_balance')
    .set(({ eb }) => ({ withdrawable_fen: eb('withdrawable_fen', '+', fen) }))
    .where('supplier_id', '=', supplierId)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return
  const row = { supplier_id: supplierId, withdrawable_fen: fen, held_fen: 0 }
  await tx.insertInto('supplier_balance').values(row).execute()
}

/** Withdrawable → held, if there is as much; false when there is not. */
export const holdMoney = async (tx: SupplierTx, supplierId: string, fen: number): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('supplier_balance')
    .set(({ eb }) => ({
      withdrawable_fen: eb('withdrawable_fen', '-', fen),
      held_fen: eb('held_fen', '+', fen),
    }))
    .where('supplier_id', '=', supplierId)
    .where('withdrawable_fen', '>=', fen)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Held → gone, or held → withdrawable again. A hold that is not there is a defect. */
export const endHold = async (
  tx: SupplierTx,
  supplierId: string,
  fen: number,
  back: boolean,
): Promise<void> => {
  const { numUpdatedRows } = await tx
    .updateTable('supplier_balance')
    .set(({ eb }) => ({
      withdrawable_fen: eb('withdrawable_fen', '+', back ? fen : 0),
      held_fen: eb('held_fen', '-', fen),
    }))
    .where('supplier_id', '=', supplierId)
    .where('held_fen', '>=', fen)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Error(`Supplier ${supplierId} has no hold of ${fen} fen.`)
}

export const balanceOf = (db: SupplierDb, supplierId: string): Promise<BalanceRow | undefined> =>
  db.selectFrom('supplier_balance').selectAll().where('supplier_id', '=', supplierId).executeTakeFirst()

/** Writes the sums of a statement anew. */
export const changeSums = async (
  tx: SupplierTx,
  id: string,
  sums: Pick<
    StatementRow,
    'goods_fen' | 'commission_fen' | 'deductions_fen' | 'carried_fen' | 'shared_fen' | 'total_fen'
  >,
): Promise<void> => {
  await tx.updateTable('supplier_statement').set(sums).where('id', '=', id).execute()
}
