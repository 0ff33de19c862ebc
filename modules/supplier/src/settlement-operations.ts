/** Operations by which sales become statements and statements become money a supplier may withdraw. */
import { Fen, Id, Nothing, Obj, OneOf, PageInput, PageOf, Readable, Time, Type } from '@tiantou/kernel'
import { no_such_supplier, same_person, wrong_state } from './refusals.ts'
import { Reason, SignedFen, SupplierId } from './shapes.ts'

const settle = { permission: 'supplier.settle' } as const
const payout = { permission: 'supplier.payout' } as const
const StatementRef = Obj({ statementId: Id('stm') })
const PayoutRef = Obj({ payoutId: Id('pob') })
const no_such_statement = { status: 404, doc: 'No statement of that id, or not the caller’s.' }
const no_such_payout = { status: 404, doc: 'No payout batch of that id.' }
const of_statement = { no_such_statement, wrong_state }
const Message = Readable(1000)

export const StatementWord = OneOf(
  'issued',
  'confirmed',
  'disputed',
  'adjusted',
  'payable',
  'paying',
  'paid',
  'netted',
)

export const StatementSummary = Obj({
  statementId: Id('stm'),
  supplierId: SupplierId,
  state: StatementWord,
  periodFrom: Time,
  periodTo: Time,
  goodsFen: SignedFen,
  commissionFen: SignedFen,
  deductionsFen: SignedFen,
  carriedFen: SignedFen,
  /** What shares took off, less what came back on. */
  sharedFen: SignedFen,
  totalFen: SignedFen,
  dueAt: Time,
})

export const StatementDetail = Obj({
  ...StatementSummary.properties,
  lines: Type.Array(
    Obj({
      kind: OneOf('sale', 'refund', 'deduction', 'carried', 'share', 'share_failed', 'share_back'),
      reference: Type.String(),
      orderId: Type.String(),
      skuId: Type.String(),
      goodsFen: SignedFen,
      commissionFen: SignedFen,
      netFen: SignedFen,
      reason: Type.String(),
      at: Time,
    }),
  ),
  thread: Type.Array(Obj({ side: OneOf('supplier', 'platform'), text: Type.String(), at: Time })),
})

export const settlementCommands = {
  collect: {
    doc: 'Writes what lines of a completed order earn, under the contract it was placed on.',
    who: 'system',
    keepKey: true,
    input: Obj({
      orderId: Id('ord'),
      placedAt: Time,
      lines: Type.Array(Obj({ supplierId: SupplierId, skuId: Id('sku'), paidFen: Fen }), { maxItems: 100 }),
    }),
    output: Nothing,
    refusals: {
      no_contract: {
        status: 409,
        doc: 'A supplier had signed no contract by then: its commission is not known.',
        data: Obj({ supplierId: SupplierId }),
      },
    },
  },
  recordRefund: {
    doc: 'Goods went back, with their share of the commission, or from what they will earn.',
    who: 'system',
    keepKey: true,
    input: Obj({
      orderId: Id('ord'),
      refundId: Type.String({ minLength: 1, maxLength: 40 }),
      lines: Type.Array(Obj({ supplierId: SupplierId, skuId: Id('sku'), refundFen: Fen }), { maxItems: 100 }),
    }),
    output: Nothing,
    refusals: { refunded_above_paid: { status: 422, doc: 'More went back than was paid.' } },
  },
  deduct: {
    doc: 'Takes an amount off what a supplier earns, with its reason and what it refers to.',
    who: settle,
    route: { method: 'POST', path: '/staff/suppliers/:supplierId/deductions' },
    input: Obj({
      supplierId: SupplierId,
      amountFen: Type.Integer({ minimum: 1, maximum: 99_999_999_999 }),
      reason: Reason,
      reference: Type.String({ pattern: '^[0-9A-Za-z_-]{1,60}$' }),
    }),
    output: Nothing,
    refusals: {
      no_such_supplier,
      known_already: { status: 409, doc: 'There is a deduction with that reference.' },
    },
  },
  issueStatement: {
    doc: 'Puts everything a supplier earned up to a moment, and no statement counts yet, on a statement.',
    who: settle,
    route: { method: 'POST', path: '/staff/suppliers/:supplierId/statements' },
    input: Obj({ supplierId: SupplierId, periodTo: Time }),
    output: StatementRef,
    refusals: {
      no_such_supplier,
      no_contract: { status: 409, doc: 'No contract says when it is paid.' },
      nothing_to_settle: { status: 409, doc: 'No line waits for a statement up to then.' },
      period_open: { status: 422, doc: 'The period has not ended yet.' },
    },
  },
  confirmStatement: {
    doc: 'The supplier agrees: it becomes payable, or what is owed is carried to the next.',
    who: 'user',
    route: { method: 'POST', path: '/supplier/statements/:statementId/confirm' },
    input: StatementRef,
    output: Obj({ state: StatementWord }),
    refusals: of_statement,
  },
  disputeStatement: {
    doc: 'The supplier disagrees, and says why.',
    who: 'user',
    route: { method: 'POST', path: '/supplier/statements/:statementId/dispute' },
    input: Obj({ statementId: Id('stm'), text: Message }),
    output: Nothing,
    refusals: of_statement,
  },
  answerDispute: {
    doc: 'Staff answers a dispute with an adjustment, of no fen if nothing changes.',
    who: settle,
    route: { method: 'POST', path: '/staff/statements/:statementId/adjust' },
    input: Obj({ statementId: Id('stm'), text: Message, adjustFen: SignedFen }),
    output: Nothing,
    refusals: of_statement,
  },
  proposePayout: {
    doc: 'One person puts payable statements that are due together as a batch.',
    who: payout,
    route: { method: 'POST', path: '/staff/payouts' },
    input: Obj({ statementIds: Type.Array(Id('stm'), { minItems: 1, maxItems: 200, uniqueItems: true }) }),
    output: Obj({ payoutId: Id('pob'), totalFen: Fen }),
    refusals: { ...of_statement, not_due: { status: 409, doc: 'A statement is not due yet.' } },
  },
  approvePayout: {
    doc: 'Another person approves: the suppliers may withdraw the money.',
    who: payout,
    route: { method: 'POST', path: '/staff/payouts/:payoutId/approve' },
    input: PayoutRef,
    output: Nothing,
    refusals: { no_such_payout, wrong_state, same_person },
  },
  rejectPayout: {
    doc: 'The batch falls apart; its statements are payable again.',
    who: payout,
    route: { method: 'POST', path: '/staff/payouts/:payoutId/reject' },
    input: Obj({ payoutId: Id('pob'), reason: Reason }),
    output: Nothing,
    refusals: { no_such_payout, wrong_state },
  },
} as const

const StatementPage = { limit: PageInput.limit, cursor: Type.Optional(Id('stm')) }

export const settlementQueries = {
  myStatements: {
    doc: 'Statements of the caller’s supplier, newest first.',
    who: 'user',
    route: { method: 'GET', path: '/supplier/statements' },
    input: Obj(StatementPage),
    output: PageOf(StatementSummary),
    refusals: { no_such_supplier },
  },
  myStatement: {
    doc: 'One statement of the caller’s supplier with its lines and its thread.',
    who: 'user',
    route: { method: 'GET', path: '/supplier/statements/:statementId' },
    input: StatementRef,
    output: StatementDetail,
    refusals: { no_such_statement },
  },
  staffStatements: {
    doc: 'Statements of all suppliers, newest first.',
    who: { permission: 'supplier.read' },
    route: { method: 'GET', path: '/staff/statements' },
    input: Obj({ ...StatementPage, state: Type.Optional(StatementWord) }),
    output: PageOf(StatementSummary),
  },
  staffStatement: {
    doc: 'One statement with its lines and its thread.',
    who: { permission: 'supplier.read' },
    route: { method: 'GET', path: '/staff/statements/:statementId' },
    input: StatementRef,
    output: StatementDetail,
    refusals: { no_such_statement },
  },
} as const

export const settlementEvents = {
  line_earned: {
    doc: 'A line of a supplier’s account came to be; what is owed to them changed by its net.',
    version: 1,
    payload: Obj({
      supplierId: SupplierId,
      lineId: Id('lin'),
      kind: OneOf('sale', 'refund', 'deduction', 'share', 'share_failed', 'share_back'),
      reference: Type.String(),
      goodsFen: SignedFen,
      commissionFen: SignedFen,
      netFen: SignedFen,
      at: Time,
    }),
  },
  statement_issued: {
    doc: 'A statement waits for its supplier.',
    version: 1,
    payload: Obj({ supplierId: SupplierId, statementId: Id('stm'), totalFen: SignedFen }),
  },
  statement_paid: {
    doc: 'What a statement came to may be withdrawn; it paid back what was carried to it.',
    version: 1,
    payload: Obj({ supplierId: SupplierId, statementId: Id('stm'), totalFen: Fen, repaidFen: Fen, at: Time }),
  },
  statement_netted: {
    doc: 'A statement came to nothing or less; it paid back what was carried to it.',
    version: 1,
    payload: Obj({ supplierId: SupplierId, statementId: Id('stm'), owedFen: Fen, repaidFen: Fen, at: Time }),
  },
} as const
