/**
 * Lines of the twin's bills, before they are written: what it saw on a day, and what it was told to say
 * wrong. Payments count on the day they were made, refunds on the day they were accepted.
 */
import type { TwinOrder, TwinRefund } from './book.ts'
import type { BillSeed } from './bill-seeds.ts'
import type { TwinState } from './twin-state.ts'

export interface BillLine {
  readonly at: number
  readonly transactionId: string
  readonly outTradeNo: string
  readonly openId: string
  readonly name: string
  readonly state: string
  readonly merchant: string
  readonly currency: string
  readonly settledFen: number
  readonly feeFen: number
  readonly refund?: {
    readonly id: string
    readonly outRefundNo: string
    readonly fen: number
    readonly status: string
  }
}

/** 0.6 %, to the nearest fen: kept of every payment, given back with every refund. */
const FEE_BP = 60
export const feeOf = (fen: number): number => Math.round((fen * FEE_BP) / 10_000)

/** `yyyy-MM-dd HH:mm:ss` in China. */
export const timeText = (at: number): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO('+08:00')
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replace('T', ' ')

const startOf = (day: string): number =>
  Temporal.PlainDate.from(day).toZonedDateTime('+08:00').epochMilliseconds
const dayBefore = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()

const payLine = (order: TwinOrder, at: number): BillLine => ({
  at,
  transactionId: order.transactionId ?? '',
  outTradeNo: order.outTradeNo,
  openId: order.payerId ?? '',
  name: order.description,
  state: 'SUCCESS',
  merchant: order.mchId,
  currency: 'CNY',
  settledFen: order.totalFen,
  feeFen: feeOf(order.totalFen),
})

const REFUND_WORDS = { PROCESSING: 'PROCESSING', SUCCESS: 'SUCCESS', CLOSED: 'FAIL', ABNORMAL: 'CHANGE' }

const refundLine = (order: TwinOrder, refund: TwinRefund): BillLine => ({
  ...payLine(order, refund.createdAt),
  state: 'REFUND',
  settledFen: 0,
  feeFen: -feeOf(refund.refundFen),
  refund: {
    id: refund.refundId,
    outRefundNo: refund.outRefundNo,
    fen: refund.refundFen,
    status: REFUND_WORDS[refund.status],
  },
})

/** Everything that was ever moved, by time. */
export const allLines = ({ book }: TwinState): BillLine[] =>
  [...book.orders.values()]
    .flatMap((order) => [
      ...(order.paidAt === undefined ? [] : [payLine(order, order.paidAt)]),
      ...order.refunds.map((refund) => refundLine(order, refund)),
    ])
    .toSorted((a, b) => a.at - b.at)

const seen = (twin: TwinState, day: string): BillLine[] =>
  allLines(twin).filter(({ at }) => timeText(at).startsWith(day))

const seedsOf = (twin: TwinState, day: string): BillSeed[] =>
  twin.billSeeds.filter((seed) => seed.day === day).map(({ kind }) => kind)

/** Lines with their seeds; each seed takes the next payment that no other has taken. */
const spoil = (twin: TwinState, day: string) => {
  const lines = seen(twin, day)
  const moved: BillLine[] = []
  const pays = lines.filter(({ refund }) => refund === undefined)
  const replace = (line: BillLine, ...others: BillLine[]) => lines.splice(lines.indexOf(line), 1, ...others)
  const next = (): BillLine => {
    const line = pays.shift()
    if (line === undefined) throw new Error(`${day} has no payment left to seed a difference with`)
    return line
  }
  const play: Readonly<Partial<Record<BillSeed, () => void>>> = {
    drop: () => replace(next()),
    double: () => {
      const line = next()
      replace(line, line, line)
    },
    amount: () => {
      const line = next()
      replace(line, { ...line, settledFen: line.settledFen + 1 })
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
    'wrong-merchant': () => {
      const line = next()
      replace(line, { ...line, merchant: '1900000999' })
    },
    fee: () => {
      const line = next()
      replace(line, { ...line, feeFen: line.feeFen + 5 })
    },
    status: () => {
      const line = next()
      replace(line, { ...line, state: 'REVOKED' })
    },
    currency: () => {
      const line = next()
      replace(line, { ...line, currency: 'USD' })
    },
    'refund-without-pay': () => {
      const number = `${day.replaceAll('-', '')}9${String(lines.length).padStart(4, '0')}`
      const refund = { id: `50300${number}`, outRefundNo: `RX${number}`, fen: 100, status: 'SUCCESS' }
      const stray = { transactionId: `42000${number}`, outTradeNo: `TX${number}`, openId: 'o', name: '退款' }
      const at = startOf(day) + 3_600_000
      const rest = { merchant: twin.mchId, currency: 'CNY', settledFen: 0, feeFen: -feeOf(100) }
      lines.push({ ...stray, ...rest, at, state: 'REFUND', refund })
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
