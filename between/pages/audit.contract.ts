/** The books against the modules whose money they book: what no module can see alone. */
import { declarePage, Nothing, Obj, OneOf, Type } from '@tiantou/kernel'

const Finding = Obj({
  about: Type.String(),
  kind: Type.String(),
  wrong: OneOf('missing', 'other_amount', 'of_nothing'),
})

/** GET /staff/ledger/audit */
export const AuditPage = declarePage('audit-page', {
  doc: 'Payments and refunds without their journal, with another sum, and journals of nothing (I6, I8).',
  who: { permission: 'ledger.read' },
  route: { method: 'GET', path: '/staff/ledger/audit' },
  input: Nothing,
  output: Obj({
    payments: Type.Integer(),
    refunds: Type.Integer(),
    findings: Type.Array(Finding, { description: 'The first hundred.' }),
  }),
})
