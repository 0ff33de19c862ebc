/** What a supplier earns and owes, one line a fact. */
import type { InputOf } from '@tiantou/kernel'
import type { CommandHandler } from '@tiantou/platform'
import type { Supplier } from '../contract.ts'
import { earn, shareOf } from '../rules.ts'
import type { SupplierSettings } from '../settings.ts'
import { contractAt, lockSupplier } from '../store/contracts.ts'
import { insertRefundAhead, linesOfSale, refundedAhead, wasAhead } from '../store/settlement.ts'
import type { SupplierTables } from '../tables.ts'
import { askBack, beginShare, setFree } from './shares.ts'
import { writeLine } from './write-line.ts'

type Commands = typeof Supplier.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], SupplierTables, SupplierSettings>
type Context = Pick<Parameters<Handler<'deduct'>>[1], 'tx' | 'now' | 'actor' | 'emit' | 'id'>

/** Always in the same order, so that two commands cannot wait for one another. */
const inOrder = <L extends { readonly supplierId: string; readonly skuId: string }>(lines: readonly L[]) =>
  lines.toSorted((a, b) => (a.supplierId + a.skuId < b.supplierId + b.skuId ? -1 : 1))

/** What of the lines just written is shared, a supplier each. */
const shareOut = async (
  context: Context,
  orderId: string,
  shares: ReadonlyMap<string, number>,
): Promise<void> => {
  for (const [supplierId, fen] of shares) await beginShare(context, { orderId, supplierId, fen })
  if (shares.size > 0) await setFree(context, orderId)
}

/**
 * Takes off what went back before, and the commission of the contract that held when it was placed. Where
 * that contract says so, what was earned is shared at once, as far as the channel shares.
 */
export const collect: Handler<'collect'> = async ({ orderId, placedAt, lines }, context) => {
  const { tx, settings, refuse } = context
  const shares = new Map<string, number>()
  for (const { supplierId, skuId, paidFen } of inOrder(lines)) {
    await lockSupplier(tx, supplierId)
    const contract = await contractAt(tx, supplierId, placedAt)
    if (contract === undefined) return refuse('no_contract', { supplierId })
    const goodsFen = paidFen - (await refundedAhead(tx, orderId, skuId))
    const earned = earn(goodsFen, contract.commission_bp)
    const isFresh = await writeLine(context, {
      supplier_id: supplierId,
      kind: 'sale',
      reference: `${orderId}:${skuId}`,
      order_id: orderId,
      sku_id: skuId,
      goods_fen: goodsFen,
      ...earned,
    })
    if (!isFresh || contract.pay_by !== 'sharing') continue
    const fen = shareOf(goodsFen, earned.net_fen, settings.shareMostBp)
    shares.set(supplierId, (shares.get(supplierId) ?? 0) + fen)
  }
  await shareOut(context, orderId, shares)
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
  await writeLine(context, {
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
  const suppliers = new Set(lines.map((line) => line.supplierId).toSorted())
  for (const supplierId of suppliers) await askBack(context, refund.orderId, supplierId)
  return {}
}

export const deduct: Handler<'deduct'> = async ({ supplierId, amountFen, reason, reference }, context) => {
  const { tx, refuse } = context
  if (!(await lockSupplier(tx, supplierId))) return refuse('no_such_supplier')
  const written = await writeLine(context, {
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
