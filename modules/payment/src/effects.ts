/**
 * Calls of module payment through its port: what is asked of a channel, and what its answers are reduced to.
 */
import type { OutputOf } from '@tiantou/kernel'
import type { EffectHandler } from '@tiantou/platform'
import type { Payment } from './contract.ts'
import type { PaymentChannel, PaymentFact, RefundFact } from './port.ts'
import type { FactFields } from './rules.ts'
import { attemptToStart, findAttempt, findRefund } from './store.ts'
import type { PaymentTables } from './tables.ts'

/** One port per channel; the channel's name is the port's name. */
export type PaymentPorts = Readonly<Record<'wechat-pay', PaymentChannel>>

type Effects = typeof Payment.effects
type Ticket = NonNullable<OutputOf<Effects['startAtChannel']>['ticket']>
type Handler<N extends keyof Effects> = EffectHandler<Effects[N], PaymentTables, PaymentPorts>

const factOf = (
  channel: PaymentChannel,
  fact: PaymentFact,
  merchantId = channel.merchantId,
  ours = true,
): FactFields => ({
  channel: 'wechat-pay',
  outTradeNo: fact.outTradeNo,
  merchantId,
  ours,
  state: fact.state,
  ...(fact.transactionId === undefined ? {} : { transactionId: fact.transactionId }),
  ...(fact.amountFen === undefined ? {} : { amountFen: fact.amountFen }),
  ...(fact.paidAt === undefined ? {} : { paidAt: fact.paidAt }),
})

const refundWordOf = (fact: RefundFact): OutputOf<Effects['refundAtChannel']> => ({
  outRefundNo: fact.outRefundNo,
  state: fact.state,
  ...(fact.refundId === undefined ? {} : { channelRefundId: fact.refundId }),
  ...(fact.refundFen === undefined ? {} : { refundFen: fact.refundFen }),
  ...(fact.finishedAt === undefined ? {} : { finishedAt: fact.finishedAt }),
})

export const appOfChannel: Handler<'appOfChannel'> = async ({ channel }, { ports }) => ({
  appId: ports[channel].appId,
})

export const startAtChannel: Handler<'startAtChannel'> = async ({ attemptId }, { db, ports }) => {
  const attempt = await attemptToStart(db, attemptId)
  if (attempt === undefined) throw new Error(`There is no attempt ${attemptId}.`)
  const answer = await ports[attempt.channel].start({
    scene: attempt.scene,
    outTradeNo: attempt.out_trade_no,
    amountFen: attempt.amount_fen,
    description: attempt.description,
    expiresAt: attempt.expires_at,
    clientIp: attempt.client_ip,
    ...(attempt.open_id === null ? {} : { openId: attempt.open_id }),
  })
  if (answer.kind === 'ok') return { word: 'ok', ticket: answer.value as Ticket }
  return answer.kind === 'refused' ? { word: 'refused', code: answer.code } : { word: 'unknown' }
}

export const askChannel: Handler<'askChannel'> = async ({ attemptId }, { db, ports }) => {
  const attempt = await findAttempt(db, attemptId)
  if (attempt === undefined) throw new Error(`There is no attempt ${attemptId}.`)
  const channel = ports[attempt.channel]
  const answer = await channel.query(attempt.out_trade_no)
  if (answer.kind === 'ok') return { word: 'ok', fact: factOf(channel, answer.value) }
  return { word: answer.kind }
}

export const closeAtChannel: Handler<'closeAtChannel'> = async ({ attemptId }, { db, ports }) => {
  const attempt = await findAttempt(db, attemptId)
  if (attempt === undefined) throw new Error(`There is no attempt ${attemptId}.`)
  const channel = ports[attempt.channel]
  const answer = await channel.close(attempt.out_trade_no)
  if (answer.kind === 'ok') return { word: 'closed' }
  if (answer.kind === 'unknown') return { word: 'unknown' }
  // Refused: it was paid first, was closed before, or never reached the channel. Only a query tells which.
  const asked = await channel.query(attempt.out_trade_no)
  if (asked.kind === 'refused') return { word: 'closed' }
  if (asked.kind === 'unknown') return { word: 'unknown' }
  if (asked.value.state === 'unpaid') return { word: 'unknown' }
  return asked.value.state === 'closed'
    ? { word: 'closed' }
    : { word: 'paid', fact: factOf(channel, asked.value) }
}

export const refundAtChannel: Handler<'refundAtChannel'> = async ({ refundId }, { db, ports }) => {
  const row = await findRefund(db, refundId)
  const attempt = row === undefined ? undefined : await findAttempt(db, row.attempt_id)
  if (row === undefined || attempt === undefined) throw new Error(`There is no refund ${refundId}.`)
  const channel = ports[attempt.channel]
  const answer =
    row.state === 'processing'
      ? await channel.queryRefund(row.out_refund_no)
      : await channel.refund({
          outTradeNo: attempt.out_trade_no,
          outRefundNo: row.out_refund_no,
          refundFen: row.refund_fen,
          totalFen: row.refund_fen,
          reason: REASONS[row.reason],
        })
  if (answer.kind === 'ok') return refundWordOf(answer.value)
  if (answer.kind === 'unknown') return { outRefundNo: row.out_refund_no, state: 'unknown' }
  return { outRefundNo: row.out_refund_no, state: 'refused', code: answer.code }
}

/** What the shopper reads at the channel. */
const REASONS = { cancelled: '订单取消', late: '订单已关闭', duplicate: '重复支付' } as const

export const verifyCallback: Handler<'verifyCallback'> = async (
  { channel: name, headers, bodyBase64 },
  { ports },
) => {
  const channel = ports[name]
  const verified = channel.verify({ headers, body: Buffer.from(bodyBase64, 'base64') })
  if (verified.kind === 'bad') return { kind: 'bad', code: verified.code }
  const merchantIsOurs = verified.merchantId === channel.merchantId
  if (verified.kind === 'payment') {
    const ours = merchantIsOurs && verified.appId === channel.appId
    return { kind: 'payment', fact: factOf(channel, verified.fact, verified.merchantId, ours) }
  }
  return merchantIsOurs
    ? { kind: 'refund', refund: refundWordOf(verified.fact) }
    : { kind: 'bad', code: 'merchant_mismatch' }
}
