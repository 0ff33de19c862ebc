/** Schemas that several operations of module supplier share. */
import { Fen, Id, Nullable, Obj, OneOf, Readable, Time, Type } from '@tiantou/kernel'

export const SupplierId = Id('sup')
export const SupplierRef = Obj({ supplierId: SupplierId })
export const SupplierKind = OneOf('farm', 'coop', 'broker', 'processor')
export const PartyKind = OneOf('company', 'person')
export const RequirementKind = OneOf('licence', 'identity', 'bank_account', 'food_permit')
export const Verified = OneOf('identity', 'licence', 'bank_account')
export const Answer = OneOf('match', 'mismatch', 'no_record', 'retry', 'bad')
export const SupplierStateWord = OneOf('applying', 'active', 'suspended', 'closed')
export const ApplicationWord = OneOf('draft', 'submitted', 'in_review', 'accepted', 'rejected')
export const Reason = Readable(200)
/** Fen that may be owed. */
export const SignedFen = Type.Integer({ minimum: -99_999_999_999, maximum: 99_999_999_999 })
export const BasisPoints = Type.Integer({ minimum: 0, maximum: 10_000 })

/** What one grade of one kind of goods is bought at. */
export const Grade = Obj({
  goods: Readable(60),
  grade: OneOf('special', 'first', 'second', 'third', 'unsorted'),
  priceFen: Fen,
  unit: OneOf('kg', 'jin', 'piece', 'box'),
})

/** By statements that are withdrawn, or by a share of each order’s payment. */
export const PayBy = OneOf('payout', 'sharing')

export const Terms = {
  validFrom: Time,
  validTo: Time,
  commissionBp: BasisPoints,
  paymentDays: Type.Integer({ minimum: 0, maximum: 365 }),
  grades: Type.Array(Grade, { maxItems: 100 }),
}

export const ContractView = Obj({
  contractId: Id('ctr'),
  no: Type.Integer(),
  state: OneOf('draft', 'active', 'ended'),
  ...Terms,
  payBy: PayBy,
  signedBy: Type.String(),
  signedAt: Nullable(Time),
})

export const RequirementView = Obj({
  kind: RequirementKind,
  state: OneOf('missing', 'submitted', 'accepted', 'rejected', 'waived'),
  reason: Type.String(),
  picture: Type.String(),
  /** All but its end is masked. */
  number: Type.String(),
  issuer: Type.String(),
  validTo: Nullable(Time),
})

export const VerificationView = Obj({
  verificationId: Id('ver'),
  what: Verified,
  answer: OneOf('asked', 'match', 'mismatch', 'no_record', 'retry', 'bad'),
  code: Type.String(),
  at: Time,
})

/** One supplier with what is personal of it masked. */
export const SupplierView = Obj({
  supplierId: SupplierId,
  kind: SupplierKind,
  party: PartyKind,
  name: Type.String(),
  application: ApplicationWord,
  state: SupplierStateWord,
  reason: Type.String(),
  legalName: Nullable(Type.String()),
  creditCode: Nullable(Type.String()),
  personName: Nullable(Type.String()),
  idNumber: Nullable(Type.String()),
  bankName: Type.String(),
  bankAccount: Nullable(Type.String()),
  contactName: Nullable(Type.String()),
  phone: Nullable(Type.String()),
  consentAt: Nullable(Time),
  createdAt: Time,
  requirements: Type.Array(RequirementView),
  contracts: Type.Array(ContractView),
  verifications: Type.Array(VerificationView),
})
