/** Shapes that the contract's parts share. */
import { Fen, Id, Nullable, Obj, OneOf, Text, Time, Type } from '@tiantou/kernel'
import { CHANNELS } from './bills/formats.ts'
import { CLASSES } from './classes.data.ts'
import { caseState, dayState } from './states.ts'

export const Channel = OneOf(...CHANNELS)
/** A day in China. */
export const Day = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$', maxLength: 10 })
export const Class = OneOf(...CLASSES)
export const TradeKind = OneOf('pay', 'refund')
export const Signed = Type.Integer({
  minimum: -9_007_199_254_740_991,
  maximum: 9_007_199_254_740_991,
  description: 'fen, signed',
})
const Count = Type.Integer({ minimum: 0 })
/** A number of ours or the channel's, as the bill has it. */
const Number = Type.String({ maxLength: 64 })

export const DayRef = Obj({ channel: Channel, day: Day })

export const Difference = Obj({
  class: Class,
  kind: TradeKind,
  number: Number,
  payNumber: Number,
  channelNumber: Number,
  fen: Signed,
  billFen: Nullable(Signed),
  ownFen: Nullable(Signed),
})

export const Totals = Obj({
  billRows: Count,
  ownRows: Count,
  matched: Count,
  billFen: Signed,
  ownFen: Signed,
  feeFen: Signed,
  feeDiffFen: Signed,
  unexplainedFen: Signed,
})

/** A file as it lies in the store; null where the channel had none, since nothing moved. */
export const BillFile = Nullable(
  Obj({ file: Type.String({ maxLength: 100 }), sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
)

export const Funds = Obj({
  rows: Count,
  openingFen: Nullable(Signed),
  closingFen: Nullable(Signed),
  /** Paid out to the bank account. */
  toBank: Type.Array(Obj({ number: Text(64), fen: Fen, at: Time })),
})

export const DayState = OneOf(...(dayState.states as [string, ...string[]])) as ReturnType<
  typeof OneOf<['waiting', 'refused', 'compared', 'checked', 'signed']>
>
export const CaseState = OneOf(...(caseState.states as [string, ...string[]])) as ReturnType<
  typeof OneOf<['open', 'proposed', 'matched', 'resolved']>
>
/** How a person ends a case: what is gone is written off (5004), what was put right elsewhere taken back. */
export const Ending = OneOf('written_off', 'corrected')

export const DayView = Obj({
  channel: Channel,
  day: Day,
  /** The day in China: from that moment on, and before the other. */
  from: Time,
  before: Time,
  state: DayState,
  /** Why there is no bill, or why it was refused. */
  code: Nullable(Type.String()),
  tries: Count,
  tradeFile: Nullable(Type.String()),
  fundFile: Nullable(Type.String()),
  totals: Nullable(Totals),
  differences: Count,
  /** Cases of that day that nobody has ended. */
  openCases: Count,
  fundOpeningFen: Nullable(Signed),
  fundClosingFen: Nullable(Signed),
  /** How far the opening balance is from the closing one before it; null where nothing stands before. */
  fundGapFen: Nullable(Signed),
  comparedAt: Nullable(Time),
  note: Nullable(Type.String()),
  checkedBy: Nullable(Type.String()),
  signedBy: Nullable(Type.String()),
})

export const CaseView = Obj({
  caseId: Id('rcs'),
  channel: Channel,
  day: Day,
  class: Class,
  className: Type.String(),
  kind: TradeKind,
  number: Type.String(),
  channelNumber: Type.String(),
  /** What stands in the suspense account for it. */
  fen: Signed,
  billFen: Nullable(Signed),
  ownFen: Nullable(Signed),
  state: CaseState,
  openedAt: Time,
  /** Whole days since it was opened, until it ended. */
  ageDays: Count,
  endedAt: Nullable(Time),
  ending: Nullable(Ending),
  reason: Nullable(Type.String()),
  voucher: Nullable(Type.String()),
  proposedBy: Nullable(Type.String()),
  confirmedBy: Nullable(Type.String()),
})
