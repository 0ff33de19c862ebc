/** Rows as the contract shows them. */
import type { OutputOf } from '@tiantou/kernel'
import type { FieldSecrets } from '@tiantou/platform'
import type { Supplier } from './contract.ts'
import { maskNumber } from './rules.ts'
import { maskedFields, numberPlace } from './sealed.ts'
import type {
  ContractRow,
  LineRow,
  MessageRow,
  RequirementRow,
  ShareRow,
  StatementRow,
  SupplierRow,
  VerificationRow,
  WithdrawalRow,
} from './tables.ts'

type View = OutputOf<typeof Supplier.queries.staffGet>

const toContract = (row: ContractRow): View['contracts'][number] => ({
  contractId: row.id,
  no: row.no,
  state: row.state,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  commissionBp: row.commission_bp,
  paymentDays: row.payment_days,
  grades: JSON.parse(row.grades) as View['contracts'][number]['grades'],
  payBy: row.pay_by,
  signedBy: row.signed_by,
  signedAt: row.signed_at,
})

export interface Parts {
  readonly requirements: readonly RequirementRow[]
  readonly contracts: readonly ContractRow[]
  readonly verifications: readonly VerificationRow[]
}

/** One supplier, masked. */
export const toSupplier = (secrets: FieldSecrets, row: SupplierRow, parts: Parts): View => ({
  supplierId: row.id,
  kind: row.kind,
  party: row.party,
  name: row.name,
  application: row.application,
  state: row.state,
  reason: row.reason,
  bankName: row.bank_name,
  ...maskedFields(secrets, row),
  consentAt: row.consent_at,
  createdAt: row.created_at,
  requirements: parts.requirements.map((asked) => ({
    kind: asked.kind,
    state: asked.state,
    reason: asked.reason,
    picture: asked.picture,
    number: asked.number_sealed && maskNumber(secrets.open(asked.number_sealed, numberPlace(asked.id))),
    issuer: asked.issuer,
    validTo: asked.valid_to,
  })),
  contracts: parts.contracts.map(toContract),
  verifications: parts.verifications.map(({ id, what, answer, code, at }) => ({
    verificationId: id,
    what,
    answer,
    code,
    at,
  })),
})

export const toStatement = (row: StatementRow) => ({
  statementId: row.id,
  supplierId: row.supplier_id,
  state: row.state,
  periodFrom: row.period_from,
  periodTo: row.period_to,
  goodsFen: row.goods_fen,
  commissionFen: row.commission_fen,
  deductionsFen: row.deductions_fen,
  carriedFen: row.carried_fen,
  sharedFen: row.shared_fen,
  totalFen: row.total_fen,
  dueAt: row.due_at,
})

export const toLine = (row: LineRow) => ({
  kind: row.kind,
  reference: row.reference,
  orderId: row.order_id,
  skuId: row.sku_id,
  goodsFen: row.goods_fen,
  commissionFen: row.commission_fen,
  netFen: row.net_fen,
  reason: row.reason,
  at: row.at,
})

export const toMessage = ({ side, text, at }: MessageRow) => ({ side, text, at })

export const toShare = (row: ShareRow) => ({
  shareId: row.id,
  supplierId: row.supplier_id === '' ? null : row.supplier_id,
  orderId: row.order_id,
  kind: row.kind,
  state: row.state,
  amountFen: row.amount_fen,
  code: row.code,
  at: row.at,
  endedAt: row.ended_at,
})

export const toWithdrawal = (row: WithdrawalRow) => ({
  withdrawalId: row.id,
  supplierId: row.supplier_id,
  state: row.state,
  amountFen: row.amount_fen,
  way: row.way,
  voucher: row.voucher,
  reason: row.reason,
  at: row.at,
  confirmBy: row.confirm_by,
})

/** One more row than asked tells whether there is a next page. */
export const pageOf = <Row extends { readonly id: string }, Item>(
  rows: readonly Row[],
  limit: number,
  show: (row: Row) => Item,
) => {
  const shown = rows.slice(0, limit)
  return { items: shown.map(show), next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null }
}
