/**
 * Lines of the twin's bills, before they are written: what it saw on a day, and what it was told to say
 * wrong. Payments count on the day they were made, refunds on theirs, with a minus.
 */
import type { TwinTrade } from './book.ts'
import { timeText } from './render.ts'
import type { BillSeed } from './bill-seeds.ts'
import type { TwinState } from './twin-state.ts'

export interface BillLine {
  readonly tradeNo: string
  readonly outTradeNo: string
  readonly subject: string
  readonly createdAt: number
  readonly at: number
  /** Negative for a refund. */
  readonly fen: number
  /** What the provider keeps; negative where it gives back. */
  readonly feeFen: number
  readonly outRefundNo?: string
  readonly reason?: string
}

/** 0.6 %, to the nearest fen: what the twin takes of every payment and gives back with every refund. */
const FEE_BP = 60
const feeOf = (fen: number): number => Math.sign(fen) * Math.round((Math.abs(fen) * FEE_BP) / 10_000)

const startOf = (day: string): number =>
  Temporal.PlainDate.from(day).toZonedDateTime('+08:00').epochMilliseconds
const dayBefore = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()

const lineOf = (trade: TwinTrade, at: number, fen: number, more: Partial<BillLine> = {}): BillLine => {
  const { tradeNo, outTradeNo, subject, createdAt } = trade
  return { tradeNo, outTradeNo, subject, createdAt, at, fen, feeFen: feeOf(fen), ...more }
}

/** Everything that was ever moved, by time. */
export const allLines = ({ book }: TwinState): BillLine[] =>
  [...book.trades.values()]
    .flatMap((trade) => [
      ...(trade.paidAt === undefined ? [] : [lineOf(trade, trade.paidAt, trade.totalFen)]),
      ...trade.refunds.map(({ at, refundFen, outRefundNo, reason }) =>
        lineOf(trade, at, -refundFen, { outRefundNo, reason }),
      ),
    ])
    .toSorted((a, b) => a.at - b.at)

const seen = (twin: TwinState, day: string): BillLine[] =>
  allLines(twin).filter(({ at }) => timeText(at).startsWith(day))

const seedsOf = (twin: TwinState, day: string): BillSeed[] =>
  twin.billSeeds.filter((seed) => seed.day === day).map(({ kind }) => kind)

/** A trade that nobody paid: the bill will say otherwise. */
const unpaidOf = ({ book }: TwinState, day: string): TwinTrade | undefined =>
  [...book.trades.values()].find(
    ({ paidAt, createdAt, isOpened }) =>
      isOpened && paidAt === undefined && timeText(createdAt).startsWith(day),
  )

/** Lines with their seeds; each seed takes the next payment that no other has taken. */
const spoil = (twin: TwinState, day: string) => {
  const lines = seen(twin, day)
  const moved: BillLine[] = []
  const pays = lines.filter(({ fen }) => fen > 0)
  const replace = (line: BillLine, ...others: BillLine[]) => lines.splice(lines.indexOf(line), 1, ...others)
  const must = <T>(one: T | undefined): T => {
    if (one === undefined) throw new Error(`${day} has nothing left to seed a difference with`)
    return one
  }
  const next = (): BillLine => must(pays.shift())
  const play: Readonly<Partial<Record<BillSeed, () => void>>> = {
    drop: () => replace(next()),
    double: () => {
      const line = next()
      replace(line, line, line)
    },
    amount: () => {
      const line = next()
      replace(line, { ...line, fen: line.fen - 1 })
    },
    swap: () => {
      const [one, other] = [next(), next()]
      replace(one, { ...one, outTradeNo: other.outTradeNo })
      replace(other, { ...other, outTradeNo: one.outTradeNo })
    },
    'day-cut': () => {
      const line = next()
      replace(line)
      moved.push({ ...line, at: startOf(day) + 86_400_000 })
    },
    fee: () => {
      const line = next()
      replace(line, { ...line, feeFen: line.feeFen + 5 })
    },
    status: () => {
      const trade = must(unpaidOf(twin, day))
      lines.push(lineOf(trade, trade.createdAt, trade.totalFen))
    },
    'refund-without-pay': () => {
      const number = `${day.replaceAll('-', '')}9${String(lines.length).padStart(4, '0')}`
      const at = startOf(day) + 3_600_000
      const stray = { tradeNo: `2200${number}`, outTradeNo: `TX${number}`, subject: '', createdAt: at }
      lines.push({ ...stray, at, fen: -100, feeFen: feeOf(-100), outRefundNo: `RX${number}`, reason: '' })
    },
  }
  for (const seed of seedsOf(twin, day)) play[seed]?.()
  return { lines, moved }
}

/** The lines of a day as its bill has them, and in which way the file itself is wrong. */
export const linesOf = (twin: TwinState, day: string): { lines: BillLine[]; file: Set<BillSeed> } => ({
  lines: [...spoil(twin, dayBefore(day)).moved, ...spoil(twin, day).lines],
  file: new Set(seedsOf(twin, day)),
})
