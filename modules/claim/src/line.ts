/** What a claim takes of its line and of its lot: given back when it comes to nothing, and taken again. */
import type { Tx } from '@tiantou/platform'
import { changeTaken } from './store/claims.ts'
import { changeLot } from './store/standings.ts'
import type { ClaimRow, ClaimTables } from './tables.ts'

const countAtLot = async (tx: Tx<ClaimTables>, row: ClaimRow, claims: 1 | -1): Promise<void> => {
  const { sku_id: skuId, title, lot_id: lotId, lot_no: lotNo } = row
  if (lotId !== null)
    await changeLot(tx, { lotId, lotNo, skuId, title }, { sent: 0, bad: claims * row.bad_pieces, claims })
}

/** A claim that comes to nothing gives back what it took: of its line's money and weight, and of its lot. */
export const giveBackToLine = async (tx: Tx<ClaimTables>, row: ClaimRow): Promise<void> => {
  const { order_id: orderId, sku_id: skuId } = row
  await changeTaken(tx, { orderId, skuId, fen: -row.amount_fen, grams: -row.bad_g })
  await countAtLot(tx, row, -1)
}

/**
 * Takes the difference to another amount from the line; false where that is more than there is. A claim that
 * had come to nothing takes its weight and counts at its lot again.
 */
export const changeAmount = async (
  tx: Tx<ClaimTables>,
  row: ClaimRow,
  amountFen: number,
): Promise<boolean> => {
  const { order_id: orderId, sku_id: skuId, amount_fen } = row
  const fen = amountFen - amount_fen
  if (fen === 0) return true
  const stands = amount_fen > 0
  if (!(await changeTaken(tx, { orderId, skuId, fen, grams: stands ? 0 : row.bad_g }))) return false
  if (!stands) await countAtLot(tx, row, 1)
  return true
}
