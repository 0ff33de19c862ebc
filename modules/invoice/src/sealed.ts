/** Where each personal field of an invoice is sealed, and how title and e-mail are sealed and opened. */
import type { FieldSecrets } from '@tiantou/platform'
import type { InvoiceTitle } from './port.ts'
import type { InvoiceRow } from './tables.ts'

type Column = 'name_sealed' | 'tax_number_sealed' | 'email_sealed'

const place = (column: Column, id: string): string => `invoice_invoice.${column}:${id}`

/** The sealed columns of a new invoice. */
export const sealTitle = (
  secrets: FieldSecrets,
  id: string,
  { kind, name, taxNumber }: InvoiceTitle,
  email: string | undefined,
): Pick<InvoiceRow, 'title_kind' | Column> => {
  const seal = (column: Column, plain: string | undefined) =>
    plain === undefined ? null : secrets.seal(plain, place(column, id))
  return {
    title_kind: kind,
    name_sealed: secrets.seal(name, place('name_sealed', id)),
    tax_number_sealed: seal('tax_number_sealed', taxNumber),
    email_sealed: seal('email_sealed', email),
  }
}

/** Who an invoice is made out to, and where it is sent. */
export const openTitle = (
  secrets: FieldSecrets,
  row: Pick<InvoiceRow, 'id' | 'title_kind' | Column>,
): { readonly title: InvoiceTitle; readonly email: string | undefined } => {
  const open = (column: Column) => {
    const sealed = row[column]
    return sealed === null ? undefined : secrets.open(sealed, place(column, row.id))
  }
  const taxNumber = open('tax_number_sealed')
  const named = { kind: row.title_kind, name: open('name_sealed') ?? '' }
  return {
    title: taxNumber === undefined ? named : { ...named, taxNumber },
    email: open('email_sealed'),
  }
}
