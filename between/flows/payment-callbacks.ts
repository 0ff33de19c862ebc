/**
 * The doors of the channels' webhooks, one URL each: verify the bytes, then one command keyed by the fact.
 * What a channel takes for an answer differs; what is done does not.
 */
import type { InputOf } from '@tiantou/kernel'
import { Payment } from '@tiantou/payment/contract'
import type { Door, DoorAnswer, DoorContext, RawRequest } from '@tiantou/platform'

const BODY_LIMIT = 64 * 1024

type ChannelName = InputOf<typeof Payment.effects.verifyCallback>['channel']

/** How a channel is told that its notice is taken, or that it is not: then it comes again. */
interface Answers {
  /** @param reply the channel's own words, where its adapter made some */
  taken(reply: string): DoorAnswer
  refused(status: number, code: string): DoorAnswer
}

/** Only what verification reads goes on; repeated headers are joined as HTTP joins them. */
const plainHeaders = (headers: RawRequest['headers'], prefix: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  )

/** What became of a notice: taken, perhaps with words of the adapter's, or the status and why not. */
type Noted = { readonly reply: string } | { readonly status: number; readonly code: string }

/** Writes a verified fact down. */
const note = async (
  channel: ChannelName,
  headers: Record<string, string>,
  body: Buffer,
  { effect, run }: DoorContext,
): Promise<Noted> => {
  const bodyBase64 = body.toString('base64')
  const verified = await effect(Payment.effects.verifyCallback, { channel, headers, bodyBase64 })
  const { kind, fact, refund, reply = '' } = verified
  if (kind === 'bad') return { status: 401, code: verified.code ?? 'bad' }
  if (fact !== undefined) {
    const { outTradeNo, state, transactionId = '', amountFen = '', merchantId, ours, paidAt = '' } = fact
    const key = [outTradeNo, state, transactionId, amountFen, merchantId, ours, paidAt].join(':')
    const result = await run(Payment.commands.recordFact, fact, key)
    return result.ok ? { reply } : { status: 409, code: result.code }
  }
  if (refund === undefined) return { status: 400, code: 'empty' }
  const {
    outRefundNo,
    state,
    channelRefundId = '',
    refundFen = '',
    finishedAt = '',
    toMerchant = '',
  } = refund
  const key = [outRefundNo, state, channelRefundId, refundFen, finishedAt, toMerchant].join(':')
  const result = await run(Payment.commands.recordRefund, refund, key)
  return result.ok ? { reply } : { status: 409, code: result.code }
}

/** @param prefix which headers the channel signs by; `-` for none */
const notifyDoor = (channel: ChannelName, prefix: string, answers: Answers): Door => ({
  path: `/callbacks/${channel}`,
  bodyLimit: BODY_LIMIT,
  handle: async ({ headers, body }, context) => {
    const noted = await note(channel, plainHeaders(headers, prefix), body, context)
    return 'reply' in noted ? answers.taken(noted.reply) : answers.refused(noted.status, noted.code)
  },
})

/** WeChat repeats a notice until it is answered 2xx; a FAIL body under 200 would count as handled. */
export const weChatPayNotify = notifyDoor('wechat-pay', 'wechatpay-', {
  taken: () => ({ status: 204, body: null }),
  refused: (status, code) => ({ status, body: { code: 'FAIL', message: code } }),
})

/** Alipay repeats a notice until it reads these seven letters and nothing else. */
export const alipayNotify = notifyDoor('alipay', '-', {
  taken: () => ({ status: 200, body: 'success' }),
  refused: (status) => ({ status, body: 'fail' }),
})

/** UnionPay repeats a notice until it is answered 200, and reads no further. */
export const unionpayNotify = notifyDoor('unionpay', '-', {
  taken: () => ({ status: 200, body: 'ok' }),
  refused: (status) => ({ status, body: 'fail' }),
})

/** The bank behind e-CNY repeats a notice until it reads a yes that is signed by us. */
export const ecnyNotify = notifyDoor('ecny', '-', {
  taken: (reply) => ({ status: 200, body: JSON.parse(reply) as unknown }),
  refused: (status, code) => ({ status, body: { returnCode: 'FAIL', returnMsg: code } }),
})
