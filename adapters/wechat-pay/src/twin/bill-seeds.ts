/** What the twin can be told to write wrong into a day's bill. */

/** How a bill may be wrong. The first ten change lines, the others the file. */
export const BILL_SEEDS = [
  'drop',
  'double',
  'amount',
  'swap',
  'day-cut',
  'wrong-merchant',
  'fee',
  'status',
  'currency',
  'refund-without-pay',
  'truncated',
  'summary-wrong',
  'wrong-hash',
  'unknown-column',
  'gbk',
] as const
export type BillSeed = (typeof BILL_SEEDS)[number]
