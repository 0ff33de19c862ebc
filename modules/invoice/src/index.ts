/** Module invoice: its contract, and the code behind every word of it. */
import { defineModule } from '@tiantou/platform'
import { invoices } from '../migrations/0001-invoices.ts'
import { eraseUser, outdate, record } from './commands/record.ts'
import { hurry, request, retry, submit } from './commands/request.ts'
import { Invoice } from './contract.ts'
import { atChannel, file, readNotice } from './effects.ts'
import type { InvoicePorts } from './port.ts'
import { due, failed, fileLink, judgeLink, ofOrder, ofUser } from './queries.ts'
import { invoiceSettings } from './settings.ts'
import type { InvoiceTables } from './tables.ts'

/** Electronic invoices of orders. */
export const invoiceModule = defineModule<InvoiceTables, InvoicePorts>()(Invoice, {
  commands: { request, submit, record, outdate, hurry, retry, eraseUser },
  queries: { ofOrder, fileLink, judgeLink, failed, due, ofUser },
  effects: { atChannel, file, readNotice },
  migrations: [invoices],
  settings: invoiceSettings,
  appendOnly: ['invoice_history'],
  ports: ['channel'],
})
