/** Carriers by the codes of 快递100, and the name that stands on their vans. Source: api.kuaidi100.com. */

/** `short` is how a warehouse calls one by hand. */
export const CARRIERS: readonly { readonly code: string; readonly name: string; readonly short: string }[] = [
  { code: 'shunfeng', name: '顺丰速运', short: '顺丰' },
  { code: 'jd', name: '京东物流', short: '京东' },
  { code: 'zhongtong', name: '中通快递', short: '中通' },
  { code: 'yuantong', name: '圆通速递', short: '圆通' },
  { code: 'shentong', name: '申通快递', short: '申通' },
  { code: 'yunda', name: '韵达快递', short: '韵达' },
  { code: 'jtexpress', name: '极兔速递', short: '极兔' },
  { code: 'debangkuaidi', name: '德邦快递', short: '德邦' },
  { code: 'youzhengguonei', name: '邮政快递包裹', short: '邮政' },
  { code: 'ems', name: 'EMS', short: 'EMS' },
]
