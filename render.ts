/** Books → the objects of the protocol (trade, refund, notification). Pure; no signature, no rule. */
import { formatYuan } from '@tiantou/kernel'
import { refundedFen, tradeStatus, type TwinRefund, type TwinTrade } from './book.ts'

/** `2026-05-01 08:00:00` in China, as the provider writes times. */
export function chinaTime(at: number): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('Asia/Shanghai')
  return local.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ')
}

/** What alipay.trade.query says. */
export function tradeObject(trade: TwinTrade): Record<string, unknown> {
  const isPaid = trade.paidAt !== undefined
  const paid = isPaid ? formatYuan(trade.totalFen) : '0.00'
  return {
    buyer_logon_id: 'san***@sandbox.invalid',
    buyer_pay_amount: paid,
    ...(trade.payerId === undefined ? {} : payer(trade.payerId, 'buyer_user_id')),
    invoice_amount: paid,
    out_trade_no: trade.outTradeNo,
    point_amount: '0.00',
    receipt_amount: paid,
    ...(isPaid ? { send_pay_date: chinaTime(trade.paidAt ?? 0) } : {}),
    subject: trade.subject,
    total_amount: formatYuan(trade.totalFen),
    trade_no: trade.tradeNo,
    trade_status: tradeStatus(trade),
  }
}

const payer = (id: string, name: string): Record<string, string> =>
  /^2088\d{12}$/.test(id) ? { [name]: id } : { buyer_open_id: id }

/** What alipay.trade.refund says; `isNew` is whether this very call moved money. */
export function refundObject(trade: TwinTrade, refund: TwinRefund, isNew: boolean): Record<string, unknown> {
  return {
    buyer_logon_id: 'san***@sandbox.invalid',
    fund_change: isNew && refund.finishedAt !== undefined ? 'Y' : 'N',
    out_trade_no: trade.outTradeNo,
    refund_fee: formatYuan(refundedFen(trade)),
    send_back_fee: formatYuan(refund.refundFen),
    trade_no: trade.tradeNo,
  }
}

/** What alipay.trade.fastpay.refund.query says; nothing about a refund that it does not know. */
export function refundQueryObject(trade: TwinTrade, refund: TwinRefund | undefined): Record<string, unknown> {
  if (refund === undefined) return {}
  return {
    out_request_no: refund.outRequestNo,
    out_trade_no: trade.outTradeNo,
    refund_amount: formatYuan(refund.refundFen),
    total_amount: formatYuan(trade.totalFen),
    trade_no: trade.tradeNo,
    ...(refund.finishedAt === undefined
      ? {}
      : { refund_status: 'REFUND_SUCCESS', gmt_refund_pay: chinaTime(refund.finishedAt) }),
  }
}

/** The fields of a notification about a trade, or about one refund of it, but for its own number and time. */
export function noticeFields(trade: TwinTrade, refund?: TwinRefund): Map<string, string> {
  const total = formatYuan(trade.totalFen)
  const isPaid = trade.paidAt !== undefined
  const fields = new Map([
    ['notify_type', 'trade_status_sync'],
    ['charset', 'utf-8'],
    ['version', '1.0'],
    ['sign_type', 'RSA2'],
    ['trade_no', trade.tradeNo],
    ['out_trade_no', trade.outTradeNo],
    ['trade_status', tradeStatus(trade)],
    ['total_amount', total],
    ['subject', trade.subject],
    ['gmt_create', chinaTime(trade.createdAt ?? trade.offeredAt)],
  ])
  for (const [name, value] of Object.entries(trade.payerId === undefined ? {} : payer(trade.payerId, 'buyer_id')))
    fields.set(name, value)
  if (isPaid) {
    for (const name of ['receipt_amount', 'buyer_pay_amount', 'invoice_amount']) fields.set(name, total)
    fields.set('point_amount', '0.00')
    fields.set('fund_bill_list', JSON.stringify([{ amount: total, fundChannel: 'ALIPAYACCOUNT' }]))
    fields.set('gmt_payment', chinaTime(trade.paidAt ?? 0))
  }
  if (trade.closedAt !== undefined) fields.set('gmt_close', chinaTime(trade.closedAt))
  if (refund !== undefined) {
    fields.set('out_biz_no', refund.outRequestNo)
    fields.set('refund_fee', formatYuan(refundedFen(trade, true)))
    fields.set('gmt_refund', `${chinaTime(refund.finishedAt ?? refund.createdAt)}.000`)
  }
  return fields
}
