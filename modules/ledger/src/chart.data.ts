/**
 * The chart of accounts. Assets and expenses grow on the debit side (+), liabilities and income on the credit
 * side (−). An account with a floor belongs to an owner whose credit may never fall below what is held of it.
 */

export type AccountType = 'asset' | 'liability' | 'income' | 'expense' | 'points'

export interface AccountSpec {
  readonly name: string
  readonly type: AccountType
  /** One account for each owner (a supplier, a shopper), or one for the platform. */
  readonly owned?: true
  /** Its credit balance is kept in a row and never falls below what is held of it. */
  readonly floor?: true
}

export const chart = {
  '1001': { name: '微信待清算', type: 'asset' },
  '1002': { name: '支付宝待清算', type: 'asset' },
  '1003': { name: '银行存款', type: 'asset' },
  '1004': { name: '银联待清算', type: 'asset' },
  '1005': { name: '数字人民币待清算', type: 'asset' },
  '1010': { name: '渠道差错挂账', type: 'asset' },
  '1020': { name: '应收供应商', type: 'asset', owned: true },
  '2002': { name: '商户待结算', type: 'liability', owned: true },
  '2003': { name: '商户可提现', type: 'liability', owned: true, floor: true },
  '2006': { name: '提现在途', type: 'liability' },
  '2007': { name: '退款在途', type: 'liability' },
  '2008': { name: '分账在途', type: 'liability' },
  '4000': { name: '自营商品收入', type: 'income' },
  '4001': { name: '平台服务费', type: 'income' },
  '4002': { name: '运费', type: 'income' },
  '4004': { name: '供应商扣款', type: 'income' },
  '5001': { name: '渠道手续费', type: 'expense' },
  '5002': { name: '平台补贴', type: 'expense' },
  '5004': { name: '差错损失', type: 'expense' },
  '5005': { name: '赔付支出', type: 'expense' },
} as const satisfies Readonly<Record<string, AccountSpec>>

export type AccountCode = keyof typeof chart

/** Where the money of each payment channel lies until the channel pays it out. */
export const clearing = {
  'wechat-pay': '1001',
  alipay: '1002',
  unionpay: '1004',
  ecny: '1005',
} as const satisfies Readonly<Record<string, AccountCode>>
