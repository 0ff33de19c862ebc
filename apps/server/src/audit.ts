/**
 * What `npm run audit` says: every invariant of the ledger, the trial balance, and the books against payments
 * and refunds.
 */
import { AuditPage } from '@tiantou/between/pages/audit.contract'
import { formatYuan, system } from '@tiantou/kernel'
import { Ledger } from '@tiantou/ledger/contract'
import type { House } from '@tiantou/platform'

/** What there is to say, line by line, and whether all is well. */
export const auditOf = async (
  house: House,
): Promise<{ readonly lines: string[]; readonly isWell: boolean }> => {
  const by = system('audit')
  const { items } = await house.ask(Ledger.queries.invariants, {}, by)
  const { accounts, sumFen } = await house.ask(Ledger.queries.trialBalance, {}, by)
  const { value: across } = await house.page(AuditPage, {}, by)
  const lines = [
    ...items.map(
      ({ name, doc, violations }) => `${violations === 0 ? 'ok ' : 'NOT'} ${name} ${doc} ${violations}`,
    ),
    `${across.findings.length === 0 ? 'ok ' : 'NOT'} I6 I8 ${across.payments} payments, ` +
      `${across.refunds} refunds`,
    ...across.findings.map(({ kind, about, wrong }) => `    ${kind} ${about} ${wrong}`),
    ...accounts.map(({ code, name, balanceFen }) => `${code} ${formatYuan(balanceFen).padStart(16)} ${name}`),
    `sum  ${formatYuan(sumFen).padStart(16)}`,
  ]
  const isWell = items.every((one) => one.violations === 0) && across.findings.length === 0 && sumFen === 0
  return { lines, isWell }
}
