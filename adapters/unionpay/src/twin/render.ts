/** Books → the fields of the protocol. Pure; no signature, no rule. */
import type { TwinOrder, TwinRefund } from './book.ts'

/** `yyyyMMddHHmmss` in China. */
export function timeText(at: number): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('+08:00')
  return local.toPlainDateTime().toString({ smallestUnit: 'second' }).replaceAll(/\D/g, '')
}

const COMMON = { accessType: '0', currencyCode: '156', settleCurrencyCode: '156' } as const

function settled(at: number, fen: number): Record<string, string> {
  const time = timeText(at).slice(4)
  return { txnAmt: String(fen), settleAmt: String(fen), settleDate: time.slice(0, 4), traceTime: time }
}

/** What answers and notices say of a payment, before who asked and how it stands. */
export function orderFields(order: TwinOrder): Record<string, string> {
  return {
    ...COMMON,
    txnType: '01',
    txnSubType: '01',
    bizType: '000201',
    orderId: order.outTradeNo,
    txnTime: order.txnTime,
    queryId: order.queryId,
    traceNo: order.queryId.slice(0, 6),
    ...settled(order.paidAt ?? order.createdAt, order.totalFen),
  }
}

/** The same of a refund. */
export function refundFields(order: TwinOrder, refund: TwinRefund): Record<string, string> {
  return {
    ...COMMON,
    txnType: '04',
    txnSubType: '00',
    bizType: '000000',
    orderId: refund.outRefundNo,
    txnTime: refund.txnTime,
    queryId: refund.queryId,
    origQryId: order.queryId,
    traceNo: refund.queryId.slice(0, 6),
    ...settled(refund.endsAt, refund.refundFen),
  }
}
