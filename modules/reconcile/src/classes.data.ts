/**
 * The kinds of difference between a channel's bill and our books, in one table. `crosses`: the other side may
 * still come, with the next day's bill or a late notice, and then the case closes by itself.
 */
export const classes = {
  amount_diff: { name: '金额不符', crosses: false },
  fee_diff: { name: '手续费不符', crosses: false },
  channel_only: { name: '长款', crosses: true },
  local_only: { name: '短款', crosses: true },
  late: { name: '迟到', crosses: true },
  status_diff: { name: '状态不符', crosses: true },
  day_cut: { name: '跨日', crosses: true },
  duplicate_row: { name: '重复行', crosses: false },
  wrong_merchant: { name: '商户号不符', crosses: false },
  currency: { name: '币种不符', crosses: false },
  refund_without_pay: { name: '无支付的退款', crosses: true },
  swapped: { name: '单号串户', crosses: false },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly crosses: boolean }>>

export type DifferenceClass = keyof typeof classes
export const CLASSES = Object.keys(classes) as [DifferenceClass, ...DifferenceClass[]]
