/** What asking for an invoice looks like on the wire, and the asking of the channel that issues it. */
import { declareFlow, Id, Nothing, Obj, passOn, Type } from '@tiantou/kernel'
import { Email, Invoice, Title } from '@tiantou/invoice/contract'
import { Order } from '@tiantou/order/contract'

/** POST /orders/:orderId/invoices */
export const RequestInvoice = declareFlow('request-invoice', {
  doc: 'The shopper of a completed order asks for its electronic invoice.',
  who: 'user',
  secret: true,
  route: { method: 'POST', path: '/orders/:orderId/invoices' },
  input: Obj({ orderId: Id('ord'), title: Title, email: Type.Optional(Email) }),
  output: Invoice.commands.request.output,
  refusals: {
    ...passOn(Invoice.commands.request),
    ...passOn(Order.queries.kept),
    not_completed: { status: 409, doc: 'The goods have not been received yet.' },
  },
})

/** Asks the channel of one invoice, and records its word. */
export const AskInvoice = declareFlow('ask-invoice', {
  doc: 'Asks the channel of one invoice, and records its word.',
  who: 'system',
  input: Obj({ invoiceId: Id('fap'), orderId: Id('ord') }),
  output: Nothing,
  refusals: {
    ...passOn(Invoice.commands.submit),
    ...passOn(Invoice.commands.record),
    ...passOn(Order.queries.kept),
  },
})
