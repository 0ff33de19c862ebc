/** The PDF of an invoice, for whoever has a signed link that is not over: WeChat opens it by itself. */
import { isId, system } from '@tiantou/kernel'
import { Invoice } from '@tiantou/invoice/contract'
import { CallError, type House } from '@tiantou/platform'
import type { FastifyInstance } from 'fastify'
import { isGood, linkIn, type SignedQuery } from './signed-links.ts'

interface Signed {
  readonly Params: { readonly file: string }
  readonly Querystring: SignedQuery
}

const missing = () => new CallError('platform.not_found', 'There is no such invoice.')

/** GET /invoices/:invoiceId.pdf?until=…&sig=… */
export const addInvoiceFiles = (app: FastifyInstance, house: House): void => {
  app.get<Signed>('/invoices/:file', async (request, reply) => {
    const link = linkIn(request.query)
    const invoiceId = request.params.file.replace(/\.pdf$/, '')
    if (!isId('fap', invoiceId) || link === undefined) throw missing()
    const judged = await house.ask(Invoice.queries.judgeLink, { ...link, invoiceId }, system('link'))
    if (!isGood(judged)) throw missing()
    const { pdfBase64 } = await house.effect(Invoice.effects.file, { invoiceId })
    if (pdfBase64 === null) throw new CallError('platform.away', 'The tax channel gives no file now.')
    return reply
      .header('cache-control', 'private, no-store')
      .header('content-disposition', `inline; filename="${invoiceId}.pdf"`)
      .type('application/pdf')
      .send(Buffer.from(pdfBase64, 'base64'))
  })
}
