/**
 * The provider's file of one day of settlement over what the twin saw: a zip with one file of fixed columns
 * (`ZM`), payments and refunds as they ended. Source: UnionPay's file interface, part 3 §6.1; columns that
 * nobody here fills stay blank.
 */
import { deflateSync } from 'node:zlib'
import { zip } from '@tiantou/adapter-kit/twin'
import { refundCode, type TwinOrder, type TwinRefund } from './book.ts'
import { timeText } from './render.ts'
import type { TwinState } from './twin-state.ts'

const WIDTHS = [
  3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32,
  13, 13, 8, 32, 13, 13, 12, 2, 1, 32, 98,
] as const
/** 0.6 %, to the nearest fen. */
const FEE_BP = 60

interface Row {
  readonly order: TwinOrder
  readonly refund?: TwinRefund
  readonly at: number
  readonly fen: number
}

function rowsOf({ book }: TwinState, day: string): Row[] {
  const rows: Row[] = []
  for (const order of book.orders.values()) {
    if (order.paidAt !== undefined) rows.push({ order, at: order.paidAt, fen: order.totalFen })
    for (const refund of order.refunds)
      if (refundCode(book, refund) === '00')
        rows.push({ order, refund, at: refund.endsAt, fen: refund.refundFen })
  }
  return rows.filter(({ at }) => timeText(at).slice(4, 8) === day).toSorted((a, b) => a.at - b.at)
}

/** `D000000001234`: a letter for the side, twelve digits of fen. */
const money = (side: 'C' | 'D', fen: number): string => `${side}${String(fen).padStart(12, '0')}`

function lineOf({ order, refund, at, fen }: Row, merId: string): string {
  const fee = Math.round((fen * FEE_BP) / 10_000)
  const isRefund = refund !== undefined
  const said: Readonly<Record<number, string>> = {
    1: isRefund ? 'S30' : 'S22',
    4: (refund ?? order).queryId.slice(0, 6),
    5: timeText(at).slice(4),
    7: String(fen).padStart(12, '0'),
    10: (refund ?? order).queryId,
    12: refund?.outRefundNo ?? order.outTradeNo,
    16: money(isRefund ? 'C' : 'D', fee),
    17: money(isRefund ? 'D' : 'C', fen - fee),
    20: isRefund ? '04' : '01',
    21: isRefund ? '00' : '01',
    22: isRefund ? '000000' : '000201',
    27: isRefund ? order.queryId : '',
    28: merId,
  }
  return WIDTHS.map((width, index) => (said[index + 1] ?? '').padEnd(width).slice(0, width)).join(' ')
}

/** The file of one day, `MMdd` in China, as the answer carries it; undefined where nothing moved. */
export function dayFile(
  twin: TwinState,
  day: string,
): { readonly fileName: string; readonly fileContent: string } | undefined {
  const rows = rowsOf(twin, day)
  if (rows.length === 0) return undefined
  const year = timeText(rows[0]?.at ?? 0).slice(2, 4)
  const name = `INN${year}${day}88ZM_${twin.merId}`
  const body = rows.map((row) => `${lineOf(row, twin.merId)}\r\n`).join('')
  const packed = zip([{ name: Buffer.from(name), body: Buffer.from(body) }])
  return {
    fileName: `${twin.merId}_${year}${day}.zip`,
    fileContent: deflateSync(packed).toString('base64'),
  }
}
