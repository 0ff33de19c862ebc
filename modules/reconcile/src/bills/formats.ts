/** Which channel writes its bills how. */
import { alipayFunds, alipayTrades } from './alipay.ts'
import type { BillReader, BillRow, Expected, FundRow } from './bill.ts'
import { wechatFunds, wechatTrades } from './wechat.ts'

export interface BillFormat {
  readonly encoding: 'utf-8' | 'gbk'
  trades(expected: Expected): BillReader<BillRow>
  funds(expected: Expected): BillReader<FundRow>
}

export const CHANNELS = ['wechat-pay', 'alipay'] as const
export type ChannelName = (typeof CHANNELS)[number]

export const formats: Readonly<Record<ChannelName, BillFormat>> = {
  'wechat-pay': { encoding: 'utf-8', trades: wechatTrades, funds: wechatFunds },
  alipay: { encoding: 'gbk', trades: alipayTrades, funds: alipayFunds },
}
