/** Books → the JSON objects of the protocol (order, refund, refund notice). Pure; no signature, no rule. */
import { tradeState, type TwinOrder, type TwinRefund } from './book.ts'

const TRADE_TYPES = { jsapi: 'JSAPI', h5: 'MWEB', native: 'NATIVE' } as const
const DESCRIPTIONS = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  CLOSED: '订单已关闭',
  REFUND: '订单发生过退款',
} as const
const ACCOUNT = '支付用户零钱'

/** RFC 3339 with +08:00, as the provider writes times. */
export function rfc3339(at: number): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('+08:00')
  return `${local.toPlainDateTime().toString({ smallestUnit: 'second' })}+08:00`
}

export function orderObject(order: TwinOrder): Record<string, unknown> {
  const state = tradeState(order)
  const isPaid = order.transactionId !== undefined && order.paidAt !== undefined
  return {
    appid: order.appId,
    mchid: order.mchId,
    out_trade_no: order.outTradeNo,
    trade_state: state,
    trade_state_desc: DESCRIPTIONS[state],
    promotion_detail: [],
    amount: {
      total: order.totalFen,
      currency: 'CNY',
      ...(isPaid ? { payer_total: order.totalFen, payer_currency: 'CNY' } : {}),
    },
    payer: order.payerId === undefined ? {} : { openid: order.payerId },
    ...(isPaid
      ? {
          transaction_id: order.transactionId,
          trade_type: TRADE_TYPES[order.scene],
          bank_type: 'OTHERS',
          success_time: rfc3339(order.paidAt ?? 0),
        }
      : {}),
  }
}

export function refundObject(order: TwinOrder, refund: TwinRefund): Record<string, unknown> {
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: order.transactionId,
    out_trade_no: order.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: refund.receiver ?? ACCOUNT,
    create_time: rfc3339(refund.createdAt),
    ...(refund.finishedAt === undefined ? {} : { success_time: rfc3339(refund.finishedAt) }),
    status: refund.status,
    funds_account: 'AVAILABLE',
    amount: {
      ...refundAmounts(order, refund),
      settlement_total: order.totalFen,
      settlement_refund: refund.refundFen,
      discount_refund: 0,
      currency: 'CNY',
    },
  }
}

/** What a refund notice carries, before encryption. */
export function refundNotice(order: TwinOrder, refund: TwinRefund): Record<string, unknown> {
  return {
    mchid: order.mchId,
    transaction_id: order.transactionId,
    out_trade_no: order.outTradeNo,
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    refund_status: refund.status,
    ...(refund.finishedAt === undefined ? {} : { success_time: rfc3339(refund.finishedAt) }),
    user_received_account: refund.receiver ?? ACCOUNT,
    amount: refundAmounts(order, refund),
  }
}

function refundAmounts(order: TwinOrder, refund: TwinRefund): Record<string, number> {
  return {
    total: order.totalFen,
    refund: refund.refundFen,
    payer_total: order.totalFen,
    payer_refund: refund.refundFen,
  }
}
