/**
 * The comparison itself: a bill's rows against our own trades of the same day. Pure: rows are fed in, the
 * bill's first and in any order, differences come out.
 */
import { rate } from '@tiantou/kernel'
import type { BillRow, TradeKind } from './bills/bill.ts'
import { keyOf, openTable } from './bill-table.ts'
import type { DifferenceClass } from './classes.data.ts'

/** A payment or refund whose money moved, as our books have it. */
export interface OwnTrade {
  readonly kind: TradeKind
  readonly number: string
  /** The channel's number, where we were told of one. */
  readonly channelNumber: string | null
  readonly fen: number
}

/** `fen`: how much more lies at the channel than our books say, by this difference alone. */
export interface Difference {
  readonly class: DifferenceClass
  readonly kind: TradeKind
  readonly number: string
  readonly payNumber: string
  readonly channelNumber: string
  readonly fen: number
  /** What moved by the bill and by our books, signed; null where that side has nothing. */
  readonly billFen: number | null
  readonly ownFen: number | null
}

export interface Terms {
  readonly merchant: string
  /** Basis points of what is paid, and given back with what is paid back. */
  readonly feeBp: number
  /** A fee may be so far from our own estimate. */
  readonly feeToleranceFen: number
}

export interface Totals {
  readonly billRows: number
  readonly ownRows: number
  readonly matched: number
  /** Of the rows that count: ours, in CNY, of money that moved. */
  readonly billFen: number
  readonly ownFen: number
  /** What the channel kept by the rows that count, in whole fen. */
  readonly feeFen: number
  /** Of which so much is in the differences of fees. */
  readonly feeDiffFen: number
  /** What no difference explains; anything but zero is a defect of ours. */
  readonly unexplainedFen: number
}

export interface Matcher {
  bill(row: BillRow): void
  own(trade: OwnTrade): void
  end(): { readonly differences: Difference[]; readonly totals: Totals }
}

/** What came in has no sign, what went back a minus. */
export const signed = (kind: TradeKind, fen: number): number => (kind === 'pay' ? fen : 0 - fen)

/** Thousandths of a fen → fen, half away from zero. */
export const wholeFen = (mf: number): number => Math.sign(mf) * Math.floor((Math.abs(mf) + 500) / 1_000) || 0

/** Rows that do not count: another merchant's, another currency's, of money that did not move. */
const oddityOf = (row: BillRow, merchant: string): DifferenceClass | undefined => {
  if (row.merchant !== merchant) return 'wrong_merchant'
  if (row.currency !== 'CNY') return 'currency'
  return row.moved ? undefined : 'status_diff'
}

type Named = Pick<BillRow, 'kind' | 'number' | 'payNumber' | 'channelNumber'>

const difference = (
  kind: DifferenceClass,
  named: Named,
  billFen: number | null,
  ownFen: number | null,
): Difference => ({
  class: kind,
  kind: named.kind,
  number: named.number,
  payNumber: named.payNumber,
  channelNumber: named.channelNumber,
  fen: (billFen ?? 0) - (ownFen ?? 0),
  billFen,
  ownFen,
})

/** How much more the channel kept than we expect of such a row; 0 within the tolerance. */
const feeAbove = ({ kind, fen, fee_mf }: BillRow, { feeBp, feeToleranceFen }: Terms): number => {
  const above_mf = fee_mf - rate(signed(kind, fen), feeBp) * 1_000
  return Math.abs(above_mf) <= feeToleranceFen * 1_000 ? 0 : wholeFen(above_mf)
}

const opposite = (kind: TradeKind): TradeKind => (kind === 'pay' ? 'refund' : 'pay')

type Oddities = Map<string, { readonly is: DifferenceClass; readonly row: BillRow }>

/** What one of our trades comes to beside the bill; undefined where both agree. */
const judge = (
  { kind, number, fen, channelNumber }: OwnTrade,
  table: ReturnType<typeof openTable>,
  oddities: Oddities,
): Difference | undefined => {
  const own = signed(kind, fen)
  const named = (theirs: string) => ({ kind, number, payNumber: number, channelNumber: theirs })
  const found = table.take(kind, number)
  if (found !== undefined) {
    const crossed = channelNumber !== null && channelNumber !== found.channelNumber
    if (!crossed && found.fen === fen) return undefined
    const billFen = signed(kind, found.fen)
    return difference(crossed ? 'swapped' : 'amount_diff', named(found.channelNumber), billFen, own)
  }
  const odd = oddities.get(keyOf(kind, number))
  if (odd !== undefined) {
    oddities.delete(keyOf(kind, number))
    return difference(odd.is, odd.row, null, own)
  }
  const turned = table.take(opposite(kind), number)
  return turned === undefined
    ? difference('local_only', named(channelNumber ?? ''), null, own)
    : difference('swapped', named(turned.channelNumber), signed(opposite(kind), turned.fen), own)
}

/** Opens a comparison of one channel and day. */
export const openMatcher = (terms: Terms): Matcher => {
  const table = openTable()
  const oddities: Oddities = new Map()
  const differences: Difference[] = []
  let [billRows, ownRows, matched, billFen, ownFen, fee_mf, feeDiffFen] = [0, 0, 0, 0, 0, 0, 0]

  const countFee = (row: BillRow) => {
    fee_mf += row.fee_mf
    const above = feeAbove(row, terms)
    if (above === 0) return
    feeDiffFen += above
    const expected = 0 - rate(signed(row.kind, row.fen), terms.feeBp)
    differences.push(difference('fee_diff', row, expected - above, expected))
  }

  return {
    bill: (row) => {
      billRows += 1
      const odd = oddityOf(row, terms.merchant)
      if (odd !== undefined) {
        oddities.set(keyOf(row.kind, row.number), { is: odd, row })
        return
      }
      billFen += signed(row.kind, row.fen)
      countFee(row)
      if (!table.add(row)) differences.push(difference('duplicate_row', row, signed(row.kind, row.fen), null))
    },
    own: (trade) => {
      ownRows += 1
      ownFen += signed(trade.kind, trade.fen)
      const found = judge(trade, table, oddities)
      if (found === undefined) matched += 1
      else differences.push(found)
    },
    end: () => {
      for (const row of table.left())
        differences.push(difference('channel_only', row, signed(row.kind, row.fen), null))
      // What neither moved money nor is in our books agrees; the others are named even where nothing is ours.
      for (const { is, row } of oddities.values())
        if (is !== 'status_diff') differences.push(difference(is, row, null, null))
      const explained = differences.reduce((sum, one) => sum + (one.class === 'fee_diff' ? 0 : one.fen), 0)
      const unexplainedFen = billFen - ownFen - explained
      const feeFen = wholeFen(fee_mf)
      const totals = { billRows, ownRows, matched, billFen, ownFen, feeFen, feeDiffFen, unexplainedFen }
      return { differences, totals }
    },
  }
}
