/** Bills as suites of this module write them, and what a day comes to. */
import type { InputOf } from '@tiantou/kernel'
import type { BillReader, BillRow } from '../src/bills/bill.ts'
import type { Reconcile } from '../src/contract.ts'
import type { Difference } from '../src/match.ts'

export const DAY = '2026-11-02'
export const MERCHANT = '1900000109'
export const SELLER = '2088000000000001'

/** One line of a bill; by default a payment of ours of ten yuan with its fee. */
export const rowOf = (change: Partial<BillRow> = {}): BillRow => ({
  kind: 'pay',
  number: 'T1',
  payNumber: 'T1',
  channelNumber: '42001',
  fen: 1_000,
  fee_mf: 6_000,
  moved: true,
  merchant: MERCHANT,
  currency: 'CNY',
  ...change,
})

/** Reads lines to their end: rows, or the code under which the file is refused. */
export const readAll = <Row>(reader: BillReader<Row>, lines: readonly string[]): Row[] => {
  const rows = lines.map((line) => reader.line(line)).filter((row) => row !== undefined)
  reader.end()
  return rows
}

export const codeOf = (read: () => unknown): unknown => {
  try {
    return read()
  } catch (error) {
    return (error as { code?: string }).code ?? error
  }
}

const WECHAT_HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,' +
  '应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,' +
  '手续费,费率,订单金额,申请退款金额,费率备注'
const wechatLine = (cells: readonly string[]): string => `\`${cells.join(',`')}`
const pay = (number: string, yuan: string, fee: string, name = '水蜜桃') =>
  wechatLine(
    [`${DAY} 09:00:00`, 'wx1', MERCHANT, '0', '', `4200${number}`, number, 'o1', 'JSAPI', 'SUCCESS'].concat(
      ['OTHERS', 'CNY', yuan, '0.00', '0', '0', '0.00', '0.00', '', '', name, '', fee, '0.60%', yuan],
      ['0.00', ''],
    ),
  )
const back = (number: string, yuan: string, fee: string) =>
  wechatLine(
    [`${DAY} 10:00:00`, 'wx1', MERCHANT, '0', '', '4200T1', 'T1', 'o1', 'JSAPI', 'REFUND', 'OTHERS'].concat(
      ['CNY', '0.00', '0.00', `5030${number}`, number, yuan, '0.00', 'ORIGINAL', 'SUCCESS', '水蜜桃', ''],
      [fee, '0.60%', '0.00', yuan, ''],
    ),
  )

/** Two payments, one of them of a name with commas, and a refund. */
export const WECHAT: readonly string[] = [
  WECHAT_HEADER,
  pay('T1', '10.00', '0.06000'),
  pay('T2', '20.50', '0.12500', '桃,一箱,"大"'),
  back('R1', '5.00', '-0.03000'),
  '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额',
  '`3,`30.50,`5.00,`0.00,`0.15500,`30.50,`5.00',
]

const inOldForm = (line: string) => line.split(',`').slice(0, 24).join(',`')

/** The older form of the same file: three columns fewer, other names, fewer sums. */
export const OLD_WECHAT: readonly string[] = [
  '交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,总金额,' +
    '企业红包金额,微信退款单号,商户退款单号,退款金额,企业红包退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率',
  inOldForm(pay('T1', '10.00', '0.06000')),
  inOldForm(back('R1', '5.00', '-0.03000')),
  '总交易单数,总交易额,总退款金额,总企业红包退款金额,手续费总金额',
  '`2,`10.00,`5.00,`0.00,`0.03000',
]

const ALIPAY_HEADER =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,' +
  '商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,' +
  '商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注'

export const ALIPAY: readonly string[] = [
  '#支付宝业务明细查询',
  `#账号：[${SELLER}0156]`,
  `#起始日期：[${DAY} 00:00:00]   终止日期：[2026-11-03 00:00:00]`,
  '#-----------------------------------------业务明细列表----------------------------------------',
  ALIPAY_HEADER,
  `2200T1\t,T1\t,交易,桃,${DAY} 09:00:00,${DAY} 09:00:05,,,,,1**,10.00,10.00,` +
    '0.00,0.00,0.00,0.00,0.00,,0.00,0.00,,-0.06,0.00,',
  `2200T1\t,T1\t,退款,桃,${DAY} 09:00:00,${DAY} 10:00:00,,,,,1**,-5.00,-5.00,` +
    '0.00,0.00,0.00,0.00,0.00,,0.00,0.00,R1\t,0.03,0.00,',
  '#-----------------------------------------业务明细列表结束------------------------------------',
  '#交易合计：1笔，商家实收共10.00元，商家优惠共0.00元',
  '#退款合计：1笔，商家实收退款共-5.00元，商家优惠退款共0.00元',
  '#导出时间：[2026-11-03 09:00:00]',
]

/** Movements of an account: a trade, its fee, and what went to the bank. */
export const WECHAT_FUNDS: readonly string[] = [
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号',
  `\`${DAY} 09:00:00,\`b1,\`f1,\`交易,\`交易,\`收入,\`10.00,\`110.00,\`,\`,\`v1`,
  `\`${DAY} 09:00:00,\`b1,\`f2,\`扣除交易手续费,\`扣除交易手续费,\`支出,\`0.06,\`109.94,\`,\`,\`v2`,
  `\`${DAY} 23:00:00,\`b2,\`f3,\`提现,\`提现,\`支出,\`50.00,\`59.94,\`,\`,\`v3`,
  '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额',
  '`3,`1,`10.00,`2,`50.06',
]

export const ALIPAY_FUNDS: readonly string[] = [
  '#支付宝账务明细查询',
  `#账号：[${SELLER}0156]`,
  `#起始日期：[${DAY} 00:00:00]   终止日期：[2026-11-03 00:00:00]`,
  '#-----------------------------------------账务明细列表----------------------------------------',
  '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注',
  `1\t,2\t,T1\t,,${DAY} 09:00:00,,10.00,,10.00,支付宝,在线支付,`,
  `3\t,2\t,T1\t,,${DAY} 09:00:00,,,-0.06,9.94,支付宝,收费,`,
  '#-----------------------------------------账务明细列表结束------------------------------------',
  '#支出合计：1笔，共-0.06元',
  '#收入合计：1笔，共10.00元',
]

type Result = InputOf<typeof Reconcile.commands.record>

/** One difference as a comparison tells it. */
export const differenceOf = (change: Partial<Difference> = {}): Difference => ({
  class: 'channel_only',
  kind: 'pay',
  number: 'T1',
  payNumber: 'T1',
  channelNumber: '42001',
  fen: 1_000,
  billFen: 1_000,
  ownFen: null,
  ...change,
})

/** What a day comes to. */
export const resultOf = (change: Partial<Result> = {}): Result => ({
  channel: 'alipay',
  day: DAY,
  trade: { file: 'bill-1', sha256: 'a'.repeat(64) },
  fund: null,
  totals: {
    billRows: 3,
    ownRows: 3,
    matched: 3,
    billFen: 3_000,
    ownFen: 3_000,
    feeFen: 18,
    feeDiffFen: 0,
    unexplainedFen: 0,
  },
  differences: [],
  funds: { rows: 0, openingFen: null, closingFen: null, toBank: [] },
  ...change,
})
