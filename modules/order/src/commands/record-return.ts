/**
 * Says for which lines the money of one refund goes back. Whoever books the refund asks here, so that the
 * seller of the line loses it and nobody else.
 */
import type { CommandHandler } from '@tiantou/platform'
import type { Order } from '../contract.ts'
import { findOrder, insertReturns, linesOf, returnsOf } from '../store.ts'
import type { OrderTables } from '../tables.ts'

/** Refuses no_such_order. A line that the order does not have takes nothing. */
export const recordReturn: CommandHandler<typeof Order.commands.recordReturn, OrderTables> = async (
  { orderId, bizKey, beforeFen, lines, freightFen = 0 },
  { tx, refuse },
) => {
  if ((await findOrder(tx, orderId)) === undefined) return refuse('no_such_order')
  const known = await returnsOf(tx, orderId)
  if (known.some((row) => row.biz_key === bizKey)) return {}
  const rows = await linesOf(tx, [orderId])
  const named = lines.flatMap(({ skuId, fen, houseFen = 0 }) => {
    const row = rows.find((line) => line.sku_id === skuId)
    return row === undefined || fen === 0
      ? []
      : [{ line_no: row.no, fen, house_fen: Math.min(houseFen, fen) }]
  })
  if (freightFen > 0) named.push({ line_no: 0, fen: freightFen, house_fen: 0 })
  const of = { order_id: orderId, biz_key: bizKey, before_fen: beforeFen }
  await insertReturns(
    tx,
    named.map((row) => ({ ...of, ...row })),
  )
  return {}
}
