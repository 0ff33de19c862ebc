/**
 * Calls of module payment through its port: what is asked of a channel, and what its answers are reduced to.
 */
import type { OutputOf } from '@tiantou/kernel'
import type { EffectHandler } from '@tiantou/platform'
import type { Payment } from './contract.ts'
import type { PaymentChannel, PaymentFact, RefundFact, ShipmentHearer } from './port.ts'
import type { FactFields } from './rules.ts'
import { channelNames } from './shapes.ts'
import { attemptToStart, findAttempt, findRefund, findPayment, payingAttempt } from './store.ts'
import { findShipment } from './store-shipments.ts'
import type { AttemptRow, ChannelName, PaymentTables } from './tables.ts'

/** One port per channel; the channel's name is the port's name. Empty where a channel is not configured. */
export type PaymentPorts = Readonly<Partial<Record<ChannelName, PaymentChannel | undefined>>> & {
  /** Absent where no mini program is configured. */
  readonly shipments?: ShipmentHearer | undefined
}

type Effects = typeof Payment.effects
type Ticket = NonNullable<OutputOf<Effects['startAtChannel']>['ticket']>
type Handler<N extends keyof Effects> = EffectHandler<Effects[N], PaymentTables, PaymentPorts>

/** The port that an attempt needs. Throws where its channel is configured no more: an outage, till it is. */
const portOf = (ports: PaymentPorts, name: ChannelName): PaymentChannel => {
  const port = ports[name]
  if (port === undefined) throw new Error(`The channel ${name} is not configured.`)
  return port
}

const attemptAt = async (context: Parameters<Handler<'askChannel'>>[1], attemptId: string) => {
  const attempt = await findAttempt(context.db, attemptId)
  if (attempt === undefined) throw new Error(`There is no attempt ${attemptId}.`)
  return { attempt, channel: portOf(context.ports, attempt.channel) }
}

const factOf = (
  name: ChannelName,
  channel: PaymentChannel,
  fact: PaymentFact,
  merchantId = channel.merchantId,
  ours = true,
): FactFields => ({
  channel: name,
  outTradeNo: fact.outTradeNo,
  merchantId,
  ours,
  state: fact.state,
  ...(fact.transactionId === undefined ? {} : { transactionId: fact.transactionId }),
  ...(fact.amountFen === undefined ? {} : { amountFen: fact.amountFen }),
  ...(fact.paidAt === undefined ? {} : { paidAt: fact.paidAt }),
})

const refundWordOf = (channel: ChannelName, fact: RefundFact): OutputOf<Effects['refundAtChannel']> => ({
  channel,
  outRefundNo: fact.outRefundNo,
  state: fact.state,
  ...(fact.refundId === undefined ? {} : { channelRefundId: fact.refundId }),
  ...(fact.refundFen === undefined ? {} : { refundFen: fact.refundFen }),
  ...(fact.finishedAt === undefined ? {} : { finishedAt: fact.finishedAt }),
  ...(fact.toMerchant === undefined ? {} : { toMerchant: fact.toMerchant }),
})

export const channelsOffered: Handler<'channelsOffered'> = async (_input, { ports }) => ({
  channels: channelNames.flatMap((channel) => {
    const scenes = ports[channel]?.scenes
    return scenes === undefined ? [] : [{ channel, scenes: [...scenes] }]
  }),
})

export const appOfChannel: Handler<'appOfChannel'> = async ({ channel }, { ports }) => ({
  appId: ports[channel]?.appId ?? '',
  merchantId: ports[channel]?.merchantId ?? '',
})

export const startAtChannel: Handler<'startAtChannel'> = async ({ attemptId }, { db, ports }) => {
  const attempt = await attemptToStart(db, attemptId)
  if (attempt === undefined) throw new Error(`There is no attempt ${attemptId}.`)
  const channel = ports[attempt.channel]
  if (channel?.scenes.includes(attempt.scene) !== true) return { word: 'refused', code: 'not_offered' }
  const answer = await channel.start({
    scene: attempt.scene,
    outTradeNo: attempt.out_trade_no,
    paymentId: attempt.payment_id,
    amountFen: attempt.amount_fen,
    description: attempt.description,
    expiresAt: attempt.expires_at,
    clientIp: attempt.client_ip,
    ...(attempt.is_shared === 1 ? { isShared: true } : {}),
    ...(attempt.open_id === null ? {} : { openId: attempt.open_id }),
  })
  if (answer.kind === 'ok') return { word: 'ok', ticket: answer.value as Ticket }
  return answer.kind === 'refused' ? { word: 'refused', code: answer.code } : { word: 'unknown' }
}

export const askChannel: Handler<'askChannel'> = async ({ attemptId }, context) => {
  const { attempt, channel } = await attemptAt(context, attemptId)
  const answer = await channel.query(attempt.out_trade_no)
  if (answer.kind === 'ok') return { word: 'ok', fact: factOf(attempt.channel, channel, answer.value) }
  return { word: answer.kind }
}

/**
 * Whether an attempt may be paid yet though its channel does not close it: Alipay learns of a payment when
 * somebody opens the link or scans the code that was handed out, and UnionPay has no closing at all. When the
 * time that the channel was given is over, nothing comes.
 */
const mayComeYet = async (
  { db, now }: Pick<Parameters<Handler<'closeAtChannel'>>[1], 'db' | 'now'>,
  attempt: AttemptRow,
): Promise<boolean> => {
  const payment = attempt.ticket === null ? undefined : await findPayment(db, attempt.payment_id)
  return payment !== undefined && now < payment.expires_at
}

export const closeAtChannel: Handler<'closeAtChannel'> = async ({ attemptId }, context) => {
  const { attempt, channel } = await attemptAt(context, attemptId)
  const answer = await channel.close(attempt.out_trade_no)
  if (answer.kind === 'ok') return { word: 'closed' }
  if (answer.kind === 'unknown') return { word: 'unknown' }
  // Refused: it was paid first, was closed before, or never reached the channel. Only a query tells which.
  const asked = await channel.query(attempt.out_trade_no)
  if (asked.kind === 'refused' || (asked.kind === 'ok' && asked.value.state === 'unpaid')) {
    return { word: (await mayComeYet(context, attempt)) ? 'unknown' : 'closed' }
  }
  if (asked.kind === 'unknown') return { word: 'unknown' }
  return asked.value.state === 'closed'
    ? { word: 'closed' }
    : { word: 'paid', fact: factOf(attempt.channel, channel, asked.value) }
}

/** A refund with its channel, and the numbers by which both know it. */
const refundWith = async ({ db, ports }: Parameters<Handler<'refundAtChannel'>>[1], refundId: string) => {
  const row = await findRefund(db, refundId)
  const attempt = row === undefined ? undefined : await attemptToStart(db, row.attempt_id)
  if (row === undefined || attempt === undefined) throw new Error(`There is no refund ${refundId}.`)
  const channel = portOf(ports, attempt.channel)
  const numbers = { outTradeNo: attempt.out_trade_no, outRefundNo: row.out_refund_no }
  const said = { channel: attempt.channel, outRefundNo: row.out_refund_no }
  return { row, attempt, channel, numbers, said }
}

export const refundAtChannel: Handler<'refundAtChannel'> = async ({ refundId }, context) => {
  const { row, attempt, channel, numbers, said } = await refundWith(context, refundId)
  const answer =
    row.state === 'processing'
      ? await channel.queryRefund(numbers)
      : await channel.refund({
          ...numbers,
          refundFen: row.refund_fen,
          totalFen: attempt.amount_fen,
          reason: row.words ?? REASONS[row.reason],
        })
  if (answer.kind === 'ok') return refundWordOf(attempt.channel, answer.value)
  if (answer.kind === 'unknown') return { ...said, state: 'unknown' }
  return { ...said, state: 'refused', code: answer.code }
}

/** Against a refund that there is not nothing speaks here: the command says so. */
export const redirectOffered: Handler<'redirectOffered'> = async ({ refundId }, context) => {
  if ((await findRefund(context.db, refundId)) === undefined) return { offered: true }
  const { channel } = await refundWith(context, refundId)
  return { offered: channel.redirectRefund !== undefined }
}

/** A no counts only where the channel still calls the refund abnormal: it may have taken it before. */
export const redirectAtChannel: Handler<'redirectAtChannel'> = async ({ refundId, card }, context) => {
  const { row, attempt, channel, numbers, said } = await refundWith(context, refundId)
  const channelRefundId = row.channel_refund_id ?? ''
  const answer = await channel.redirectRefund?.({ ...numbers, channelRefundId, card })
  if (answer === undefined) return { ...said, state: 'refused', code: 'not_offered' }
  if (answer.kind === 'ok') return refundWordOf(attempt.channel, answer.value)
  if (answer.kind === 'unknown') return { ...said, state: 'unknown' }
  const asked = await channel.queryRefund(numbers)
  if (asked.kind !== 'ok') return { ...said, state: 'unknown' }
  return asked.value.state === 'abnormal'
    ? { ...said, state: 'refused', code: answer.code }
    : refundWordOf(attempt.channel, asked.value)
}

/** What the shopper reads at the channel. */
const REASONS = { cancelled: '订单取消', late: '订单已关闭', duplicate: '重复支付', agreed: '退款' } as const

export const verifyCallback: Handler<'verifyCallback'> = async (
  { channel: name, headers, bodyBase64 },
  { ports },
) => {
  const channel = portOf(ports, name)
  const verified = channel.verify({ headers, body: Buffer.from(bodyBase64, 'base64') })
  if (verified.kind === 'bad') return { kind: 'bad', code: verified.code }
  const reply = verified.reply === undefined ? {} : { reply: verified.reply }
  const merchantIsOurs = verified.merchantId === channel.merchantId
  if (verified.kind === 'payment') {
    const ours = merchantIsOurs && verified.appId === channel.appId
    const fact = factOf(name, channel, verified.fact, verified.merchantId, ours)
    return { kind: 'payment', fact, ...reply }
  }
  return merchantIsOurs
    ? { kind: 'refund', refund: refundWordOf(name, verified.fact), ...reply }
    : { kind: 'bad', code: 'merchant_mismatch' }
}

export const tellShipment: Handler<'tellShipment'> = async ({ paymentId }, { db, ports }) => {
  const shipment = await findShipment(db, paymentId)
  const payment = await findPayment(db, paymentId)
  const attempt = await payingAttempt(db, paymentId)
  if (shipment === undefined || payment === undefined || attempt === undefined)
    throw new Error(`Nothing of ${paymentId} was shipped.`)
  const { shipments } = ports
  const { appId, merchantId } = portOf(ports, attempt.channel)
  if (shipments?.appId !== appId || attempt.open_id === null) return { word: 'needless' }
  const answer = await shipments.tell({
    appId,
    merchantId,
    outTradeNo: attempt.out_trade_no,
    payerId: attempt.open_id,
    carrier: shipment.carrier,
    trackingNo: shipment.tracking_no,
    description: payment.description,
    at: shipment.shipped_at,
  })
  if (answer.kind === 'ok') return { word: 'told' }
  if (answer.kind === 'unknown') return { word: 'unknown' }
  return answer.code === 'not_yet' ? { word: 'not_yet' } : { word: 'refused', code: answer.code }
}
