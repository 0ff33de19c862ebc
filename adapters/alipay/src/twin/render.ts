/** Books → the fields of the protocol (trade, refund, notice). Pure; no signature, no rule. */
import { refundedFen, statusOf, type TwinRefund, type TwinTrade } from './book.ts'

/** `19.99` */
export function yuanOf(fen: number): string {
  return `${Math.trunc(fen / 100)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`
}

/** `yyyy-MM-dd HH:mm:ss` in China. */
export function timeText(at: number): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('+08:00')
  return local.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ')
}

/** The answer to a query. */
export function tradeFields(trade: TwinTrade): Record<string, unknown> {
  const { paidAt } = trade
  const total = yuanOf(trade.totalFen)
  return {
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    buyer_logon_id: '138******00',
    trade_status: statusOf(trade),
    total_amount: total,
    ...(paidAt === undefined
      ? { buyer_pay_amount: '0.00', receipt_amount: '0.00' }
      : {
          buyer_user_id: trade.buyerId,
          buyer_pay_amount: total,
          receipt_amount: total,
          invoice_amount: total,
          point_amount: '0.00',
          send_pay_date: timeText(paidAt),
          fund_bill_list: [{ amount: total, fund_channel: 'ALIPAYACCOUNT' }],
        }),
  }
}

/** The answer to a refund. */
export function refundFields(trade: TwinTrade, isNew: boolean): Record<string, unknown> {
  return {
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    buyer_logon_id: '138******00',
    fund_change: isNew ? 'Y' : 'N',
    refund_fee: yuanOf(refundedFen(trade)),
    ...(isNew ? { gmt_refund_pay: timeText(trade.refunds.at(-1)?.at ?? trade.createdAt) } : {}),
  }
}

/** The answer to a query of a refund; nothing but the two numbers where there is none. */
export function refundQueryFields(trade: TwinTrade, refund: TwinRefund | undefined): Record<string, unknown> {
  if (refund === undefined) return {}
  return {
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    out_request_no: refund.outRefundNo,
    total_amount: yuanOf(trade.totalFen),
    refund_amount: yuanOf(refund.refundFen),
    refund_status: 'REFUND_SUCCESS',
    gmt_refund_pay: timeText(refund.at),
  }
}

/** What a notice says of a trade, before it is signed; with the refund that it tells of. */
export function noticeFields(trade: TwinTrade, refund?: TwinRefund): Record<string, string> {
  const total = yuanOf(trade.totalFen)
  return {
    notify_type: 'trade_status_sync',
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    trade_status: statusOf(trade),
    subject: trade.subject,
    total_amount: total,
    gmt_create: timeText(trade.createdAt),
    ...(trade.closedAt === undefined ? {} : { gmt_close: timeText(trade.closedAt) }),
    ...(trade.paidAt === undefined
      ? {}
      : {
          buyer_id: trade.buyerId ?? '',
          buyer_pay_amount: total,
          receipt_amount: total,
          invoice_amount: total,
          point_amount: '0.00',
          gmt_payment: timeText(trade.paidAt),
          fund_bill_list: JSON.stringify([{ amount: total, fundChannel: 'ALIPAYACCOUNT' }]),
        }),
    ...(refund === undefined
      ? {}
      : {
          out_biz_no: refund.outRefundNo,
          refund_fee: yuanOf(refundedFen(trade)),
          gmt_refund: `${timeText(refund.at)}.${String(refund.at % 1000).padStart(3, '0')}`,
        }),
  }
}
