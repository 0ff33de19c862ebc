/**
 * WeChat Pay's bills: UTF-8, a header, cells that begin with a backtick, and two lines of sums at the end. A
 * name may hold commas, so lines are cut at ",`". Source: merchants' pages of the trade bill and fund flow.
 */
import { BillFault, type BillReader, type BillRow, type Expected, type FundRow } from './bill.ts'
import { fenOf, feeOf, mustAgree, numberOf, timeOf } from './cells.ts'

/** One wording of a file: its first line, and the line above its sums. */
interface Form {
  readonly header: string
  readonly sums: string
  /** Columns whose sums the file repeats, in the order of its sums. */
  readonly summed: readonly number[]
}

/** Settled, refunded, coupons back; then orders and asked back, which the older form does not have. */
const TRADE_FORMS: readonly Form[] = [
  {
    header:
      '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,' +
      '应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,' +
      '商户数据包,手续费,费率,订单金额,申请退款金额,费率备注',
    sums: '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额',
    summed: [12, 16, 17, 24, 25],
  },
  {
    header:
      '交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,' +
      '总金额,企业红包金额,微信退款单号,商户退款单号,退款金额,企业红包退款金额,退款类型,退款状态,商品名称,' +
      '商户数据包,手续费,费率',
    sums: '总交易单数,总交易额,总退款金额,总企业红包退款金额,手续费总金额',
    summed: [12, 16, 17],
  },
]
const FUND_FORM: Form = {
  header:
    '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),' +
    '资金变更提交申请人,备注,业务凭证号',
  sums: '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额',
  summed: [],
}

const WHOLE = /^\d{1,9}$/
/** Whether money moved, by the state of a payment and of a refund. */
const PAY_MOVED: Readonly<Record<string, boolean>> = { SUCCESS: true, REVOKED: false }
const REFUND_MOVED: Readonly<Record<string, boolean>> = {
  SUCCESS: true,
  PROCESSING: true,
  CHANGE: true,
  FAIL: false,
}

interface Shape<Row> {
  /** Those that are known; the first line says which one it is. */
  readonly forms: readonly Form[]
  row(cells: readonly string[], line: number, form: Form): Row
  /** Compares the cells of the sums with what was read. */
  agree(cells: readonly string[], line: number): void
}

const columnsOf = (header: string): number => header.split(',').length

/** Header, rows, header of the sums, sums: in this order, and nothing behind. */
const reader = <Row>({ forms, row, agree }: Shape<Row>): BillReader<Row> => {
  let [line, columns, at] = [0, 0, 'rows' as 'rows' | 'sums' | 'over']
  let form: Form | undefined
  const cellsOf = (text: string, wanted: number) => {
    if (!text.startsWith('`')) throw new BillFault('bad_line', line)
    const cells = text.slice(1).split(',`')
    if (cells.length < wanted) throw new BillFault('truncated', line)
    if (cells.length > wanted) throw new BillFault('bad_line', line)
    return cells
  }
  return {
    line: (text) => {
      line += 1
      if (form === undefined) {
        form = forms.find(({ header }) => header === text.trimEnd())
        if (form === undefined) throw new BillFault('unknown_header', line)
        columns = columnsOf(form.header)
        return undefined
      }
      if (at === 'rows' && text.startsWith('`')) return row(cellsOf(text, columns), line, form)
      if (at === 'rows') {
        if (text.trimEnd() !== form.sums) throw new BillFault('unknown_header', line)
        at = 'sums'
        return undefined
      }
      if (at === 'over') {
        if (text !== '') throw new BillFault('bad_line', line)
        return undefined
      }
      agree(cellsOf(text, columnsOf(form.sums)), line)
      at = 'over'
      return undefined
    },
    end: () => {
      if (at !== 'over') throw new BillFault('truncated', line)
    },
  }
}

const countOf = (cell: string, line: number): number => {
  if (!WHOLE.test(cell)) throw new BillFault('bad_amount', line)
  return Number(cell)
}

const movedBy = (states: Readonly<Record<string, boolean>>, state: string, line: number): boolean => {
  const moved = Object.hasOwn(states, state) ? states[state] : undefined
  if (moved === undefined) throw new BillFault('unknown_state', line)
  return moved
}

/** A refund stands for itself; its line names the payment too. */
const tradeRow = (cells: readonly string[], line: number): BillRow => {
  const cell = (index: number) => cells[index] ?? ''
  const number = (index: number) => numberOf(cell(index), line)
  const isRefund = cell(9) === 'REFUND'
  const common = {
    payNumber: number(6),
    fee_mf: feeOf(cell(22), line),
    merchant: cell(2),
    currency: cell(11),
  }
  if (!isRefund) {
    const moved = movedBy(PAY_MOVED, cell(9), line)
    return {
      kind: 'pay',
      number: number(6),
      channelNumber: number(5),
      fen: fenOf(cell(12), line),
      moved,
      ...common,
    }
  }
  const moved = movedBy(REFUND_MOVED, cell(19), line)
  return {
    kind: 'refund',
    number: number(15),
    channelNumber: number(14),
    fen: fenOf(cell(16), line),
    moved,
    ...common,
  }
}

/**
 * The trade bill of type ALL, 27 columns, or 24 in its older form. Another merchant's line is a row like any
 * other, for whoever matches to judge; a file in which no line is ours is another's.
 */
export const wechatTrades = ({ day, merchant }: Expected): BillReader<BillRow> => {
  let [rows, fees, isOurs] = [0, 0, false]
  const sums: number[] = []
  return reader({
    forms: TRADE_FORMS,
    row: (cells, line, { summed }) => {
      timeOf(cells[0] ?? '', day, line)
      const row = tradeRow(cells, line)
      rows += 1
      isOurs ||= row.merchant === merchant
      fees += row.fee_mf
      summed.forEach((column, index) => {
        sums[index] = (sums[index] ?? 0) + fenOf(cells[column] ?? '', line)
      })
      return row
    },
    agree: ([count = '', settled = '', back = '', coupons = '', fee = '', ...more], line) => {
      const said = [settled, back, coupons, ...more].map((cell) => fenOf(cell, line))
      const counted = said.map((_fen, index) => sums[index] ?? 0)
      mustAgree([countOf(count, line), feeOf(fee, line), ...said], [rows, fees, ...counted], line)
      if (rows > 0 && !isOurs) throw new BillFault('wrong_merchant')
    },
  })
}

const TO_BANK = '提现'

/** The fund flow of the basic account, 11 columns; income and expense are told by a word, not by a sign. */
export const wechatFunds = ({ day }: Pick<Expected, 'day'>): BillReader<FundRow> => {
  const [income, expense] = [
    { rows: 0, fen: 0 },
    { rows: 0, fen: 0 },
  ]
  return reader({
    forms: [FUND_FORM],
    row: (cells, line) => {
      const [time = '', , number = '', , type = '', direction = '', amount = '', balance = ''] = cells
      const side = direction === '收入' ? income : direction === '支出' ? expense : undefined
      if (side === undefined) throw new BillFault('unknown_state', line)
      const fen = fenOf(amount, line)
      if (fen < 0) throw new BillFault('bad_amount', line)
      side.rows += 1
      side.fen += fen
      return {
        number: numberOf(number, line),
        time: timeOf(time, day, line),
        fen: side === income ? fen : 0 - fen,
        balanceFen: fenOf(balance, line),
        toBank: type === TO_BANK,
      }
    },
    agree: ([count = '', ins = '', inFen = '', outs = '', outFen = ''], line) =>
      mustAgree(
        [
          countOf(count, line),
          countOf(ins, line),
          fenOf(inFen, line),
          countOf(outs, line),
          fenOf(outFen, line),
        ],
        [income.rows + expense.rows, income.rows, income.fen, expense.rows, expense.fen],
        line,
      ),
  })
}
