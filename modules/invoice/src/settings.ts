/** What an operator sets about invoices, on the word of a tax adviser. */
import { Nullable, Obj, Type } from '@tiantou/kernel'
import { setting } from '@tiantou/platform'

const Tax = Nullable(
  Obj({
    taxCode: Type.String({ pattern: '^[0-9]{19}$', description: '税收分类编码' }),
    /** Basis points; 0 where the goods are free of tax, 900 for farm produce that is not. */
    taxRateBp: Type.Integer({ minimum: 0, maximum: 2_500 }),
  }),
)

export const invoiceSettings = {
  tax: setting(
    Obj({ ambient: Tax, chilled: Tax, frozen: Tax }),
    { ambient: null, chilled: null, frozen: null },
    'Tax code and rate of goods by storage class, as a tax adviser confirmed them; without, no invoice.',
  ),
}

export type InvoiceSettings = typeof invoiceSettings
