/** One line of a supplier's account, written once a fact and told to whoever keeps books. */
import type { CommandHandler } from '@tiantou/platform'
import { Supplier } from '../contract.ts'
import type { SupplierSettings } from '../settings.ts'
import { insertLine } from '../store/settlement.ts'
import type { LineRow, SupplierTables } from '../tables.ts'

type Handler = CommandHandler<typeof Supplier.commands.deduct, SupplierTables, SupplierSettings>
type Context = Pick<Parameters<Handler>[1], 'tx' | 'now' | 'emit' | 'id'>
type Fact = Pick<LineRow, 'supplier_id' | 'reference' | 'net_fen'> & {
  readonly kind: Exclude<LineRow['kind'], 'carried'>
} & Partial<Pick<LineRow, 'goods_fen' | 'commission_fen' | 'order_id' | 'sku_id' | 'reason'>>

/** Writes the line and says so; false when the fact has its line already. */
export const writeLine = async ({ tx, now, emit, id }: Context, fact: Fact): Promise<boolean> => {
  const lineId = id('lin')
  const none = { order_id: '', sku_id: '', reason: '', goods_fen: 0, commission_fen: 0 }
  const row = { id: lineId, ...none, ...fact, at: now, statement_id: null }
  if (!(await insertLine(tx, row))) return false
  emit(Supplier.events.line_earned, {
    supplierId: row.supplier_id,
    lineId,
    kind: row.kind,
    reference: row.reference,
    goodsFen: row.goods_fen,
    commissionFen: row.commission_fen,
    netFen: row.net_fen,
    at: now,
  })
  return true
}
