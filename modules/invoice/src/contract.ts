/**
 * What module invoice offers: electronic invoices of orders, issued through a channel for what was kept of
 * them, taken back by a red invoice when money goes back, and issued anew for the rest.
 */
import {
  defineContract,
  Fen,
  Id,
  Nothing,
  Nullable,
  Obj,
  OneOf,
  PageInput,
  PageOf,
  Pieces,
  Readable,
  StorageClass,
  Time,
  Type,
} from '@tiantou/kernel'

const InvoiceRef = Obj({ invoiceId: Id('fap') })
const handle = { permission: 'invoice.write' } as const

/** Whom an invoice is made out to; a company's tax number is its unified social credit code. */
export const Title = Type.Union([
  Obj({ kind: Type.Literal('person'), name: Readable(60) }),
  Obj({
    kind: Type.Literal('company'),
    name: Readable(60),
    taxNumber: Type.String({ pattern: '^[0-9A-Z]{18}$' }),
  }),
])
export const Email = Type.String({ maxLength: 120, pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$' })

const State = OneOf('requested', 'submitted', 'issuing', 'issued', 'failed', 'reversing', 'reversed', 'void')

/** What is left of an order's lines after `goneFen` went back. */
const kept = {
  goods: Type.Array(
    Obj({
      title: Type.String(),
      spec: Type.String(),
      storageClass: StorageClass,
      quantity: Pieces,
      fen: Fen,
    }),
  ),
  freightFen: Fen,
  goneFen: Fen,
}

export const InvoiceView = Obj({
  invoiceId: Id('fap'),
  orderId: Id('ord'),
  orderNo: Type.String(),
  state: State,
  titleKind: OneOf('person', 'company'),
  /** Masked where it is a person's. */
  title: Type.String(),
  /** Tax included. */
  amountFen: Fen,
  number: Type.String(),
  redNumber: Type.String(),
  failCode: Type.String(),
  at: Time,
  issuedAt: Nullable(Time),
})

/** A channel's word, reduced to facts; `unknown` is none, and it is asked again. */
const Word = Obj({
  invoiceId: Id('fap'),
  word: OneOf('issuing', 'issued', 'failed', 'reversing', 'reversed', 'reverse_failed', 'unknown'),
  amountFen: Type.Optional(Fen),
  code: Type.Optional(Type.String({ maxLength: 40 })),
  number: Type.Optional(Type.String({ maxLength: 40 })),
  redNumber: Type.Optional(Type.String({ maxLength: 40 })),
  issuedAt: Type.Optional(Time),
  failCode: Type.Optional(Type.String({ maxLength: 80 })),
})

const no_such_invoice = { status: 404, doc: 'No invoice of that id.' }
const wrong_state = { status: 409, doc: 'Its state does not allow this.', data: Obj({ state: State }) }
const UserRef = Obj({ userId: Id('usr') })

export const Invoice = defineContract('invoice', {
  doc: 'Electronic invoices of orders.',
  permissions: { 'invoice.write': '查看与重开发票' },
  commands: {
    request: {
      doc: 'Asks for the invoice of an order, for what was kept of its money.',
      who: 'system',
      secret: true,
      input: Obj({
        orderId: Id('ord'),
        userId: Id('usr'),
        orderNo: Type.String(),
        title: Title,
        email: Nullable(Email),
        ...kept,
      }),
      output: InvoiceRef,
      refusals: {
        bad_tax_number: { status: 422, doc: 'The check character of the tax number is wrong.' },
        already_requested: { status: 409, doc: 'The order has an invoice, or one is under way.' },
        nothing_left: { status: 409, doc: 'All money of the order went back.' },
        not_offered: { status: 409, doc: 'No invoices of such goods are issued here.' },
      },
    },
    submit: {
      doc: 'Writes the lines down as they are now, before the channel is asked; `go` where it is to be.',
      who: 'system',
      input: Obj({ invoiceId: Id('fap'), ...kept }),
      output: Obj({ go: Type.Boolean() }),
      refusals: { no_such_invoice },
    },
    record: {
      doc: 'The channel’s word on an invoice.',
      who: 'system',
      keepKey: true,
      input: Word,
      output: Obj({ state: State }),
      refusals: { no_such_invoice, wrong_state },
      outcomes: {
        amount_mismatch: { status: 409, doc: 'It was about another amount: kept for a person.' },
      },
    },
    outdate: {
      doc: 'So much of an order’s money went back: an invoice over more is taken back.',
      who: 'system',
      input: Obj({ orderId: Id('ord'), goneFen: Fen }),
      output: Nothing,
    },
    hurry: {
      doc: 'The channel knocked: it is asked now and not later.',
      who: 'system',
      /** Another house's is none of ours, and fine. */
      input: Obj({ invoiceId: Type.String({ maxLength: 64 }) }),
      output: Nothing,
    },
    retry: {
      doc: 'Staff has one that failed tried again, under a new number; or a red one asked for again.',
      who: handle,
      route: { method: 'POST', path: '/staff/invoices/:invoiceId/retry' },
      input: InvoiceRef,
      output: InvoiceRef,
      refusals: {
        no_such_invoice,
        wrong_state,
        already_requested: { status: 409, doc: 'The order has another invoice by now.' },
      },
    },
    eraseUser: {
      doc: 'Forgets where invoices were sent; their titles stay sealed in the archives (10 years).',
      who: 'system',
      input: UserRef,
      output: Nothing,
    },
  },
  queries: {
    ofOrder: {
      doc: 'The invoices of one of the caller’s orders, newest first.',
      who: 'user',
      route: { method: 'GET', path: '/orders/:orderId/invoices' },
      input: Obj({ orderId: Id('ord') }),
      output: Obj({
        /** Whether invoices are issued here at all. */
        offered: Type.Boolean(),
        items: Type.Array(InvoiceView),
      }),
    },
    fileLink: {
      doc: 'A link to the PDF of one of the caller’s invoices, good for anybody who has it while it lasts.',
      who: 'user',
      route: { method: 'GET', path: '/invoices/:invoiceId/link' },
      input: InvoiceRef,
      output: Obj({ path: Type.String(), until: Time }),
      refusals: { no_such_invoice, wrong_state },
    },
    judgeLink: {
      doc: 'Whether a link is good: who has a good one may read the file.',
      who: 'system',
      input: Obj({ invoiceId: Id('fap'), until: Time, signature: Type.String({ maxLength: 100 }) }),
      output: Obj({ verdict: OneOf('good', 'over', 'wrong') }),
    },
    failed: {
      doc: 'Invoices that only a person can bring on, newest first.',
      who: handle,
      route: { method: 'GET', path: '/staff/invoices/failed' },
      input: Obj({ limit: PageInput.limit, cursor: Type.Optional(Id('fap')) }),
      output: PageOf(InvoiceView),
    },
    due: {
      doc: 'Invoices whose channel is to be asked now.',
      who: 'system',
      input: Obj({ limit: Type.Integer({ minimum: 1, maximum: 500 }) }),
      output: Obj({
        items: Type.Array(
          Obj({ invoiceId: Id('fap'), orderId: Id('ord'), state: State, asks: Type.Integer() }),
        ),
      }),
    },
    ofUser: {
      doc: 'All invoices of one shopper, whole, for the shopper.',
      who: 'system',
      secret: true,
      input: UserRef,
      output: Obj({
        invoices: Type.Array(
          Obj({
            orderNo: Type.String(),
            state: State,
            title: Type.String(),
            taxNumber: Nullable(Type.String()),
            email: Nullable(Type.String()),
            amountFen: Fen,
            number: Type.String(),
            at: Time,
          }),
        ),
      }),
    },
  },
  effects: {
    atChannel: {
      doc: 'Asks the channel for an invoice under our number, for its red one, or what became of it.',
      who: 'system',
      secret: true,
      input: InvoiceRef,
      output: Word,
    },
    file: {
      doc: 'The channel’s PDF of an invoice; null where it gives none now.',
      who: 'system',
      input: InvoiceRef,
      output: Obj({ pdfBase64: Nullable(Type.String()) }),
    },
    readNotice: {
      doc: 'Verifies a knock of the channel; `key` is the same for the same bytes.',
      who: 'system',
      input: Obj({ headers: Type.Record(Type.String(), Type.String()), bodyBase64: Type.String() }),
      output: Obj({ invoiceId: Nullable(Type.String()), key: Type.String(), code: Type.String() }),
    },
  },
  events: {
    issued: {
      doc: 'An invoice was issued.',
      version: 1,
      payload: Obj({ invoiceId: Id('fap'), orderId: Id('ord'), userId: Id('usr'), amountFen: Fen }),
    },
    stuck: {
      doc: 'An invoice, or its red one, failed; a person must look.',
      version: 1,
      payload: Obj({ invoiceId: Id('fap'), orderId: Id('ord'), code: Type.String() }),
    },
  },
})
