/** What the twin keeps of electronic invoices. */

/** One invoice; an application of this merchant has one. */
export interface TwinFapiao {
  readonly applyId: string
  readonly fapiaoId: string
  readonly amountFen: number
  readonly buyer: string
  readonly taxpayerId: string
  readonly email: string
  readonly saidBefore: string
  readonly fileToken: string
  status: 'ISSUE_ACCEPTED' | 'ISSUED' | 'ISSUE_FAILED' | 'REVERSE_ACCEPTED' | 'REVERSED' | 'REVERSE_FAILED'
  blue?: { readonly code: string; readonly number: string; readonly at: number }
  red?: { readonly code: string; readonly number: string; readonly at: number }
}

/** How the next acceptance ends; `wait` leaves it open. */
export type FapiaoPlan = 'well' | 'badly' | 'wait'

/** The invoices of the twin, and what it was told to do with the next. */
export interface FapiaoBook {
  readonly applications: Map<string, TwinFapiao>
  readonly plans: FapiaoPlan[]
  callbackUrl: string
}

export const openFapiao = (): FapiaoBook => ({ applications: new Map(), plans: [], callbackUrl: '' })
