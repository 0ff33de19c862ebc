/**
 * Alipay's bills: GBK, comments before and behind, plain commas, cells padded with tabs. What goes out has a
 * minus. Source: the provider's description of 业务明细 and 账务明细.
 */
import { BillFault, type BillReader, type BillRow, type Expected, type FundRow } from './bill.ts'
import { fenOf, feeOf, mustAgree, numberOf, timeOf } from './cells.ts'

const TRADE_HEADER =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,' +
  '商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,' +
  '商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注'
const FUND_HEADER =
  '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,' +
  '业务类型,备注'

interface Sums {
  rows: number
  fen: number
}

interface Shape<Row> extends Expected {
  readonly title: string
  readonly header: string
  readonly end: RegExp
  row(cells: readonly string[], line: number): Row
  /** The comments behind the rows that tell a number and a sum, in their order, and what we counted. */
  readonly sums: readonly { readonly said: RegExp; readonly counted: Sums }[]
}

type Place = 'title' | 'account' | 'days' | 'begin' | 'header' | 'rows' | 'sums' | 'over'

/** Walks down the file: title, account, days, a ruler, header, rows, a ruler, sums. */
const reader = <Row>({ day, merchant, title, header, end, row, sums }: Shape<Row>): BillReader<Row> => {
  let [line, at] = [0, 'title' as Place]
  const unsummed = [...sums]
  const columns = header.split(',').length
  const head: Readonly<Record<Exclude<Place, 'rows' | 'sums' | 'over'>, (text: string) => Place>> = {
    title: (text) => (text === title ? 'account' : fault('unknown_header')),
    account: (text) => {
      const account = /^#账号：\[(\d+)\]$/.exec(text)?.[1] ?? fault('unknown_header')
      return account.startsWith(merchant) ? 'days' : fault('wrong_merchant')
    },
    days: (text) => {
      const from = /^#起始日期：\[(\d{4}-\d\d-\d\d) 00:00:00\]/.exec(text)?.[1] ?? fault('unknown_header')
      return from === day ? 'begin' : fault('wrong_day')
    },
    begin: (text) => (/^#-.*列表-+$/.test(text) ? 'header' : fault('unknown_header')),
    header: (text) => (text === header ? 'rows' : fault('unknown_header')),
  }
  const fault = (code: ConstructorParameters<typeof BillFault>[0]): never => {
    throw new BillFault(code, line)
  }
  const sumUp = (text: string): void => {
    const { said, counted } = unsummed.shift() ?? fault('bad_line')
    const [, count = '', yuan = ''] = said.exec(text) ?? fault('summary_wrong')
    mustAgree([Number(count), fenOf(yuan, line)], [counted.rows, counted.fen], line)
    if (unsummed.length === 0) at = 'over'
  }
  const readRow = (text: string): Row => {
    const cells = text.split(',').map((cell) => cell.trim())
    if (cells.length < columns) fault('truncated')
    return cells.length > columns ? fault('bad_line') : row(cells, line)
  }
  return {
    line: (text) => {
      line += 1
      if (at === 'rows' && !text.startsWith('#')) return readRow(text)
      if (at === 'rows') at = end.test(text) ? 'sums' : fault('bad_line')
      else if (at === 'sums') sumUp(text)
      else if (at !== 'over') at = head[at](text.trimEnd())
      else if (text !== '' && !text.startsWith('#')) fault('bad_line')
      return undefined
    },
    end: () => {
      if (at !== 'over') fault('truncated')
    },
  }
}

const add = (sums: Sums, fen: number): void => {
  sums.rows += 1
  sums.fen += fen
}

/** The trade bill, 25 columns. */
export const alipayTrades = (expected: Expected): BillReader<BillRow> => {
  const [paid, back] = [
    { rows: 0, fen: 0 },
    { rows: 0, fen: 0 },
  ]
  return reader({
    ...expected,
    title: '#支付宝业务明细查询',
    header: TRADE_HEADER,
    end: /^#-+业务明细列表结束-+$/,
    sums: [
      { said: /^#交易合计：(\d+)笔，商家实收共(-?[\d.]+)元/, counted: paid },
      { said: /^#退款合计：(\d+)笔，商家实收退款共(-?[\d.]+)元/, counted: back },
    ],
    row: (cells, line) => {
      const cell = (index: number) => cells[index] ?? ''
      const kind = { 交易: 'pay', 退款: 'refund' }[cell(2)] as BillRow['kind'] | undefined
      if (kind === undefined) throw new BillFault('unknown_state', line)
      timeOf(cell(5), expected.day, line)
      const fen = fenOf(cell(12), line)
      if (kind === 'pay' ? fen < 0 : fen > 0) throw new BillFault('bad_amount', line)
      add(kind === 'pay' ? paid : back, fen)
      return {
        kind,
        number: numberOf(kind === 'pay' ? cell(1) : cell(21), line),
        payNumber: numberOf(cell(1), line),
        channelNumber: numberOf(cell(0), line),
        fen: Math.abs(fen),
        // What they take has a minus here, what they give back none.
        fee_mf: 0 - feeOf(cell(22), line),
        moved: true,
        merchant: expected.merchant,
        currency: 'CNY',
      }
    },
  })
}

const TO_BANK = '提现'

/** The account's movements (`signcustomer`), 12 columns. */
export const alipayFunds = (expected: Expected): BillReader<FundRow> => {
  const [income, expense] = [
    { rows: 0, fen: 0 },
    { rows: 0, fen: 0 },
  ]
  return reader({
    ...expected,
    title: '#支付宝账务明细查询',
    header: FUND_HEADER,
    end: /^#-+账务明细列表结束-+$/,
    sums: [
      { said: /^#支出合计：(\d+)笔，共(-?[\d.]+)元$/, counted: expense },
      { said: /^#收入合计：(\d+)笔，共(-?[\d.]+)元$/, counted: income },
    ],
    row: (cells, line) => {
      const [number = '', , , , time = '', , came = '', went = '', balance = '', , type = ''] = cells
      if ((came === '') === (went === '')) throw new BillFault('bad_amount', line)
      const fen = fenOf(came === '' ? went : came, line)
      if (came === '' ? fen > 0 : fen < 0) throw new BillFault('bad_amount', line)
      add(came === '' ? expense : income, fen)
      return {
        number: numberOf(number, line),
        time: timeOf(time, expected.day, line),
        fen,
        balanceFen: fenOf(balance, line),
        toBank: type === TO_BANK,
      }
    },
  })
}
