/**
 * What module payment offers: one payment per order, attempts at a channel, the channel's word on them,
 * refunds. A "no" of the channel is an outcome with a trace; money that arrives too late goes back by itself.
 */
import { defineContract, Fen, Id, Nothing, Nullable, Obj, OneOf, Text, Time, Type } from '@tiantou/kernel'
import { auditQueries } from './audit-operations.ts'
import { shipmentCommands, shipmentEffects, shipmentEvents, shipmentQueries } from './shipment-operations.ts'
import { refundCommands, refundEffects, refundEvents, refundQueries } from './refund-operations.ts'
import { privacyCommands, privacyQueries } from './privacy-operations.ts'
import {
  Channel,
  ChannelWord,
  Fact,
  PaymentState,
  refundAsked,
  refundFields,
  RefundState,
  RefundWord,
  Scene,
  Ticket,
  Verified,
  way,
} from './shapes.ts'

export { RefundCard } from './refund-operations.ts'
export { Channel, RefundState, Scene, Ticket } from './shapes.ts'

const PaymentRef = Obj({ paymentId: Id('pay') })
const no_such_payment = { status: 404, doc: 'Not a payment of the caller.' }
const AttemptRef = Obj({ attemptId: Id('att') })

export const Payment = defineContract('payment', {
  doc: 'Payments, attempts at channels, refunds.',
  permissions: { 'payment.read': '查看支付', 'payment.refund': '退款' },
  partnerScopes: ['payment.read'],
  commands: {
    ...privacyCommands,
    ...refundCommands,
    ...shipmentCommands,
    open: {
      doc: 'Notes that an order is to be paid, until when; and the first attempt, where the way is known.',
      who: 'system',
      input: Obj({
        paymentId: Id('pay'),
        orderId: Id('ord'),
        userId: Id('usr'),
        amountFen: Type.Integer({ minimum: 1 }),
        description: Text(60),
        expiresAt: Time,
        /** Parts of it are given to others later. */
        isShared: Type.Optional(Type.Boolean()),
        attempt: Type.Optional(Obj(way)),
      }),
      output: Obj({ attemptId: Nullable(Id('att')) }),
    },
    beginAttempt: {
      doc: 'Notes the intent to ask a channel; an open attempt at the same channel and scene is used again.',
      who: 'system',
      input: Obj({ paymentId: Id('pay'), userId: Id('usr'), ...way }),
      output: Obj({ attemptId: Id('att'), ticket: Nullable(Ticket) }),
      refusals: {
        no_such_payment,
        not_payable: { status: 409, doc: 'Paid, closed or out of time.', data: Obj({ state: PaymentState }) },
        too_many_attempts: { status: 429, doc: 'Twenty attempts at most.' },
      },
    },
    recordStart: {
      doc: 'Notes what the channel answered to the start of an attempt.',
      who: 'system',
      input: Obj({
        attemptId: Id('att'),
        word: ChannelWord,
        ticket: Type.Optional(Ticket),
        code: Type.Optional(Text(80)),
      }),
      output: Obj({ ticket: Ticket }),
      outcomes: {
        declined: { status: 409, doc: 'The channel refused.', data: Obj({ code: Type.String() }) },
        channel_away: { status: 503, doc: 'The channel does not answer; nothing is lost, try again.' },
      },
    },
    recordFact: {
      doc: 'The channel’s word on an attempt, from a callback or a query. Late money goes back by itself.',
      who: 'system',
      keepKey: true,
      input: Fact,
      output: Obj({ result: OneOf('noted', 'paid', 'already', 'refunding_late') }),
      outcomes: {
        unknown_attempt: { status: 404, doc: 'No attempt of that number; kept for a person to look at.' },
        amount_mismatch: { status: 409, doc: 'Paid another amount; kept for a person to look at.' },
        merchant_mismatch: { status: 409, doc: 'Another merchant’s money; kept for a person to look at.' },
        contradiction: { status: 409, doc: 'Contradicts what is known; kept for a person to look at.' },
      },
    },
    recordSilence: {
      doc: 'The channel did not answer: it is asked again later, less and less often.',
      who: 'system',
      input: AttemptRef,
      output: Nothing,
    },
    close: {
      doc: 'The order is off: an unpaid payment closes, a paid one is refunded in full.',
      who: 'system',
      input: Obj({ orderId: Id('ord') }),
      output: Obj({ state: PaymentState }),
    },
    recordClosed: {
      doc: 'The channel confirmed that an attempt cannot be paid any more.',
      who: 'system',
      input: AttemptRef,
      output: Nothing,
    },
    recordRefund: {
      doc: 'The channel’s word on a refund, from its answer, a callback or an active query.',
      who: 'system',
      keepKey: true,
      input: RefundWord,
      output: Obj({ state: RefundState }),
      outcomes: {
        unknown_refund: { status: 404, doc: 'No refund of that number; kept for a person to look at.' },
        amount_mismatch: { status: 409, doc: 'Refunded another amount; kept for a person to look at.' },
      },
    },
  },
  queries: {
    ...auditQueries,
    ...privacyQueries,
    ...refundQueries,
    ...shipmentQueries,
    get: {
      doc: 'One of the caller’s payments: amount, state, time left.',
      who: 'user',
      route: { method: 'GET', path: '/payments/:paymentId' },
      input: PaymentRef,
      output: Obj({
        paymentId: Id('pay'),
        orderId: Id('ord'),
        amountFen: Fen,
        state: PaymentState,
        expiresAt: Time,
        /** True while a channel has been asked and has not said yes or no. */
        asking: Type.Boolean(),
        /** The channel that was asked last; null where none was. */
        channel: Nullable(Channel),
      }),
      refusals: { no_such_payment },
    },
    ofOrder: {
      doc: 'The payment of one of the caller’s orders.',
      who: 'user',
      route: { method: 'GET', path: '/orders/:orderId/payment' },
      input: Obj({ orderId: Id('ord') }),
      output: Obj({ paymentId: Id('pay'), state: PaymentState, expiresAt: Time, refundedFen: Fen }),
      refusals: { no_such_payment },
    },
    shareable: {
      doc: 'The payment of an order as its channel knows it, where parts of it may be given to others.',
      who: 'system',
      input: Obj({ orderId: Id('ord') }),
      output: Obj({
        payment: Nullable(Obj({ channel: Channel, transactionId: Type.String(), paidAt: Time })),
      }),
    },
    silent: {
      doc: 'Attempts the channel is silent about: to be asked, or closed where the payment is off.',
      who: 'system',
      input: Obj({ limit: Type.Integer({ minimum: 1, maximum: 500 }) }),
      output: Obj({
        items: Type.Array(Obj({ attemptId: Id('att'), wanted: OneOf('ask', 'close'), asks: Type.Integer() })),
      }),
    },
    openAttempts: {
      doc: 'Attempts of one order the channel may still accept money for.',
      who: 'system',
      input: Obj({ orderId: Id('ord') }),
      output: Obj({ attemptIds: Type.Array(Id('att')) }),
    },
    pendingRefunds: {
      doc: 'Refunds that are not finished and due to be asked for.',
      who: 'system',
      input: Obj({ limit: Type.Integer({ minimum: 1, maximum: 500 }) }),
      output: Obj({ items: Type.Array(Obj({ refundId: Id('rfd'), asks: Type.Integer() })) }),
    },
  },
  effects: {
    ...refundEffects,
    ...shipmentEffects,
    channelsOffered: {
      doc: 'The channels that are configured, and how each can be met.',
      who: 'system',
      input: Nothing,
      output: Obj({ channels: Type.Array(Obj({ channel: Channel, scenes: Type.Array(Scene) })) }),
    },
    appOfChannel: {
      doc: 'The app and the merchant under which a channel takes money; open ids are those of this app.',
      who: 'system',
      input: Obj({ channel: Channel }),
      output: Obj({ appId: Type.String(), merchantId: Type.String() }),
    },
    startAtChannel: {
      doc: 'Asks the channel to open an attempt, with our number as its idempotency key.',
      who: 'system',
      input: AttemptRef,
      output: Obj({ word: ChannelWord, ticket: Type.Optional(Ticket), code: Type.Optional(Type.String()) }),
    },
    askChannel: {
      doc: 'Asks the channel what became of an attempt.',
      who: 'system',
      input: AttemptRef,
      output: Obj({ word: ChannelWord, fact: Type.Optional(Fact) }),
    },
    closeAtChannel: {
      doc: 'Asks the channel to refuse money from now on; `paid` with the fact when money came first.',
      who: 'system',
      input: AttemptRef,
      output: Obj({ word: OneOf('closed', 'paid', 'unknown'), fact: Type.Optional(Fact) }),
    },
    refundAtChannel: {
      doc: 'Asks the channel to send money back (again with the same number), or what became of it.',
      who: 'system',
      input: Obj({ refundId: Id('rfd') }),
      output: RefundWord,
    },
    verifyCallback: {
      doc: 'Checks signature, age and encryption of a webhook and reduces it to its fact.',
      who: 'system',
      input: Obj({
        channel: Channel,
        headers: Type.Record(Type.String(), Type.String()),
        bodyBase64: Type.String(),
      }),
      output: Verified,
    },
  },
  events: {
    ...refundEvents,
    ...shipmentEvents,
    paid: {
      doc: 'The channel confirmed the money of one order.',
      version: 1,
      payload: Obj({
        paymentId: Id('pay'),
        orderId: Id('ord'),
        amountFen: Fen,
        paidAt: Time,
        channel: Channel,
        attemptId: Id('att'),
        /** The channel's own number. */
        transactionId: Type.String(),
      }),
    },
    stray_received: {
      doc: 'Money came that no payment waits for, too late or twice; all of it goes back by a refund.',
      version: 1,
      payload: Obj({
        paymentId: Id('pay'),
        orderId: Id('ord'),
        amountFen: Fen,
        paidAt: Time,
        channel: Channel,
        attemptId: Id('att'),
        transactionId: Type.String(),
        reason: OneOf('late', 'duplicate'),
      }),
    },
    closed: {
      doc: 'The payment can no longer be paid.',
      version: 1,
      payload: Obj({ paymentId: Id('pay'), orderId: Id('ord') }),
    },
    refund_requested: {
      doc: 'Money is to go back to the shopper.',
      version: 1,
      payload: Obj(refundAsked),
    },
    refunded: {
      doc: 'The money of one refund went back; `all` once nothing is left of the payment it belongs to.',
      version: 1,
      payload: Obj({
        ...refundFields,
        refundedAt: Time,
        /** What is left of the payment; doubled money takes nothing of it. */
        remainingFen: Fen,
        all: Type.Boolean(),
        /** Sent by the bank and not by the channel. */
        byHand: Type.Optional(Type.Boolean()),
      }),
    },
    suspicious: {
      doc: 'A channel said something that cannot be right; a person must look.',
      version: 1,
      payload: Obj({ outTradeNo: Type.String(), code: Type.String() }),
    },
  },
})
