/** SQL of an auditor: lists from one end to the other, and sums that make a balance. */
import type { BalanceRow, LineRow, StatementRow, WithdrawalRow } from '../tables.ts'
import type { SupplierDb } from './suppliers.ts'

interface Page {
  readonly after?: string | undefined
  readonly limit: number
}

export const linesAfter = (db: SupplierDb, { after = '', limit }: Page): Promise<LineRow[]> =>
  db.selectFrom('supplier_line').selectAll().where('id', '>', after).orderBy('id').limit(limit).execute()

export const statementsAfter = (db: SupplierDb, { after = '', limit }: Page): Promise<StatementRow[]> =>
  db.selectFrom('supplier_statement').selectAll().where('id', '>', after).orderBy('id').limit(limit).execute()

export const withdrawalsAfter = (db: SupplierDb, { after = '', limit }: Page): Promise<WithdrawalRow[]> =>
  db
    .selectFrom('supplier_withdrawal')
    .selectAll()
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()

export const balancesAfter = (db: SupplierDb, { after = '', limit }: Page): Promise<BalanceRow[]> =>
  db
    .selectFrom('supplier_balance')
    .selectAll()
    .where('supplier_id', '>', after)
    .orderBy('supplier_id')
    .limit(limit)
    .execute()

/** Of each supplier what was paid to be withdrawn, and when last. */
export const paidOf = (db: SupplierDb, supplierIds: readonly string[]) =>
  db
    .selectFrom('supplier_statement')
    .select(({ fn }) => [
      'supplier_id',
      fn.sum<number>('total_fen').as('fen'),
      fn.max<number>('ended_at').as('at'),
    ])
    .where('supplier_id', 'in', [...supplierIds])
    .where('state', '=', 'paid')
    .groupBy('supplier_id')
    .execute()

/** Of each supplier and state what was withdrawn, and when last. */
export const withdrawnOf = (db: SupplierDb, supplierIds: readonly string[]) =>
  db
    .selectFrom('supplier_withdrawal')
    .select(({ fn }) => [
      'supplier_id',
      'state',
      fn.sum<number>('amount_fen').as('fen'),
      fn.max<number>('at').as('at'),
      fn.max<number>('ended_at').as('ended_at'),
    ])
    .where('supplier_id', 'in', [...supplierIds])
    .groupBy(['supplier_id', 'state'])
    .execute()
