/** Shapes that the contract of module payment is made of: states, ways to pay, a channel's words. Pure. */
import { Fen, Id, Obj, OneOf, Text, Time, Type } from '@tiantou/kernel'

export const PaymentState = OneOf('pending', 'paid', 'closed', 'partly_refunded', 'refunding', 'refunded')
export const Scene = OneOf('jsapi', 'h5', 'native', 'page', 'app')
export const channelNames = ['wechat-pay', 'alipay', 'unionpay', 'ecny'] as const
export const Channel = OneOf(...channelNames)
export const RefundState = OneOf('requested', 'processing', 'succeeded', 'abnormal', 'returned', 'by_hand')
/** Order called off, money that came after closing, money that came twice, or a refund agreed upon. */
export const RefundReason = OneOf('cancelled', 'late', 'duplicate', 'agreed')

/** What the front end needs to open the channel's cashier. */
export const Ticket = Obj({
  scene: Scene,
  /** jsapi: parameters of wx.requestPayment / WeixinJSBridge. */
  params: Type.Optional(Type.Record(Type.String(), Type.String())),
  /** h5, page: where to send the browser. */
  url: Type.Optional(Type.String()),
  /** h5, page: fields that the browser posts to the url, where the channel wants a form and no link. */
  form: Type.Optional(Type.Record(Type.String(), Type.String())),
  /** native: content of the QR code. */
  codeUrl: Type.Optional(Type.String()),
  /** app: what the channel's SDK takes. */
  orderText: Type.Optional(Type.String()),
})

/** By which channel and in which client the shopper wants to pay. */
export const way = {
  channel: Channel,
  scene: Scene,
  openId: Type.Optional(Text(64)),
  clientIp: Type.String({ maxLength: 64 }),
}

export const ChannelWord = OneOf('ok', 'refused', 'unknown')

/** A channel's fact about one attempt, free of transport. */
export const Fact = Obj({
  channel: Channel,
  outTradeNo: Text(32),
  merchantId: Text(32),
  /** Merchant and app are ours, as the adapter's configuration has it. */
  ours: Type.Boolean(),
  state: OneOf('paid', 'unpaid', 'closed', 'refunded'),
  transactionId: Type.Optional(Text(64)),
  amountFen: Type.Optional(Fen),
  paidAt: Type.Optional(Time),
})

export const RefundWord = Obj({
  channel: Channel,
  outRefundNo: Text(64),
  state: OneOf('processing', 'succeeded', 'closed', 'abnormal', 'refused', 'unknown'),
  channelRefundId: Type.Optional(Text(64)),
  refundFen: Type.Optional(Fen),
  finishedAt: Type.Optional(Time),
  code: Type.Optional(Text(80)),
  /** Whether the money went to our own account; absent where the channel does not say who received it. */
  toMerchant: Type.Optional(Type.Boolean()),
})

/** Where a refund goes that cannot go where the money came from: a card of the shopper, or to us. */
export const RefundTarget = OneOf('card', 'merchant')

/** What a webhook came down to. */
export const Verified = Obj({
  kind: OneOf('payment', 'refund', 'bad'),
  fact: Type.Optional(Fact),
  refund: Type.Optional(RefundWord),
  code: Type.Optional(Type.String()),
  /** What the channel wants to read once it is taken. */
  reply: Type.Optional(Type.String()),
})

/** One refund as events tell of it. */
export const refundFields = {
  refundId: Id('rfd'),
  paymentId: Id('pay'),
  orderId: Id('ord'),
  refundFen: Fen,
  channel: Channel,
  attemptId: Id('att'),
  reason: RefundReason,
}

/** A refund that was just asked for. */
export const refundAsked = {
  ...refundFields,
  requestedAt: Time,
  /** So much of the payment went back before, or is on its way; 0 for stray money. */
  beforeFen: Fen,
}
