/**
 * The provider's bill of one day over what the twin saw: a zip of two GBK files, trades one by one and their
 * sums. Payments count on the day they were made, refunds on theirs, with a minus.
 */
import { zip } from '@tiantou/adapter-kit/twin'
import type { TwinRefund, TwinTrade } from './book.ts'
import { toGbk } from './gbk.ts'
import { timeText, yuanOf } from './render.ts'
import type { TwinState } from './twin-state.ts'

const COLUMNS = [
  '支付宝交易号',
  '商户订单号',
  '业务类型',
  '商品名称',
  '创建时间',
  '完成时间',
  '门店编号',
  '门店名称',
  '操作员',
  '终端号',
  '对方账户',
  '订单金额（元）',
  '商家实收（元）',
  '支付宝红包（元）',
  '集分宝（元）',
  '支付宝优惠（元）',
  '商家优惠（元）',
  '券核销金额（元）',
  '券名称',
  '商家红包消费金额（元）',
  '卡消费金额（元）',
  '退款批次号/请求号',
  '服务费（元）',
  '分润（元）',
  '备注',
] as const

/** 0.6 %, to the nearest fen: what the twin takes of every payment and gives back with every refund. */
const FEE_BP = 60

const feeOf = (fen: number): number => Math.round((fen * FEE_BP) / 10_000)
const signed = (fen: number): string => (fen < 0 ? `-${yuanOf(-fen)}` : yuanOf(fen))
/** Tabs keep spreadsheets from reading a number out of it; commas would be another column. */
const cell = (text: string): string => text.replaceAll(/[,\r\n\t]/g, ' ')

interface Row {
  readonly trade: TwinTrade
  readonly refund?: TwinRefund
  readonly at: number
  readonly fen: number
}

function rowsOf(trades: Iterable<TwinTrade>, day: string): Row[] {
  const rows: Row[] = []
  for (const trade of trades) {
    if (trade.paidAt !== undefined) rows.push({ trade, at: trade.paidAt, fen: trade.totalFen })
    for (const refund of trade.refunds) rows.push({ trade, refund, at: refund.at, fen: -refund.refundFen })
  }
  return rows.filter(({ at }) => timeText(at).startsWith(day)).toSorted((a, b) => a.at - b.at)
}

function lineOf({ trade, refund, at, fen }: Row): string {
  const fee = fen < 0 ? feeOf(-fen) : -feeOf(fen)
  return [
    `${trade.tradeNo}\t`,
    `${trade.outTradeNo}\t`,
    refund === undefined ? '交易' : '退款',
    cell(trade.subject),
    timeText(trade.createdAt),
    timeText(at),
    '',
    '',
    '',
    '',
    '138******00',
    signed(fen),
    signed(fen),
    '0.00',
    '0.00',
    '0.00',
    '0.00',
    '0.00',
    '',
    '0.00',
    '0.00',
    refund === undefined ? '' : `${refund.outRefundNo}\t`,
    signed(fee),
    '0.00',
    cell(refund?.reason ?? ''),
  ].join(',')
}

const sumOf = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + row.fen, 0)

/** The zip of one day, `yyyy-MM-dd` in China. */
export function billOf({ book, sellerId }: TwinState, day: string): Buffer {
  const rows = rowsOf(book.trades.values(), day)
  const compact = day.replaceAll('-', '')
  const head = [
    `#支付宝业务明细查询`,
    `#账号：[${sellerId}0156]`,
    `#起始日期：[${day} 00:00:00]   终止日期：[${day} 24:00:00]`,
  ]
  const paid = rows.filter((row) => row.fen > 0)
  const back = rows.filter((row) => row.fen < 0)
  const fee = rows.reduce((sum, { fen }) => sum + (fen < 0 ? feeOf(-fen) : -feeOf(fen)), 0)
  const detail = [
    ...head,
    '#-----------------------------------------业务明细列表----------------------------------------',
    COLUMNS.join(','),
    ...rows.map(lineOf),
    '#-----------------------------------------业务明细列表结束------------------------------------',
    `#交易合计：${paid.length}笔，商家实收共${signed(sumOf(paid))}元，商家优惠共0.00元`,
    `#退款合计：${back.length}笔，商家实收退款共${signed(sumOf(back))}元，商家优惠退款共0.00元`,
  ]
  const sums = [
    ...head,
    '#-----------------------------------------业务汇总列表----------------------------------------',
    '门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,' +
      '卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）',
    `合计,,${paid.length},${back.length},${signed(sumOf(rows))},${signed(sumOf(rows))},0.00,0.00,0.00,` +
      `${signed(fee)},0.00,${signed(sumOf(rows) + fee)}`,
    '#-----------------------------------------业务汇总列表结束------------------------------------',
  ]
  const file = (name: string, lines: readonly string[]) => ({
    name: toGbk(`${sellerId}0156_${compact}_${name}.csv`),
    body: toGbk(`${lines.join('\r\n')}\r\n`),
  })
  return zip([file('业务明细', detail), file('业务明细(汇总)', sums)])
}
