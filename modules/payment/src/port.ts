/**
 * What a payment channel (WeChat Pay, Alipay, UnionPay, e-CNY) must be able to do for us. An adapter fills
 * it; effects call it, never commands. All amounts are integer fen, all times integer milliseconds UTC. Our
 * own numbers are the channel's idempotency keys.
 */

/**
 * How the shopper meets the cashier: inside the channel's own app (jsapi), sent there from a phone's browser
 * (h5) or a PC's (page), by a QR code on a PC (native), or by the channel's app called from ours (app).
 */
export type PayScene = 'jsapi' | 'h5' | 'native' | 'page' | 'app'

export interface StartPayment {
  readonly scene: PayScene
  /**
   * Our attempt number, 6–32 of [0-9A-Za-z_-]; starting again with the same number and facts is safe. A
   * channel that wants the moment beside the number takes it out of it (`idTime`).
   */
  readonly outTradeNo: string
  /** Names the shop's page that a browser comes back to; no channel sees it otherwise. */
  readonly paymentId: string
  readonly amountFen: number
  readonly description: string
  /** After this moment the channel must refuse payment. */
  readonly expiresAt: number
  /** The payer's id at the channel; needed for jsapi. */
  readonly openId?: string
  readonly clientIp: string
  /** Parts of it are given to others later: what it brings is frozen till then. */
  readonly isShared?: boolean
}

/** What the front end needs to open the cashier. */
export type CashierTicket =
  | { readonly scene: 'jsapi'; readonly params: Readonly<Record<string, string>> }
  /** A link, or with `form` an address that the browser posts these fields to. */
  | {
      readonly scene: 'h5' | 'page'
      readonly url: string
      readonly form?: Readonly<Record<string, string>>
    }
  | { readonly scene: 'native'; readonly codeUrl: string }
  /** What the channel's own SDK takes in an app. */
  | { readonly scene: 'app'; readonly orderText: string }

/** The channel's word on a payment, normalised: only facts, no signatures or transport. */
export interface PaymentFact {
  readonly outTradeNo: string
  readonly state: 'paid' | 'unpaid' | 'closed' | 'refunded'
  /** Present when paid. */
  readonly transactionId?: string
  readonly amountFen?: number
  readonly paidAt?: number
  readonly payerId?: string
}

/** A refund by our own numbers: some channels want to know the payment as well. */
export interface RefundRef {
  readonly outTradeNo: string
  readonly outRefundNo: string
}

export interface StartRefund {
  readonly outTradeNo: string
  /** Our refund number, ≤ 64; an unknown outcome is retried with the same number. */
  readonly outRefundNo: string
  readonly refundFen: number
  /** What was paid in all. */
  readonly totalFen: number
  readonly reason: string
}

export interface RefundFact {
  readonly outRefundNo: string
  readonly state: 'processing' | 'succeeded' | 'closed' | 'abnormal'
  readonly refundId?: string
  readonly refundFen?: number
  readonly finishedAt?: number
  /** Whether the money went to our own account; absent where the channel does not say who received it. */
  readonly toMerchant?: boolean
}

/** A bank card of the shopper: passed on sealed for the channel's eyes, and kept nowhere. */
export interface RefundCard {
  /** The bank as the channel lists it: `ICBC_DEBIT`. */
  readonly bank: string
  readonly account: string
  readonly name: string
}

/** A refund that ended abnormal, and where it shall go: to a card, or with null to our own account. */
export interface RedirectRefund extends RefundRef {
  /** The channel's own number of it. */
  readonly channelRefundId: string
  readonly card: RefundCard | null
}

/**
 * An answer of the channel: the value, a definite refusal with its code, or "unknown" (time-out, 5xx): ask
 * again later.
 */
export type ChannelAnswer<Value> =
  | { readonly kind: 'ok'; readonly value: Value }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string }

/** A raw webhook as it came off the wire. `body` is the untouched bytes: signatures are over these. */
export interface RawCallback {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** A verified webhook, or why it was refused. `bad` never changes state and is answered 4xx. */
export type VerifiedCallback =
  | ((VerifiedPayment | VerifiedRefund) & {
      /** The text that the channel wants to read when its notice was taken, where no fixed word will do. */
      readonly reply?: string
    })
  | { readonly kind: 'bad'; readonly code: string; readonly message: string }

interface VerifiedPayment {
  readonly kind: 'payment'
  readonly merchantId: string
  readonly appId: string
  readonly fact: PaymentFact
}

interface VerifiedRefund {
  readonly kind: 'refund'
  readonly merchantId: string
  readonly fact: RefundFact
  /** Where the channel names it. */
  readonly outTradeNo?: string
}

/** Goods of a payment that were shipped. */
export interface Shipment {
  readonly appId: string
  readonly merchantId: string
  readonly outTradeNo: string
  /** The payer's open id under `appId`. */
  readonly payerId: string
  /** As the warehouse named it: 顺丰速运. */
  readonly carrier: string
  readonly trackingNo: string
  readonly description: string
  readonly at: number
}

/** Who wants to know that goods were shipped, before it settles their payment. */
export interface ShipmentHearer {
  /** The app whose payments it wants to hear about. */
  readonly appId: string
  /** Refused with code `not_yet` where the payment is not known there so soon. Telling twice is harmless. */
  tell(shipment: Shipment): Promise<ChannelAnswer<{ readonly told: true }>>
}

export interface PaymentChannel {
  readonly name: string
  readonly merchantId: string
  readonly appId: string
  /** The ways in which it can be met. */
  readonly scenes: readonly PayScene[]
  /**
   * Opens the cashier. Refused with code `paid` where the number was paid, or closed, before: only asking
   * tells.
   */
  start(request: StartPayment): Promise<ChannelAnswer<CashierTicket>>
  query(outTradeNo: string): Promise<ChannelAnswer<PaymentFact>>
  /**
   * Closes an unpaid attempt. Refused with code `paid` when it was paid meanwhile, with any other where the
   * channel does not know it (yet), or where its time alone ends it.
   */
  close(outTradeNo: string): Promise<ChannelAnswer<{ readonly closed: true }>>
  refund(request: StartRefund): Promise<ChannelAnswer<RefundFact>>
  queryRefund(refund: RefundRef): Promise<ChannelAnswer<RefundFact>>
  /** Sends an abnormal refund elsewhere; absent where the channel cannot. The same twice is one. */
  redirectRefund?(redirect: RedirectRefund): Promise<ChannelAnswer<RefundFact>>
  /**
   * Verifies signature, freshness and encryption of a webhook. Pure but for the clock; touches no database.
   */
  verify(callback: RawCallback): VerifiedCallback
}
