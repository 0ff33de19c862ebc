/**
 * What module reconcile offers: each day each channel's bill against our own books, every difference as a
 * case with money in suspense, ended by the other side's arrival or by two people; the day signed by two.
 */
import {
  defineContract,
  Fen,
  Id,
  Nothing,
  Nullable,
  Obj,
  OneOf,
  PageInput,
  PageOf,
  Text,
  Time,
  Type,
} from '@tiantou/kernel'
import { BILL_FAULTS } from './bills/bill.ts'
import {
  BillFile,
  CaseState,
  CaseView,
  Channel,
  Day,
  DayRef,
  DayState,
  DayView,
  Difference,
  Ending,
  Funds,
  Signed,
  Totals,
  TradeKind,
} from './shapes.ts'

export { Channel, Day, DayRef, DayView } from './shapes.ts'

const CaseRef = Obj({ caseId: Id('rcs') })
const no_such_case = { status: 404, doc: 'No case of that id.' }
const no_such_day = { status: 404, doc: 'No such day of that channel.' }
const case_over = {
  status: 409,
  doc: 'The case is not in a state for this.',
  data: Obj({ state: CaseState }),
}
const same_person = { status: 403, doc: 'Who did the first half cannot do the second: four eyes.' }
const wrong_day_state = {
  status: 409,
  doc: 'The day is not in a state for this.',
  data: Obj({ state: DayState }),
}
/** Why there is nothing to compare yet, or why a file was refused. */
const Why = OneOf('not_over', 'not_ready', 'no_bill', 'provider_refused', 'too_different', ...BILL_FAULTS)
const may = (permission: 'reconcile.read' | 'reconcile.resolve' | 'reconcile.sign') => ({ permission })

export const Reconcile = defineContract('reconcile', {
  doc: 'Bills of the channels against our books: differences, cases, days that two people sign.',
  permissions: {
    'reconcile.read': '查看对账',
    'reconcile.resolve': '处理对账差错',
    'reconcile.sign': '对账复核签字',
  },
  commands: {
    record: {
      doc: 'Notes what a day’s comparison came to: opens cases, closes those whose other side came.',
      who: 'system',
      input: Obj({
        channel: Channel,
        day: Day,
        trade: BillFile,
        fund: BillFile,
        totals: Totals,
        differences: Type.Array(Difference, { maxItems: 5_000 }),
        funds: Funds,
      }),
      output: Obj({ opened: Type.Integer(), matched: Type.Integer(), fundGapFen: Nullable(Signed) }),
      refusals: { already_compared: { status: 409, doc: 'That day was compared before.' } },
    },
    note: {
      doc: 'Notes that there is no bill yet, or one that cannot be believed; after noon somebody is told.',
      who: 'system',
      input: Obj({ channel: Channel, day: Day, refused: Type.Boolean(), code: Why }),
      output: Obj({ tries: Type.Integer() }),
      refusals: { already_compared: { status: 409, doc: 'That day was compared before.' } },
    },
    matchLate: {
      doc: 'The other side of a case came late to our books: what is in suspense goes back.',
      who: 'system',
      input: Obj({ caseId: Id('rcs'), ownFen: Signed, ownAt: Time }),
      output: Obj({ state: CaseState }),
      refusals: { no_such_case },
    },
    noteLate: {
      doc: 'A trade came to our books after its day was compared: a case, where nothing speaks of it yet.',
      who: 'system',
      input: Obj({
        channel: Channel,
        kind: TradeKind,
        number: Text(64),
        channelNumber: Nullable(Text(64)),
        fen: Fen,
        at: Time,
        /** When our books learnt of it. */
        heardAt: Time,
      }),
      output: Obj({ caseId: Nullable(Id('rcs')) }),
    },
    propose: {
      doc: 'Says how a case shall end, why, and by which voucher; another person confirms it.',
      who: may('reconcile.resolve'),
      keepKey: true,
      route: { method: 'POST', path: '/staff/reconcile/cases/:caseId/propose' },
      input: Obj({ caseId: Id('rcs'), ending: Ending, reason: Text(200), voucher: Text(80) }),
      output: Nothing,
      refusals: { no_such_case, case_over },
    },
    confirm: {
      doc: 'Ends a case as it was proposed, and books it.',
      who: may('reconcile.sign'),
      keepKey: true,
      route: { method: 'POST', path: '/staff/reconcile/cases/:caseId/confirm' },
      input: CaseRef,
      output: Nothing,
      refusals: { no_such_case, case_over, same_person },
    },
    reject: {
      doc: 'Opens a case again whose proposed end is not agreed to.',
      who: may('reconcile.sign'),
      route: { method: 'POST', path: '/staff/reconcile/cases/:caseId/reject' },
      input: Obj({ caseId: Id('rcs'), reason: Text(200) }),
      output: Nothing,
      refusals: { no_such_case, case_over },
    },
    check: {
      doc: 'The first name under a day: all its cases have ended.',
      who: may('reconcile.resolve'),
      route: { method: 'POST', path: '/staff/reconcile/days/:channel/:day/check' },
      input: Obj({ channel: Channel, day: Day, note: Type.Optional(Text(200)) }),
      output: Nothing,
      refusals: {
        no_such_day,
        wrong_day_state,
        open_cases: { status: 409, doc: 'Cases are open.', data: Obj({ open: Type.Integer() }) },
        needs_note: {
          status: 422,
          doc: 'The chain of balances is broken or fen are unexplained: a note must say why.',
          data: Obj({ fundGapFen: Signed, unexplainedFen: Signed }),
        },
      },
    },
    reopen: {
      doc: 'Takes the first name off a day again.',
      who: may('reconcile.sign'),
      route: { method: 'POST', path: '/staff/reconcile/days/:channel/:day/reopen' },
      input: Obj({ channel: Channel, day: Day, reason: Text(200) }),
      output: Nothing,
      refusals: { no_such_day, wrong_day_state },
    },
    sign: {
      doc: 'The second name under a day, of another person: it is closed.',
      who: may('reconcile.sign'),
      keepKey: true,
      route: { method: 'POST', path: '/staff/reconcile/days/:channel/:day/sign' },
      input: DayRef,
      output: Nothing,
      refusals: { no_such_day, wrong_day_state, same_person },
    },
  },
  queries: {
    due: {
      doc: 'Days whose bill should be there and was not compared, the oldest first.',
      who: 'system',
      input: Nothing,
      output: Obj({
        items: Type.Array(
          Obj({ ...DayRef.properties, overdue: Type.Boolean({ description: 'It is past noon.' }) }),
        ),
      }),
    },
    isCompared: {
      doc: 'Whether the day in China of this moment was compared with the channel’s bill.',
      who: 'system',
      input: Obj({ channel: Channel, at: Time }),
      output: Obj({ isCompared: Type.Boolean() }),
    },
    days: {
      doc: 'Days of the channels, newest first.',
      who: may('reconcile.read'),
      route: { method: 'GET', path: '/staff/reconcile/days' },
      input: Obj({ ...PageInput, channel: Type.Optional(Channel), state: Type.Optional(DayState) }),
      output: PageOf(DayView),
    },
    day: {
      doc: 'One day of a channel.',
      who: may('reconcile.read'),
      input: DayRef,
      output: DayView,
      refusals: { no_such_day },
    },
    cases: {
      doc: 'Cases, newest first; of one day, one channel or in one state where asked for.',
      who: may('reconcile.read'),
      route: { method: 'GET', path: '/staff/reconcile/cases' },
      input: Obj({
        ...PageInput,
        channel: Type.Optional(Channel),
        day: Type.Optional(Day),
        state: Type.Optional(CaseState),
      }),
      output: PageOf(CaseView),
    },
    ages: {
      doc: 'How old the cases are that nobody has ended, and what is in suspense for them (I15).',
      who: may('reconcile.read'),
      route: { method: 'GET', path: '/staff/reconcile/ages' },
      input: Nothing,
      output: Obj({
        items: Type.Array(Obj({ channel: Channel, age: Type.String(), cases: Type.Integer(), fen: Signed })),
      }),
    },
  },
  effects: {
    compareBills: {
      doc: 'Fetches a day’s bills, believes them or not, and compares them with our own trades.',
      who: 'system',
      input: DayRef,
      output: Type.Union([
        Obj({ is: OneOf('not_configured', 'known') }),
        Obj({ is: OneOf('waiting', 'refused'), code: Why }),
        Obj({
          is: OneOf('compared'),
          trade: BillFile,
          fund: BillFile,
          totals: Totals,
          differences: Type.Array(Difference, { maxItems: 5_000 }),
          funds: Funds,
        }),
      ]),
    },
    lookAgain: {
      doc: 'Looks whether what only the bill had is in our books by now.',
      who: 'system',
      input: Nothing,
      output: Obj({
        items: Type.Array(Obj({ caseId: Id('rcs'), ownFen: Signed, ownAt: Time }), { maxItems: 500 }),
      }),
    },
  },
  events: {
    compared: {
      doc: 'A day was compared; what the channel kept of it is known.',
      version: 1,
      payload: Obj({ dayId: Id('rcd'), channel: Channel, day: Day, feeFen: Signed, occurredAt: Time }),
    },
    suspended: {
      doc: 'So much more (or less) is at the channel than in our books: into suspense with it, or back.',
      version: 1,
      payload: Obj({ about: Text(64), caseId: Id('rcs'), channel: Channel, fen: Signed, occurredAt: Time }),
    },
    written_off: {
      doc: 'Two people gave up what stood in suspense for a case.',
      version: 1,
      payload: Obj({ caseId: Id('rcs'), channel: Channel, fen: Signed, occurredAt: Time }),
    },
    paid_out: {
      doc: 'The channel paid out to our bank account, by its fund flow.',
      version: 1,
      payload: Obj({
        about: Text(64),
        channel: Channel,
        fen: Type.Integer({ minimum: 1 }),
        occurredAt: Time,
      }),
    },
    overdue: {
      doc: 'It is past noon and yesterday’s bill is missing or cannot be believed; a person must look.',
      version: 1,
      payload: Obj({ channel: Channel, day: Day, code: Why }),
    },
  },
})
