/**
 * The provider's bills of one day over what the twin saw: a zip of two GBK files, lines one by one and their
 * sums; of trades (25 columns) and of the account's movements (12 columns).
 */
import { zip } from '@tiantou/adapter-kit/twin'
import { allLines, type BillLine, linesOf } from './bill-lines.ts'
import type { BillSeed } from './bill-seeds.ts'
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

const FUND_COLUMNS =
  '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,' +
  '业务类型,备注'

const signed = (fen: number): string => (fen < 0 ? `-${yuanOf(-fen)}` : yuanOf(fen))
/** Tabs keep spreadsheets from reading a number out of it; commas would be another column. */
const cell = (text: string): string => text.replaceAll(/[,\r\n\t]/g, ' ')
const ruler = (title: string): string => `#${'-'.repeat(41)}${title}${'-'.repeat(40)}`

function tradeCells(line: BillLine): string {
  const { outRefundNo } = line
  return [
    `${line.tradeNo}\t`,
    `${line.outTradeNo}\t`,
    outRefundNo === undefined ? '交易' : '退款',
    cell(line.subject),
    timeText(line.createdAt),
    timeText(line.at),
    '',
    '',
    '',
    '',
    '138******00',
    signed(line.fen),
    signed(line.fen),
    '0.00',
    '0.00',
    '0.00',
    '0.00',
    '0.00',
    '',
    '0.00',
    '0.00',
    outRefundNo === undefined ? '' : `${outRefundNo}\t`,
    signed(0 - line.feeFen),
    '0.00',
    cell(line.reason ?? ''),
  ].join(',')
}

const sumOf = (some: readonly { readonly fen: number }[]): number =>
  some.reduce((sum, { fen }) => sum + fen, 0)

const headOf = (title: string, sellerId: string, day: string): string[] => [
  `#支付宝${title}查询`,
  `#账号：[${sellerId}0156]`,
  `#起始日期：[${day} 00:00:00]   终止日期：[${day} 24:00:00]`,
]

interface Texts {
  readonly detail: readonly string[]
  readonly sums: readonly string[]
  readonly title: string
  readonly file: ReadonlySet<BillSeed>
}

function tradeTexts(twin: TwinState, day: string): Texts {
  const { lines, file } = linesOf(twin, day)
  const seller = file.has('wrong-merchant') ? '2088999999999999' : twin.sellerId
  const head = headOf('业务明细', seller, day)
  const [paid, back] = [lines.filter(({ fen }) => fen > 0), lines.filter(({ fen }) => fen < 0)]
  const total = sumOf(paid) + (file.has('summary-wrong') ? 1 : 0)
  const fee = 0 - lines.reduce((sum, { feeFen }) => sum + feeFen, 0)
  const columns = COLUMNS.join(',')
  const detail = [
    ...head,
    ruler('业务明细列表'),
    file.has('unknown-column') ? `${columns},新列` : columns,
    ...lines.map(tradeCells),
    ruler('业务明细列表结束'),
    `#交易合计：${paid.length}笔，商家实收共${signed(total)}元，商家优惠共0.00元`,
    `#退款合计：${back.length}笔，商家实收退款共${signed(sumOf(back))}元，商家优惠退款共0.00元`,
  ]
  const net = signed(sumOf(lines))
  const sums = [
    ...head,
    ruler('业务汇总列表'),
    '门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,' +
      '卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）',
    `合计,,${paid.length},${back.length},${net},${net},0.00,0.00,0.00,${signed(fee)},0.00,` +
      signed(sumOf(lines) + fee),
    ruler('业务汇总列表结束'),
  ]
  return { detail, sums, title: '业务明细', file }
}

interface Movement {
  readonly at: number
  readonly number: string
  readonly business: string
  readonly order: string
  readonly kind: string
  readonly fen: number
}

/** Every movement of the account, with what it left. */
function movementsOf(twin: TwinState): (Movement & { readonly balance: number })[] {
  const trades = allLines(twin).flatMap(
    ({ at, tradeNo, outTradeNo, fen, feeFen, outRefundNo }): Movement[] => {
      const business = outRefundNo ?? tradeNo
      const moved = { at, business, order: outTradeNo }
      const [kind, feeKind] = outRefundNo === undefined ? ['在线支付', '收费'] : ['交易退款', '退费']
      return [
        { ...moved, number: `${business}1`, kind, fen },
        ...(feeFen === 0 ? [] : [{ ...moved, number: `${business}2`, kind: feeKind, fen: -feeFen }]),
      ]
    },
  )
  const paidOut = twin.paidOut.map(({ at, fen }, index): Movement => {
    const number = `2088${String(at)}${index}`
    return { at, number, business: number, order: '', kind: '提现', fen: -fen }
  })
  let balance = 0
  return [...trades, ...paidOut]
    .toSorted((a, b) => a.at - b.at)
    .map((movement) => ({ ...movement, balance: (balance += movement.fen) }))
}

function fundTexts(twin: TwinState, day: string): Texts {
  const moved = movementsOf(twin).filter(({ at }) => timeText(at).startsWith(day))
  const head = headOf('账务明细', twin.sellerId, day)
  const [ins, outs] = [moved.filter(({ fen }) => fen >= 0), moved.filter(({ fen }) => fen < 0)]
  const rows = moved.map(({ number, business, order, at, fen, balance, kind }) =>
    [
      `${number}\t`,
      `${business}\t`,
      `${order}\t`,
      '',
      timeText(at),
      '',
      fen < 0 ? '' : yuanOf(fen),
      fen < 0 ? signed(fen) : '',
      signed(balance),
      '支付宝',
      kind,
      '',
    ].join(','),
  )
  const detail = [
    ...head,
    ruler('账务明细列表'),
    FUND_COLUMNS,
    ...rows,
    ruler('账务明细列表结束'),
    `#支出合计：${outs.length}笔，共${signed(sumOf(outs))}元`,
    `#收入合计：${ins.length}笔，共${signed(sumOf(ins))}元`,
  ]
  return { detail, sums: head, title: '账务明细', file: new Set() }
}

/** Whether there is anything to tell of a day. */
export function hasBill(twin: TwinState, kind: 'trade' | 'signcustomer', day: string): boolean {
  return kind === 'trade'
    ? linesOf(twin, day).lines.length > 0
    : movementsOf(twin).some(({ at }) => timeText(at).startsWith(day))
}

/** Cut off in the middle of the last line that tells of a trade. */
const cutOff = (text: string): string => `${text.slice(0, text.lastIndexOf('\r\n#--') - 30)}\r\n`

/** The zip of one day, `yyyy-MM-dd` in China. */
export function billOf(twin: TwinState, kind: 'trade' | 'signcustomer', day: string): Buffer {
  const { detail, sums, title, file } = kind === 'trade' ? tradeTexts(twin, day) : fundTexts(twin, day)
  const name = `${twin.sellerId}0156_${day.replaceAll('-', '')}_${title}`
  const whole = `${detail.join('\r\n')}\r\n`
  const text = file.has('truncated') ? cutOff(whole) : whole
  const body = file.has('utf-8') ? Buffer.from(`\ufeff${text}`, 'utf8') : toGbk(text)
  const packed = zip([
    { name: toGbk(`${name}.csv`), body },
    { name: toGbk(`${name}(汇总).csv`), body: toGbk(`${sums.join('\r\n')}\r\n`) },
  ])
  // A byte in the middle of the first file changes: its CRC no longer fits.
  if (file.has('damaged')) packed.writeUInt8((packed[120] ?? 0) ^ 0xff, 120)
  return packed
}
