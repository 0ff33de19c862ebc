/**
 * The comparison itself: a bill's rows against our own trades of the same day. Pure: rows are fed in, the
 * bill's first and in any order, differences come out. A million rows lie in flat arrays and one table of
 * keys, not in objects.
 */
import { rate } from '@tiantou/kernel'
import type { BillRow, TradeKind } from './bills/bill.ts'
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
const keyOf = (kind: TradeKind, number: string): string => (kind === 'pay' ? 'P' : 'R') + number

/** Thousandths of a fen → fen, half away from zero. */
export const wholeFen = (mf: number): number => Math.sign(mf) * Math.floor((Math.abs(mf) + 500) / 1_000) || 0

const FIRST = 1_024

/** Rows of the bill by key, column by column. */
const openTable = () => {
  const places = new Map<string, number>()
  const channelNumbers: string[] = []
  /** Of refunds alone. */
  const payNumbers = new Map<number, string>()
  let fens = new Float64Array(FIRST)
  let seen = new Uint8Array(FIRST)
  const grow = () => {
    const [wider, seenWider] = [new Float64Array(fens.length * 2), new Uint8Array(fens.length * 2)]
    wider.set(fens)
    seenWider.set(seen)
    ;[fens, seen] = [wider, seenWider]
  }
  return {
    /** False where the key is taken. */
    add: ({ kind, number, payNumber, channelNumber, fen }: BillRow): boolean => {
      const [key, place] = [keyOf(kind, number), channelNumbers.length]
      if (places.has(key)) return false
      if (place === fens.length) grow()
      places.set(key, place)
      channelNumbers.push(channelNumber)
      if (kind === 'refund') payNumbers.set(place, payNumber)
      fens[place] = fen
      return true
    },
    /** Finds a row that nobody took yet, and takes it. */
    take: (kind: TradeKind, number: string) => {
      const place = places.get(keyOf(kind, number))
      if (place === undefined || seen[place] === 1) return undefined
      seen[place] = 1
      return { fen: fens[place] ?? 0, channelNumber: channelNumbers[place] ?? '' }
    },
    *left(): Generator<Pick<BillRow, 'kind' | 'number' | 'payNumber' | 'channelNumber' | 'fen'>> {
      for (const [key, place] of places) {
        if (seen[place] === 1) continue
        const [kind, number] = [key.startsWith('P') ? 'pay' : 'refund', key.slice(1)] as const
        const payNumber = payNumbers.get(place) ?? number
        yield { kind, number, payNumber, channelNumber: channelNumbers[place] ?? '', fen: fens[place] ?? 0 }
      }
    },
  }
}

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

/** Opens a comparison of one channel and day. */
export const openMatcher = (terms: Terms): Matcher => {
  const table = openTable()
  const oddities = new Map<string, { readonly is: DifferenceClass; readonly row: BillRow }>()
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

  const judge = (trade: OwnTrade): Difference | undefined => {
    const { kind, number, fen, channelNumber } = trade
    const own = signed(kind, fen)
    const found = table.take(kind, number)
    if (found !== undefined) {
      const named = { kind, number, payNumber: number, channelNumber: found.channelNumber }
      const crossed = channelNumber !== null && channelNumber !== found.channelNumber
      if (!crossed && found.fen === fen) return undefined
      return difference(crossed ? 'swapped' : 'amount_diff', named, signed(kind, found.fen), own)
    }
    const odd = oddities.get(keyOf(kind, number))
    if (odd !== undefined) {
      oddities.delete(keyOf(kind, number))
      return difference(odd.is, odd.row, null, own)
    }
    const turned = table.take(opposite(kind), number)
    const named = {
      kind,
      number,
      payNumber: number,
      channelNumber: turned?.channelNumber ?? channelNumber ?? '',
    }
    return turned === undefined
      ? difference('local_only', named, null, own)
      : difference('swapped', named, signed(opposite(kind), turned.fen), own)
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
      const found = judge(trade)
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
