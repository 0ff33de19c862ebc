/**
 * What every channel's bill comes down to: rows of money that moved, a reader that is fed line by line, and
 * the faults for which a whole file is refused.
 */

/** Why a file is not believed. Stable codes: they stand in the books of the day and on screens. */
export const BILL_FAULTS = [
  'hash_wrong',
  'damaged',
  'encoding_wrong',
  'unknown_header',
  'unknown_state',
  'bad_line',
  'bad_amount',
  'wrong_day',
  'wrong_merchant',
  'summary_wrong',
  'truncated',
] as const
export type BillFaultCode = (typeof BILL_FAULTS)[number]

/** A file that is refused as a whole: nothing of it is believed, nothing changes. */
export class BillFault extends Error {
  override readonly name = 'BillFault'
  readonly code: BillFaultCode
  /** @param line counted from one; 0 where no line is to blame */
  constructor(code: BillFaultCode, line = 0) {
    super(line === 0 ? code : `${code} in line ${line}`)
    this.code = code
  }
}

export type TradeKind = 'pay' | 'refund'

/** One line of a trade bill, in our words. */
export interface BillRow {
  readonly kind: TradeKind
  /** Our number: of the payment, or of the refund. */
  readonly number: string
  /** The payment's number, of a refund too. */
  readonly payNumber: string
  /** The channel's own number. */
  readonly channelNumber: string
  /** What moved, ≥ 0. */
  readonly fen: number
  /** What the channel keeps, in thousandths of a fen; negative where it gives back. */
  readonly fee_mf: number
  /** False where the line only tells of an attempt: money stayed where it was. */
  readonly moved: boolean
  readonly merchant: string
  readonly currency: string
}

/** One movement of the account at the channel. */
export interface FundRow {
  /** The channel's number of the movement. */
  readonly number: string
  /** `yyyy-MM-dd HH:mm:ss` in China. */
  readonly time: string
  /** Positive for what came in. */
  readonly fen: number
  readonly balanceFen: number
  /** Paid out to the bank account of the merchant. */
  readonly toBank: boolean
}

/** Reads a file line by line; every fault is thrown as a BillFault. */
export interface BillReader<Row> {
  /** A row, or undefined for a line that is none. */
  line(text: string): Row | undefined
  /** Says that the file is over: what must stand at its end did. */
  end(): void
}

/** What a file must be about. */
export interface Expected {
  /** `yyyy-MM-dd` in China. */
  readonly day: string
  readonly merchant: string
}
