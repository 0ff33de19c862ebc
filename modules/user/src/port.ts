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
