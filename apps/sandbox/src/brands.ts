/** What differs between the cashiers of the channels: names, addresses, and the words for what goes wrong. */
import type { FaultKind as AlipayFault, ForgeKind as AlipayForgery } from '@tiantou/alipay/twin'
import type { FaultKind as EcnyFault, ForgeKind as EcnyForgery } from '@tiantou/ecny/twin'
import type { FaultKind as UnionpayFault, ForgeKind as UnionpayForgery } from '@tiantou/unionpay/twin'
import type { FaultKind, ForgeKind } from '@tiantou/wechat-pay/twin'

export interface Brand {
  readonly title: string
  /** The place in the frame, and the class of the till. */
  readonly here: 'pay' | 'alipay' | 'unionpay' | 'ecny'
  /** What the channel is called. */
  readonly name: string
  /** Where its JSON is. */
  readonly api: string
  /** What its own number is called. */
  readonly number: string
  readonly answers: string
  /** The channel's page sends browsers back by a form. */
  readonly sendsForm?: true
  readonly forgeries: Readonly<Record<string, string>>
  readonly faults: Readonly<Record<string, string>>
  readonly refunds: Readonly<Record<string, string>>
}

const WECHAT_FORGERIES: Readonly<Record<ForgeKind, string>> = {
  signature: '签名是乱写的',
  body: '正文被改过',
  amount: '签名对，金额改成 1 分',
  mchid: '签名对，商户号是别人的',
  appid: '签名对，应用是别人的',
  order: '签名对，订单号不存在',
  'old-timestamp': '时间戳是 5 分钟以前',
  'future-timestamp': '时间戳在 5 分钟以后',
  serial: '公钥编号不认识',
  ciphertext: '密文被改过',
  signtest: '微信的签名探测流量',
  unsigned: '没有签名',
  replay: '原样重放上一条真通知',
}

const WECHAT_FAULTS: Readonly<Record<FaultKind, string>> = {
  timeout: '超时，事情没有办',
  'commit-timeout': '事情办了，但应答超时',
  'error-500': '500，事情没有办',
  'commit-error-500': '事情办了，却回 500',
  drop: '连接断开',
  refuse: '拒绝（余额不足）',
  throttle: '429 频率限制',
  'wrong-signature': '应答签名错误',
  'tampered-body': '应答被改过',
  'unknown-serial': '应答的公钥编号不认识',
  'old-timestamp': '应答的时间戳过期',
  probe: '应答签名探测',
  unsigned: '应答没有签名',
  redirect: '302 到别处',
}

const ALIPAY_FORGERIES: Readonly<Record<AlipayForgery, string>> = {
  signature: '签名是乱写的',
  body: '正文被改过',
  amount: '签名对，金额改成 1 分',
  seller: '签名对，卖家号是别人的',
  appid: '签名对，应用是别人的',
  order: '签名对，订单号不存在',
  key: '用商户自己的密钥签名',
  'sign-type': '签名类型换成 RSA',
  'twice-named': '同名参数出现两次',
  unsigned: '没有签名',
  replay: '原样重放上一条真通知',
}

const ALIPAY_FAULTS: Readonly<Record<AlipayFault, string>> = {
  timeout: '超时，事情没有办',
  'commit-timeout': '事情办了，但应答超时',
  'error-500': '500，事情没有办',
  'commit-error-500': '事情办了，却回 500',
  'system-error': '20000 系统错误，事情没有办',
  'commit-system-error': '事情办了，却回 20000 系统错误',
  drop: '连接断开',
  refuse: '拒绝（卖家余额不足）',
  'wrong-signature': '应答签名错误',
  'tampered-body': '应答被改过',
  unsigned: '应答没有签名',
  redirect: '302 到别处',
}

const UNIONPAY_FORGERIES: Readonly<Record<UnionpayForgery, string>> = {
  signature: '签名是乱写的',
  body: '正文被改过',
  amount: '签名对，金额改成 1 分',
  merchant: '签名对，商户号是别人的',
  order: '签名对，订单号不存在',
  key: '用商户自己的密钥签名',
  'foreign-certificate': '证书自称银联，但不是银联的根签发',
  'other-owner': '证书链对，但证书是别家公司的',
  'expired-certificate': '证书已过期',
  version: '版本换成 5.0.0',
  'twice-named': '同名字段出现两次',
  unsigned: '没有签名',
  replay: '原样重放上一条真通知',
}

const ECNY_FORGERIES: Readonly<Record<EcnyForgery, string>> = {
  signature: '签名是乱写的',
  body: '正文被改过',
  amount: '签名对，金额改成 1 分',
  merchant: '签名对，商户号是别人的',
  order: '签名对，订单号不存在',
  key: '用商户自己的密钥签名',
  'sign-method': '签名方法换成 01',
  'twice-named': '同名字段出现两次',
  unsigned: '没有签名',
  replay: '原样重放上一条真通知',
}

/** What goes wrong with answers alike at both. */
const BANK_FAULTS = {
  timeout: '超时，事情没有办',
  'commit-timeout': '事情办了，但应答超时',
  'error-500': '500，事情没有办',
  'commit-error-500': '事情办了，却回 500',
  'system-error': '系统错误，事情没有办',
  'commit-system-error': '事情办了，却回系统错误',
  drop: '连接断开',
  refuse: '拒绝（余额不足）',
  'wrong-signature': '应答签名错误',
  'tampered-body': '应答被改过',
  unsigned: '应答没有签名',
  redirect: '302 到别处',
} as const satisfies Readonly<Record<EcnyFault, string>>

const UNIONPAY_FAULTS: Readonly<Record<UnionpayFault, string>> = {
  ...BANK_FAULTS,
  'foreign-certificate': '应答的证书不是银联的根签发',
}

const BANK_REFUNDS = { made: '成功', failed: '失败', hanging: '一直处理中' } as const

export const WECHAT: Brand = {
  title: '微信收银台',
  name: '微信支付',
  here: 'pay',
  api: '/sandbox/api',
  number: '微信单号',
  answers: '微信接口的下一次应答',
  forgeries: WECHAT_FORGERIES,
  faults: WECHAT_FAULTS,
  refunds: { SUCCESS: '成功', ABNORMAL: '异常', CLOSED: '关闭', PROCESSING: '一直处理中' },
}

export const ALIPAY: Brand = {
  title: '支付宝收银台',
  name: '支付宝',
  here: 'alipay',
  api: '/sandbox/api/alipay',
  number: '支付宝交易号',
  answers: '支付宝接口的下一次应答',
  forgeries: ALIPAY_FORGERIES,
  faults: ALIPAY_FAULTS,
  refunds: { made: '成功', silent: '应答成功，但钱没有退' },
}

export const UNIONPAY: Brand = {
  title: '银联收银台',
  name: '银联',
  here: 'unionpay',
  api: '/sandbox/api/unionpay',
  number: '银联查询流水号',
  sendsForm: true,
  answers: '银联接口的下一次应答',
  forgeries: UNIONPAY_FORGERIES,
  faults: UNIONPAY_FAULTS,
  refunds: BANK_REFUNDS,
}

export const ECNY: Brand = {
  title: '数字人民币收银台',
  name: '数字人民币',
  here: 'ecny',
  api: '/sandbox/api/ecny',
  number: '银行订单号',
  answers: '银行接口的下一次应答',
  forgeries: ECNY_FORGERIES,
  faults: BANK_FAULTS,
  refunds: BANK_REFUNDS,
}
