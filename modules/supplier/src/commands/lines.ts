/** What a supplier earns and owes, one line a fact. */
import type { InputOf } from '@tiantou/kernel'
import type { CommandHandler } from '@tiantou/platform'
import { Supplier } from '../contract.ts'
import { earn } from '../rules.ts'
import type { SupplierSettings } from '../settings.ts'
import { contractAt, lockSupplier } from '../store/contracts.ts'
import { insertLine, insertRefundAhead, linesOfSale, refundedAhead, wasAhead } from '../store/settlement.ts'
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
    at: now,
  })
  return true
}

/** Always in the same order, so that two commands cannot wait for one another. */
const inOrder = <L extends { readonly supplierId: string; readonly skuId: string }>(lines: readonly L[]) =>
  lines.toSorted((a, b) => (a.supplierId + a.skuId < b.supplierId + b.skuId ? -1 : 1))

/** Takes off what went back before, and the commission of the contract that held when it was placed. */
export const collect: Handler<'collect'> = async ({ orderId, placedAt, lines }, context) => {
  const { tx, refuse } = context
  for (const { supplierId, skuId, paidFen } of inOrder(lines)) {
    await lockSupplier(tx, supplierId)
    const contract = await contractAt(tx, supplierId, placedAt)
    if (contract === undefined) return refuse('no_contract', { supplierId })
    const goodsFen = paidFen - (await refundedAhead(tx, orderId, skuId))
    await write(context, {
      supplier_id: supplierId,
      kind: 'sale',
      reference: `${orderId}:${skuId}`,
      order_id: orderId,
      sku_id: skuId,
      goods_fen: goodsFen,
      ...earn(goodsFen, contract.commission_bp),
    })
  }
  return {}
}

type Refunded = InputOf<Commands['recordRefund']>['lines'][number]

/** The commission goes back in proportion to the goods, so a line refunded whole leaves nothing behind. */
const refundLine = async (
  context: Context,
  { orderId, refundId }: { readonly orderId: string; readonly refundId: string },
  { supplierId, skuId, refundFen }: Refunded,
): Promise<boolean> => {
  const { tx } = context
  await lockSupplier(tx, supplierId)
  const reference = `${refundId}:${skuId}`
  const of = { supplier_id: supplierId, order_id: orderId, sku_id: skuId }
  const all = await linesOfSale(tx, of)
  if (all.some((line) => line.reference === reference)) return true
  if (await wasAhead(tx, reference)) return true
  if (all.length === 0) {
    await insertRefundAhead(tx, { id: reference, ...of, refund_fen: refundFen })
    return true
  }
  const left = {
    goods: all.reduce((sum, line) => sum + line.goods_fen, 0),
    commission: all.reduce((sum, line) => sum + line.commission_fen, 0),
  }
  if (refundFen > left.goods) return false
  const kept = BigInt(left.commission) * BigInt(left.goods - refundFen)
  const commission = left.goods === 0 ? 0 : left.commission - Number(kept / BigInt(left.goods))
  await write(context, {
    ...of,
    kind: 'refund',
    reference,
    goods_fen: 0 - refundFen,
    commission_fen: 0 - commission,
    net_fen: commission - refundFen,
  })
  return true
}

export const recordRefund: Handler<'recordRefund'> = async ({ lines, ...refund }, context) => {
  for (const line of inOrder(lines)) {
    if (line.refundFen > 0 && !(await refundLine(context, refund, line)))
      return context.refuse('refunded_above_paid')
  }
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
