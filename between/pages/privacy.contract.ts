/** The copy of all that is kept of one shopper, part by part as `privacy-parts.ts` lists them. */
import { declarePage, Id, Obj, passOn, Time, Type } from '@tiantou/kernel'
import { User } from '@tiantou/user/contract'
import { copies } from '../privacy-parts.ts'

type Names = keyof typeof copies
type Parts = { readonly [N in Names]: (typeof copies)[N]['output'] }
const parts = Object.fromEntries(
  Object.entries(copies).map(([name, query]) => [name, query.output]),
) as unknown as Parts

/** GET /user/export */
export const ExportPage = declarePage('export-page', {
  doc: 'All that is kept of the caller, for machines to read. Needs a fresh confirmation.',
  who: 'user',
  route: { method: 'GET', path: '/user/export' },
  input: Obj({ confirmationId: Id('cfm') }),
  output: Obj({ format: Type.Literal('tiantou-export-1'), exportedAt: Time, ...parts }),
  refusals: passOn(User.queries.confirmed),
})
