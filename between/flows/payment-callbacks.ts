/**
 * The door of WeChat Pay's webhooks: verify the bytes, then one command keyed by the fact. The HTTP status is
 * the answer.
 */
import { Payment } from '@tiantou/payment/contract'
import type { Door, RawRequest } from '@tiantou/platform'

const BODY_LIMIT = 64 * 1024

/** Only what verification reads goes on; repeated headers are joined as HTTP joins them. */
const plainHeaders = (headers: RawRequest['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith('wechatpay-'))
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  )

const refused = (status: number, code: string) => ({ status, body: { code: 'FAIL', message: code } })

/** WeChat repeats a notice until it is answered 2xx; a FAIL body under 200 would count as handled. */
export const weChatPayNotify: Door = {
  path: '/callbacks/wechat-pay',
  bodyLimit: BODY_LIMIT,
  handle: async ({ headers, body }, { effect, run }) => {
    const verified = await effect(Payment.effects.verifyCallback, {
      channel: 'wechat-pay',
      headers: plainHeaders(headers),
      bodyBase64: body.toString('base64'),
    })
    const { kind, fact, refund } = verified
    if (kind === 'bad') return refused(401, verified.code ?? 'bad')
    if (fact !== undefined) {
      const { outTradeNo, state, transactionId = '', amountFen = '', ours } = fact
      const key = `${outTradeNo}:${state}:${transactionId}:${amountFen}:${ours}:${fact.paidAt ?? ''}`
      const result = await run(Payment.commands.recordFact, fact, key)
      return result.ok ? { status: 204, body: null } : refused(409, result.code)
    }
    if (refund === undefined) return refused(400, 'empty')
    const { outRefundNo, state, channelRefundId = '', refundFen = '' } = refund
    const key = `${outRefundNo}:${state}:${channelRefundId}:${refundFen}:${refund.finishedAt ?? ''}`
    const result = await run(Payment.commands.recordRefund, refund, key)
    return result.ok ? { status: 204, body: null } : refused(409, result.code)
  },
}
