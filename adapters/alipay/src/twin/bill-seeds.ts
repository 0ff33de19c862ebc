/** What the twin can be told to write wrong into a day's bill. */

/**
 * How a bill may be wrong: lines first, then the file. This provider's bill has no column for a currency, and
 * names its merchant once, at the top.
 */
export const BILL_SEEDS = [
  'drop',
  'double',
  'amount',
  'swap',
  'day-cut',
  'fee',
  'status',
  'refund-without-pay',
  'wrong-merchant',
  'truncated',
  'summary-wrong',
  'damaged',
  'unknown-column',
  'utf-8',
] as const
export type BillSeed = (typeof BILL_SEEDS)[number]
