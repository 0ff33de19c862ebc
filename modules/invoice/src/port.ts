/**
 * What module invoice needs of others: a channel that issues electronic invoices (数电票) and takes them back by
 * a red one. Adapters fill it; effects call it, never commands. All amounts are integer fen, tax included.
 */

/** Who the invoice is made out to. */
export interface InvoiceTitle {
  readonly kind: 'person' | 'company'
  readonly name: string
  /** 统一社会信用代码; of a company alone. */
  readonly taxNumber?: string
}

export interface InvoiceLine {
  readonly name: string
  readonly spec: string
  /** 税收分类编码, 19 digits. */
  readonly taxCode: string
  /** Basis points; 0 where the goods are free of tax. */
  readonly taxRateBp: number
  readonly quantity: number
  readonly amountFen: number
}

export interface WantedInvoice {
  readonly invoiceId: string
  readonly title: InvoiceTitle
  /** Where the channel sends it besides. */
  readonly email?: string
  readonly lines: readonly InvoiceLine[]
  readonly remark: string
}

/** The channel's word on an invoice; `reverse_failed`: it stands as it was issued. */
export interface InvoiceReport {
  readonly state: 'issuing' | 'issued' | 'failed' | 'reversing' | 'reversed' | 'reverse_failed'
  readonly amountFen: number
  /** Of the blue invoice; a fully digital one has no code. */
  readonly code?: string
  readonly number?: string
  /** Milliseconds UTC. */
  readonly issuedAt?: number
  /** Of the red invoice that took it back. */
  readonly redNumber?: string
}

/** The value, a definite no with its code, or `unknown`: ask again with the same number. */
export type InvoiceAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string }

type Accepted = Promise<InvoiceAnswer<{ readonly accepted: true }>>

export interface InvoiceChannel {
  readonly name: string
  /** Our id is the idempotency key: the same invoice again is the same invoice. */
  issue(wanted: WantedInvoice): Accepted
  /** Null where the channel knows no such invoice. */
  query(invoiceId: string): Promise<InvoiceAnswer<InvoiceReport | null>>
  /** Asks for the red invoice (红冲) of one that was issued. */
  reverse(wanted: {
    readonly invoiceId: string
    readonly code: string
    readonly number: string
    readonly reason: string
  }): Accepted
  /** The invoice as a PDF file. */
  file(invoiceId: string): Promise<InvoiceAnswer<Buffer>>
  /** Verifies a notice over its untouched bytes. It is a knock: what became of the invoice is asked. */
  readNotice(notice: {
    readonly headers: Readonly<Record<string, string | string[] | undefined>>
    readonly body: Buffer
  }): Promise<
    | { readonly kind: 'ok'; readonly value: { readonly invoiceId: string } }
    | { readonly kind: 'refused'; readonly code: string }
  >
}

export interface InvoicePorts {
  /** Absent where none is configured: then no invoice can be asked for. */
  readonly channel: InvoiceChannel | undefined
}
