/** Row types of the supplier_* tables. Columns in `_sealed` hold personal data, each under its place. */
import type { HistoryRow } from '@tiantou/platform'
import type { Kind, Party, Requirement } from './rules.ts'
import type {
  ApplicationState,
  ContractState,
  ReceiverState,
  ShareState,
  PayoutState,
  RequirementState,
  StatementState,
  SupplierState,
  WithdrawalState,
} from './states.ts'

/** What is sealed of an applicant; null until it was filled in. */
export interface SealedColumns {
  legal_name_sealed: string | null
  credit_code_sealed: string | null
  person_name_sealed: string | null
  id_number_sealed: string | null
  bank_account_sealed: string | null
  contact_name_sealed: string | null
  phone_sealed: string | null
}

export interface SupplierRow extends SealedColumns {
  id: string
  kind: Kind
  party: Party
  /** The name that shoppers read. */
  name: string
  owner_id: string
  application: ApplicationState
  state: SupplierState
  bank_name: string
  /** Equal numbers meet here; null until filled in. */
  credit_code_blind: string | null
  id_number_blind: string | null
  /** Which text of consent to verification was agreed to, and when. */
  consent_version: string
  consent_at: number | null
  reason: string
  created_at: number
  version: number
}

export interface MemberRow {
  user_id: string
  supplier_id: string
  role: 'owner' | 'clerk'
  /** Written first by every command of a member, so that two of one member queue up. */
  acted_at: number
}

export interface RequirementRow {
  /** `<supplier>:<kind>` */
  id: string
  supplier_id: string
  kind: Requirement
  state: RequirementState
  reason: string
  picture: string
  number_sealed: string
  issuer: string
  valid_to: number | null
  version: number
}

export interface VerificationRow {
  id: string
  supplier_id: string
  what: 'identity' | 'licence' | 'bank_account'
  answer: 'asked' | 'match' | 'mismatch' | 'no_record' | 'retry' | 'bad'
  code: string
  asked_by: string
  at: number
  answered_at: number | null
}

export interface VerificationDayRow {
  /** `<supplier>:<what>:<day>` */
  id: string
  tries: number
}

export interface ContractRow {
  id: string
  supplier_id: string
  no: number
  state: ContractState
  /** The supplier while active, else its own id: unique, so one is active at a time. */
  slot: string
  valid_from: number
  valid_to: number
  commission_bp: number
  payment_days: number
  /** The price and grade table as JSON. */
  grades: string
  /** By statements that are withdrawn, or by a share of each order's payment. */
  pay_by: 'payout' | 'sharing'
  signed_by: string
  signed_at: number | null
  version: number
}

export interface BalanceRow {
  supplier_id: string
  withdrawable_fen: number
  held_fen: number
}

/** One thing that a statement counts. */
export interface LineRow {
  id: string
  supplier_id: string
  kind: 'sale' | 'refund' | 'deduction' | 'carried' | 'share' | 'share_failed' | 'share_back'
  /** Names the fact it comes from; unique with supplier and kind. */
  reference: string
  order_id: string
  sku_id: string
  goods_fen: number
  commission_fen: number
  net_fen: number
  reason: string
  at: number
  statement_id: string | null
}

/** Went back before the order was completed: what its line earns is that much less. */
export interface RefundAheadRow {
  /** `<refund>:<sku>` */
  id: string
  supplier_id: string
  order_id: string
  sku_id: string
  refund_fen: number
}

export interface StatementRow {
  id: string
  supplier_id: string
  state: StatementState
  period_from: number
  period_to: number
  goods_fen: number
  commission_fen: number
  deductions_fen: number
  carried_fen: number
  /** What shares took off, less what came back on. */
  shared_fen: number
  total_fen: number
  /** When it may be paid at the earliest. */
  due_at: number
  payout_id: string | null
  issued_at: number
  /** When it was paid or netted. */
  ended_at: number | null
  version: number
}

export interface MessageRow {
  id: string
  statement_id: string
  side: 'supplier' | 'platform'
  author_id: string
  text: string
  at: number
}

export interface PayoutRow {
  id: string
  state: PayoutState
  total_fen: number
  statements: number
  made_by: string
  decided_by: string
  at: number
  version: number
}

export interface WithdrawalRow {
  id: string
  supplier_id: string
  state: WithdrawalState
  amount_fen: number
  asked_by: string
  approved_by: string
  way: 'bank' | 'wechat-transfer'
  /** Whom the channel pays; gone once the money arrived or is back. */
  openid_sealed: string | null
  /** What the payee's WeChat opens to confirm, and until when. */
  package_info: string | null
  confirm_by: number | null
  /** How often the channel was asked, and when it is next; null while it has nothing to say. */
  asks: number
  next_ask_at: number | null
  /** When the money had arrived or was free again. */
  ended_at: number | null
  /** Of the bank's slip, or the channel's own number. */
  voucher: string
  reason: string
  at: number
  version: number
}

/** One kind of word that cannot be right, of one withdrawal. */
export interface SuspicionRow {
  /** `<withdrawal>:<code>:<word>` */
  id: string
  withdrawal_id: string
  code: 'other_amount' | 'contradiction'
  word: string
  /** What the channel said; null where it named no sum. */
  said_fen: number | null
  channel_ref: string
  /** How the withdrawal stood when it was said first. */
  own_state: WithdrawalState
  own_fen: number
  first_at: number
  last_at: number
  times: number
}

export interface ReceiverRow {
  id: string
  supplier_id: string
  /** The supplier while it is the one that is paid, else its own id: unique. */
  slot: string
  kind: 'merchant' | 'person'
  account_sealed: string
  state: ReceiverState
  code: string
  at: number
  version: number
}

/** A share of an order's payment, one that is taken back, or the setting free of the rest. */
export interface ShareRow {
  id: string
  order_id: string
  /** What it is of its order: unique with it. */
  slot: string
  kind: 'share' | 'return' | 'unfreeze'
  /** Whose; empty of setting free. */
  supplier_id: string
  /** Of a return, what it is of. */
  share_id: string
  /** Whom the channel pays; empty where the supplier had named nobody. */
  receiver_id: string
  amount_fen: number
  state: ShareState
  code: string
  channel_ref: string
  asks: number
  next_ask_at: number | null
  at: number
  ended_at: number | null
  version: number
}

export interface SupplierTables {
  supplier_receiver: ReceiverRow
  supplier_share: ShareRow
  supplier_supplier: SupplierRow
  supplier_member: MemberRow
  supplier_requirement: RequirementRow
  supplier_verification: VerificationRow
  supplier_verification_day: VerificationDayRow
  supplier_contract: ContractRow
  supplier_balance: BalanceRow
  supplier_line: LineRow
  supplier_refund_ahead: RefundAheadRow
  supplier_statement: StatementRow
  supplier_message: MessageRow
  supplier_payout: PayoutRow
  supplier_withdrawal: WithdrawalRow
  supplier_suspicion: SuspicionRow
  supplier_history: HistoryRow
}
