/**
 * What module supplier needs of others: a verifier of identities, licences and bank accounts, and a channel
 * that pays suppliers out. Adapters fill them; effects call them, never commands. All amounts are integer
 * fen.
 */

/**
 * `match` and `mismatch` are the register's word; `no_record` is neither and goes to a person; `retry`: no
 * word yet, ask again; `bad`: what was sent cannot be verified at all.
 */
export interface Verdict {
  readonly answer: 'match' | 'mismatch' | 'no_record' | 'retry' | 'bad'
  /** The provider's own code, for staff; never personal data. */
  readonly code: string
}

/** Every call costs money: numbers are checked before one is made. */
export interface Verifier {
  readonly name: string
  /** Name and number of a citizen's card. */
  identity(person: { readonly name: string; readonly idNumber: string }): Promise<Verdict>
  /** A company's code and name with its legal representative's name and, when known, number. */
  licence(company: {
    readonly creditCode: string
    readonly companyName: string
    readonly personName: string
    readonly idNumber?: string
  }): Promise<Verdict>
  /** A bank card with the name, number and phone that its bank knows. */
  bankCard(card: {
    readonly name: string
    readonly idNumber: string
    readonly card: string
    readonly phone: string
  }): Promise<Verdict>
}

/** `wait_user_confirm`: the payee has not taken it yet; it is neither his nor ours again. */
export type TransferState = 'processing' | 'wait_user_confirm' | 'succeeded' | 'failed' | 'cancelled'

/** The channel's word on a transfer. */
export interface TransferReport {
  readonly transferId: string
  /** The channel's own number. */
  readonly channelRef: string
  readonly state: TransferState
  /** Absent where the answer does not repeat it. */
  readonly amountFen?: number
  readonly failCode?: string
  /** What the payee's WeChat opens to confirm. */
  readonly packageInfo?: string
}

/** The value, a definite no with its code, or `unknown`: ask again with the same number. */
export type PayoutAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string }

export interface PayoutChannel {
  readonly name: string
  /** Our id is the idempotency key: the same transfer submitted again is the same transfer. */
  submit(transfer: {
    readonly transferId: string
    readonly amountFen: number
    readonly openid: string
    /** The payee's real name, which the channel compares where it wants one. */
    readonly userName?: string
    readonly remark: string
  }): Promise<PayoutAnswer<TransferReport>>
  /** Null where the channel knows no such transfer. */
  query(transferId: string): Promise<PayoutAnswer<TransferReport | null>>
  /** Calls off what the payee has not confirmed; that it ended is told later. */
  cancel(transferId: string): Promise<PayoutAnswer<TransferReport>>
  /** Verifies a notice over its untouched bytes. */
  readCallback(request: {
    readonly headers: Readonly<Record<string, string | string[] | undefined>>
    readonly body: Buffer
  }): Promise<
    | { readonly kind: 'ok'; readonly value: TransferReport }
    | { readonly kind: 'refused'; readonly code: string }
  >
}

/** A receiver as the channel knows it: a merchant by its number, or a person by the open id. */
export interface ShareReceiver {
  readonly kind: 'merchant' | 'person'
  readonly account: string
  /** As on the licence, or the person's real name: the channel compares it. */
  readonly name: string
}
type Account = Pick<ShareReceiver, 'kind' | 'account'>

/** The channel's word on a share, on one that is taken back, or on setting the rest free. */
export interface ShareReport {
  readonly state: 'processing' | 'succeeded' | 'failed'
  /** The channel's own number. */
  readonly channelRef: string
  /** Absent of setting free. */
  readonly amountFen?: number
  readonly failCode?: string
}
export type ShareAnswer<T> = PayoutAnswer<T>

/** Our id is the idempotency key: the same share again is the same share. */
export interface WantedShare {
  readonly shareId: string
  /** The channel's number of the payment that is shared. */
  readonly transactionId: string
  readonly receiver: Account
  readonly amountFen: number
  readonly description: string
}

/** Refused with code `person` where the receiver is one: the channel takes back from merchants alone. */
export interface WantedReturn {
  readonly returnId: string
  readonly shareId: string
  readonly receiver: Account
  readonly amountFen: number
  readonly description: string
}

/** A channel that gives parts of a payment to others (分账). Null: it knows no such number. */
export interface SharingChannel {
  readonly name: string
  /** Naming one again is fine. */
  addReceiver(receiver: ShareReceiver): Promise<ShareAnswer<{ readonly done: true }>>
  removeReceiver(receiver: Account): Promise<ShareAnswer<{ readonly done: true }>>
  share(share: WantedShare): Promise<ShareAnswer<ShareReport>>
  queryShare(share: Pick<WantedShare, 'shareId' | 'transactionId'>): Promise<ShareAnswer<ShareReport | null>>
  takeBack(wanted: WantedReturn): Promise<ShareAnswer<ShareReport>>
  queryReturn(wanted: Pick<WantedReturn, 'returnId' | 'shareId'>): Promise<ShareAnswer<ShareReport | null>>
  /** Sets what is not shared of a payment free, for good. */
  unfreeze(rest: {
    readonly unfreezeId: string
    readonly transactionId: string
    readonly description: string
  }): Promise<ShareAnswer<ShareReport>>
  queryUnfreeze(rest: {
    readonly unfreezeId: string
    readonly transactionId: string
  }): Promise<ShareAnswer<ShareReport | null>>
  /** What of a payment is frozen yet, in fen. */
  unsplit(transactionId: string): Promise<ShareAnswer<{ readonly fen: number }>>
}

export interface SupplierPorts {
  /** Absent where none is configured: then people judge alone. */
  readonly verifier: Verifier | undefined
  /** Absent where none is configured: then money goes by the bank alone. */
  readonly transfers: PayoutChannel | undefined
  /** Absent where none is configured: then nobody is paid by sharing. */
  readonly sharing?: SharingChannel | undefined
}
