/** Carriers by WeChat's ids (get_delivery_list), and what a warehouse calls them. */
export const carrierCodes: readonly { readonly id: string; readonly names: readonly string[] }[] = [
  { id: 'SF', names: ['顺丰', 'SF'] },
  { id: 'ZTO', names: ['中通', 'ZTO'] },
  { id: 'YTO', names: ['圆通', 'YTO'] },
  { id: 'STO', names: ['申通', 'STO'] },
  { id: 'YD', names: ['韵达', 'Yunda'] },
  { id: 'JTSD', names: ['极兔', 'J&T'] },
  { id: 'JD', names: ['京东', 'JD'] },
  { id: 'DBL', names: ['德邦'] },
  { id: 'YZPY', names: ['邮政', '中国邮政'] },
  { id: 'EMS', names: ['EMS'] },
]
