/** Operations by which somebody becomes a supplier: application, review, verification, contract. */
import { Id, Nothing, Nullable, Obj, OneOf, Phone, Readable, Time, Type } from '@tiantou/kernel'
import { no_such_supplier, owner_only, wrong_state } from './refusals.ts'
import {
  Answer,
  PartyKind,
  PayBy,
  Reason,
  RequirementKind,
  SupplierId,
  SupplierKind,
  SupplierRef,
  Terms,
  Verified,
} from './shapes.ts'

const review = { permission: 'supplier.review' } as const
const contracts = { permission: 'supplier.contract' } as const
const RequirementRef = { supplierId: SupplierId, kind: RequirementKind }
const ContractRef = { supplierId: SupplierId, contractId: Id('ctr') }
const already_belongs = { status: 409, doc: 'The user belongs to a supplier already.' }
const no_such_contract = { status: 404, doc: 'The supplier has no contract of that id.' }
const of_requirement = {
  no_such_requirement: { status: 404, doc: 'Nothing of that kind is asked of this supplier.' },
  wrong_state,
}

/** A document with its private picture. */
export const Document = {
  kind: RequirementKind,
  number: Type.String({ minLength: 1, maxLength: 60, pattern: '^[0-9A-Za-z-]+$' }),
  issuer: Readable(80),
  validTo: Nullable(Time),
  picture: Type.String({ pattern: '^prv-[0-9a-f]{40}$', maxLength: 44 }),
}

const applicantCommands = {
  apply: {
    doc: 'Begins an application; the caller becomes the supplier’s owner.',
    who: 'user',
    route: { method: 'POST', path: '/supplier/application' },
    input: Obj({ kind: SupplierKind, party: PartyKind, name: Readable(60) }),
    output: SupplierRef,
    refusals: { already_belongs },
  },
  fill: {
    doc: 'Writes who applies and where money goes; possible until it is submitted, and after a rejection.',
    who: 'user',
    route: { method: 'PUT', path: '/supplier/application' },
    secret: true,
    input: Obj({
      legalName: Readable(100),
      /** Of a company alone. */
      creditCode: Nullable(Type.String({ minLength: 1, maxLength: 18 })),
      personName: Readable(60),
      idNumber: Type.String({ minLength: 1, maxLength: 18 }),
      bankName: Readable(60),
      bankAccount: Type.String({ pattern: '^[0-9]{8,30}$' }),
      contactName: Readable(60),
      phone: Phone,
    }),
    output: Nothing,
    refusals: {
      no_such_supplier,
      wrong_state,
      bad_id_number: { status: 422, doc: 'The check character or the day of birth is wrong (GB 11643).' },
      bad_credit_code: { status: 422, doc: 'Missing for a company, or its check character is wrong.' },
      bad_bank_account: {
        status: 422,
        doc: 'A person’s account must be a bank card with a good check digit.',
      },
      known_already: { status: 409, doc: 'Another supplier has that credit code.' },
    },
  },
  handIn: {
    doc: 'Hands in one document; what was said of an earlier one no longer holds.',
    who: 'system',
    secret: true,
    input: Obj({ userId: Id('usr'), ...Document }),
    output: Nothing,
    refusals: {
      no_such_supplier,
      ...of_requirement,
      expired: { status: 422, doc: 'The document is not valid any more.' },
    },
  },
  submit: {
    doc: 'Hands the application in, with consent to verification, which is kept with its time and version.',
    who: 'user',
    route: { method: 'POST', path: '/supplier/application/submit' },
    input: Obj({ consents: Type.Literal(true), consentVersion: Readable(20) }),
    output: Nothing,
    refusals: {
      no_such_supplier,
      wrong_state,
      incomplete: {
        status: 422,
        doc: 'Something is missing: `application`, or documents.',
        data: Obj({ missing: Type.Array(Type.String()) }),
      },
    },
  },
  addMember: {
    doc: 'The owner takes a user in as a clerk.',
    who: 'user',
    route: { method: 'POST', path: '/supplier/members' },
    input: Obj({ userId: Id('usr') }),
    output: Nothing,
    refusals: { no_such_supplier, already_belongs, owner_only },
  },
  removeMember: {
    doc: 'The owner lets a clerk go; one who is gone already is fine.',
    who: 'user',
    route: { method: 'DELETE', path: '/supplier/members/:userId' },
    input: Obj({ userId: Id('usr') }),
    output: Nothing,
    refusals: { no_such_supplier, owner_only },
  },
} as const

const reviewCommands = {
  beginReview: {
    doc: 'Takes a submitted application up.',
    who: review,
    route: { method: 'POST', path: '/staff/suppliers/:supplierId/review' },
    input: SupplierRef,
    output: Nothing,
    refusals: { no_such_supplier, wrong_state },
  },
  acceptRequirement: {
    doc: 'A document that was handed in is good.',
    who: review,
    route: { method: 'POST', path: '/staff/suppliers/:supplierId/requirements/:kind/accept' },
    input: Obj(RequirementRef),
    output: Nothing,
    refusals: of_requirement,
  },
  rejectRequirement: {
    doc: 'A document that was handed in is not good; the supplier reads why.',
    who: review,
    route: { method: 'POST', path: '/staff/suppliers/:supplierId/requirements/:kind/reject' },
    input: Obj({ ...RequirementRef, reason: Reason }),
    output: Nothing,
    refusals: of_requirement,
  },
  waiveRequirement: {
    doc: 'The platform goes without a document, and says why.',
    who: { permission: 'supplier.waive' },
    route: { method: 'POST', path: '/staff/suppliers/:supplierId/requirements/:kind/waive' },
    input: Obj({ ...RequirementRef, reason: Reason }),
    output: Nothing,
    refusals: of_requirement,
  },
  accept: {
    doc: 'The applicant becomes an active supplier; every requirement must be accepted or waived.',
    who: review,
    route: { method: 'POST', path: '/staff/suppliers/:supplierId/accept' },
    input: SupplierRef,
    output: Nothing,
    refusals: {
      no_such_supplier,
      wrong_state,
      open_requirements: {
        status: 409,
        doc: 'Not every requirement is accepted or waived.',
        data: Obj({ open: Type.Array(RequirementKind) }),
      },
    },
  },
  reject: {
    doc: 'The application fails; it may be mended and submitted again.',
    who: review,
    route: { method: 'POST', path: '/staff/suppliers/:supplierId/reject' },
    input: Obj({ supplierId: SupplierId, reason: Reason }),
    output: Nothing,
    refusals: { no_such_supplier, wrong_state },
  },
  setState: {
    doc: 'Suspends, resumes or closes a supplier.',
    who: review,
    route: { method: 'POST', path: '/staff/suppliers/:supplierId/state' },
    input: Obj({ supplierId: SupplierId, change: OneOf('suspend', 'resume', 'close'), reason: Reason }),
    output: Nothing,
    refusals: { no_such_supplier, wrong_state },
  },
  reveal: {
    doc: 'Shows one personal field whole to staff that must see it, and keeps who saw it and why.',
    who: { permission: 'supplier.reveal' },
    route: { method: 'POST', path: '/staff/suppliers/:supplierId/reveal' },
    secret: true,
    input: Obj({
      supplierId: SupplierId,
      field: OneOf('creditCode', 'personName', 'idNumber', 'bankAccount', 'contactName', 'phone'),
      reason: Reason,
    }),
    output: Obj({ value: Nullable(Type.String()) }),
    refusals: { no_such_supplier },
  },
  beginVerification: {
    doc: 'Writes down that a fact is about to be verified, before anybody is asked and paid.',
    who: 'system',
    input: Obj({ supplierId: SupplierId, what: Verified, askedBy: Type.String({ maxLength: 80 }) }),
    output: Obj({ verificationId: Id('ver') }),
    refusals: {
      no_such_supplier,
      no_consent: { status: 409, doc: 'The applicant has not consented to verification.' },
      too_many_tries: { status: 429, doc: 'Verified as often today as the setting allows.' },
    },
  },
  recordVerification: {
    doc: 'Writes down what the register said.',
    who: 'system',
    keepKey: true,
    input: Obj({ verificationId: Id('ver'), answer: Answer, code: Type.String({ maxLength: 60 }) }),
    output: Nothing,
    refusals: { no_such_verification: { status: 404, doc: 'No verification of that id.' } },
  },
} as const

const contractCommands = {
  draftContract: {
    doc: 'Writes the next version of a supplier’s contract.',
    who: contracts,
    route: { method: 'POST', path: '/staff/suppliers/:supplierId/contracts' },
    input: Obj({ supplierId: SupplierId, ...Terms, payBy: Type.Optional(PayBy) }),
    output: Obj({ contractId: Id('ctr'), no: Type.Integer() }),
    refusals: {
      no_such_supplier,
      bad_period: { status: 422, doc: 'The contract would end before it begins.' },
    },
  },
  signContract: {
    doc: 'A drafted version is signed and holds; the one that held so far ends.',
    who: contracts,
    route: { method: 'POST', path: '/staff/suppliers/:supplierId/contracts/:contractId/sign' },
    input: Obj({ ...ContractRef, signedBy: Readable(60) }),
    output: Nothing,
    refusals: {
      no_such_supplier,
      no_such_contract,
      wrong_state,
      out_of_period: { status: 422, doc: 'It does not hold today: not yet, or no more.' },
    },
  },
  endContract: {
    doc: 'A contract holds no longer.',
    who: contracts,
    route: { method: 'POST', path: '/staff/suppliers/:supplierId/contracts/:contractId/end' },
    input: Obj({ ...ContractRef, reason: Reason }),
    output: Nothing,
    refusals: { no_such_contract, wrong_state },
  },
} as const

export const onboardingCommands = { ...applicantCommands, ...reviewCommands, ...contractCommands } as const

export const onboardingEffects = {
  verify: {
    doc: 'Asks the register about one fact of a supplier.',
    who: 'system',
    input: Obj({ supplierId: SupplierId, what: Verified }),
    output: Obj({ answer: Answer, code: Type.String() }),
  },
} as const

export const onboardingEvents = {
  accepted: { doc: 'An applicant became a supplier.', version: 1, payload: SupplierRef },
  state_changed: {
    doc: 'A supplier was suspended, resumed or closed.',
    version: 1,
    payload: Obj({ supplierId: SupplierId, state: OneOf('active', 'suspended', 'closed') }),
  },
} as const
