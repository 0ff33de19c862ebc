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

export interface SupplierPorts {
  /** Absent where none is configured: then people judge alone. */
  readonly verifier: Verifier | undefined
  /** Absent where none is configured: then money goes by the bank alone. */
  readonly transfers: PayoutChannel | undefined
}
