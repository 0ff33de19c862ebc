/** What an SMS provider must be able to do for us. An adapter fills it; effects call it, never commands. */

export interface SmsMessage {
  /** Our message id; the provider has no idempotency of its own, so the caller sends each id once. */
  readonly messageId: string
  /** E.164 with +86. */
  readonly phone: string
  /** One-time code, 6 digits. */
  readonly code: string
  readonly ttlMinutes: number
}

/**
 * `sent` = accepted for this number; `refused` = a definite no with the provider's code; `unknown` = time-out
 * or outage.
 */
export type SmsAnswer =
  | { readonly kind: 'sent'; readonly serialNo: string }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string }

export interface SmsSender {
  readonly name: string
  sendCode(message: SmsMessage): Promise<SmsAnswer>
}

/**
 * Where a person meets WeChat: in the mini program, on a page inside WeChat's own browser (the official
 * account), or by a QR code on a PC (the website app). Each is an app of its own, with open ids of its own.
 */
export type WechatApp = 'mini' | 'official' | 'website'

/** Who somebody is to one app; the union id is the same in all apps of one owner, where WeChat tells it. */
export interface WechatIdentity {
  readonly appId: string
  readonly openId: string
  readonly unionId?: string
}

/** `refused` = a definite no with WeChat's code; `unknown` = time-out, outage, busy: nothing is known. */
export type WechatAnswer<Value> =
  | { readonly kind: 'ok'; readonly value: Value }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unknown'; readonly message: string }

/** What we need of WeChat's accounts. There need not be any: then nobody signs in by WeChat. */
export interface WechatAccounts {
  /** The apps there are, and whether their page opens in any browser or inside WeChat only. */
  readonly apps: readonly { readonly app: WechatApp; readonly opens: 'inside' | 'anywhere' }[]
  /**
   * Where to send a browser; it comes back with our `state` and a code. Undefined where there is no such app.
   */
  pageFor(app: 'official' | 'website', state: string): string | undefined
  /** Whose code it is. A code is good for five minutes and once, so an `unknown` may have used it up. */
  identify(app: WechatApp, code: string): Promise<WechatAnswer<WechatIdentity>>
  /**
   * The phone that a person let the mini program know, E.164; its code too is good for five minutes and once.
   */
  phoneOf(code: string): Promise<WechatAnswer<{ readonly phone: string }>>
}
