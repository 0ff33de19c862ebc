/** What module supplier hears: orders that are completed earn their suppliers money, refunds take it back. */
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'
import { on, send } from '@tiantou/platform'
import { Supplier } from '@tiantou/supplier/contract'

interface Sold {
  readonly skuId: string
  readonly supplierId: string | null
  readonly fen: number
}

/** Lines of suppliers; what the platform sells itself is nobody's. */
const ofSuppliers = (goods: readonly Sold[]) =>
  goods.flatMap(({ supplierId, skuId, fen }) => (supplierId === null ? [] : [{ supplierId, skuId, fen }]))

export const supplierReactions = [
  on(Order.events.completed, 'supplier.collect', async ({ orderId }, { ask }) => {
    const { placedAt, goods } = await ask(Order.queries.parts, { orderId })
    // Goods that were sent again earn nothing more.
    const paid = goods.filter(({ fen }) => fen > 0)
    const lines = ofSuppliers(paid).map(({ fen: paidFen, ...line }) => ({ ...line, paidFen }))
    return lines.length === 0 ? null : send(Supplier.commands.collect, { orderId, placedAt, lines })
  }),
  // Late and doubled money was nobody's sale.
  on(
    Payment.events.refund_requested,
    'supplier.record-refund',
    async ({ refundId, orderId, refundFen, beforeFen, reason }, { ask }) => {
      if (reason === 'late' || reason === 'duplicate') return null
      const { goods } = await ask(Order.queries.returned, { orderId, beforeFen, refundFen })
      // Of a claim a seller bears what was his fault; the platform bears the rest.
      const borne = goods.map(({ sellerFen, ...line }) => ({ ...line, fen: sellerFen }))
      const lines = ofSuppliers(borne).map(({ fen, ...line }) => ({ ...line, refundFen: fen }))
      return lines.length === 0 ? null : send(Supplier.commands.recordRefund, { orderId, refundId, lines })
    },
  ),
]
