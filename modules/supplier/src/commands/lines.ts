/** What a supplier earns and owes, one line a fact. */
import type { CommandHandler } from '@tiantou/platform'
import { Supplier } from '../contract.ts'
import { earn } from '../rules.ts'
import type { SupplierSettings } from '../settings.ts'
import { activeContract, lockSupplier } from '../store/contracts.ts'
import { insertLine, linesOfSale } from '../store/settlement.ts'
import type { LineRow, SupplierTables } from '../tables.ts'

type Commands = typeof Supplier.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], SupplierTables, SupplierSettings>
type Context = Pick<Parameters<Handler<'deduct'>>[1], 'tx' | 'now' | 'emit' | 'id'>
type Fact = Pick<LineRow, 'supplier_id' | 'reference' | 'goods_fen' | 'commission_fen' | 'net_fen'> & {
  readonly kind: 'sale' | 'refund' | 'deduction'
  readonly order_id?: string
  readonly sku_id?: string
  readonly reason?: string
}

/** Writes the line and says so; false when the fact has its line already. */
const write = async ({ tx, now, emit, id }: Context, fact: Fact): Promise<boolean> => {
  const lineId = id('lin')
  const place = { order_id: '', sku_id: '', reason: '' }
  const row = { id: lineId, ...place, ...fact, at: now, statement_id: null }
  if (!(await insertLine(tx, row))) return false
  emit(Supplier.events.line_earned, {
    supplierId: fact.supplier_id,
    lineId,
    kind: fact.kind,
    reference: fact.reference,
    goodsFen: fact.goods_fen,
    commissionFen: fact.commission_fen,
    netFen: fact.net_fen,
  })
  return true
}

/** Lines are written in the order of their suppliers, so that two orders cannot wait for one another. */
export const collect: Handler<'collect'> = async ({ orderId, lines }, context) => {
  const { tx, refuse } = context
  const inOrder = lines.toSorted((a, b) => (a.supplierId + a.skuId < b.supplierId + b.skuId ? -1 : 1))
  for (const { supplierId, skuId, paidFen, refundedFen } of inOrder) {
    if (refundedFen > paidFen) return refuse('refunded_above_paid')
    await lockSupplier(tx, supplierId)
    const contract = await activeContract(tx, supplierId)
    if (contract === undefined) return refuse('no_contract', { supplierId })
    const { commissionFen, netFen } = earn(paidFen, refundedFen, contract.commission_bp)
    await write(context, {
      supplier_id: supplierId,
      kind: 'sale',
      reference: `${orderId}:${skuId}`,
      order_id: orderId,
      sku_id: skuId,
      goods_fen: paidFen - refundedFen,
      commission_fen: commissionFen,
      net_fen: netFen,
    })
  }
  return {}
}

/** The commission goes back in proportion to the goods, so a line refunded whole leaves nothing behind. */
export const recordRefund: Handler<'recordRefund'> = async (input, context) => {
  const { tx, refuse } = context
  const { supplierId, orderId, skuId, refundFen } = input
  await lockSupplier(tx, supplierId)
  const all = await linesOfSale(tx, input)
  const sale = all.find(({ kind }) => kind === 'sale')
  if (sale === undefined) return refuse('no_such_line')
  const reference = `${input.refundId}:${skuId}`
  if (all.some((line) => line.kind === 'refund' && line.reference === reference)) return {}
  const left = {
    goods: all.reduce((sum, line) => sum + line.goods_fen, 0),
    commission: all.reduce((sum, line) => sum + line.commission_fen, 0),
  }
  if (refundFen > left.goods) return refuse('refunded_above_paid')
  const kept = BigInt(left.commission) * BigInt(left.goods - refundFen)
  const commission = left.goods === 0 ? 0 : left.commission - Number(kept / BigInt(left.goods))
  await write(context, {
    supplier_id: supplierId,
    kind: 'refund',
    reference,
    order_id: orderId,
    sku_id: skuId,
    goods_fen: 0 - refundFen,
    commission_fen: 0 - commission,
    net_fen: commission - refundFen,
  })
  return {}
}

export const deduct: Handler<'deduct'> = async ({ supplierId, amountFen, reason, reference }, context) => {
  const { tx, refuse } = context
  if (!(await lockSupplier(tx, supplierId))) return refuse('no_such_supplier')
  const written = await write(context, {
    supplier_id: supplierId,
    kind: 'deduction',
    reference,
    reason,
    goods_fen: 0,
    commission_fen: 0,
    net_fen: -amountFen,
  })
  return written ? {} : refuse('known_already')
}
