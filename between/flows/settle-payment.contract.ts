/**
 * Flows that only timers and reactions start: asking a silent channel, closing attempts, sending money back.
 * No URL.
 */
import { declareFlow, Id, Nothing, Obj } from '@tiantou/kernel'

/** Asks a channel what became of an attempt. */
export const AskChannel = declareFlow('ask-channel', {
  doc: 'Asks a channel what became of an attempt and records its word.',
  who: 'system',
  input: Obj({ attemptId: Id('att') }),
  output: Nothing,
})

/** Closes an attempt of a payment that is off. */
export const CloseAttempt = declareFlow('close-attempt', {
  doc: 'Makes the channel refuse money for an attempt; money that came first is recorded, and goes back.',
  who: 'system',
  input: Obj({ attemptId: Id('att') }),
  output: Nothing,
})

/** Closes all attempts of an order that is off. */
export const CloseAttempts = declareFlow('close-attempts', {
  doc: 'Makes the channels refuse money for an order that is off.',
  who: 'system',
  input: Obj({ orderId: Id('ord') }),
  output: Nothing,
})

/** Tells WeChat that the goods of a payment were shipped. */
export const TellShipment = declareFlow('tell-shipment', {
  doc: 'Tells WeChat that the goods of a payment were shipped, and records its word.',
  who: 'system',
  input: Obj({ paymentId: Id('pay') }),
  output: Nothing,
})

/** Sends money back, or asks what became of it. */
export const SendRefund = declareFlow('send-refund', {
  doc: 'Asks the channel to send money back, again with the same number, and records its word.',
  who: 'system',
  input: Obj({ refundId: Id('rfd') }),
  output: Nothing,
})
