/** Words of the account, of privacy and of signing in with open eyes. words.data.ts holds all others. */
import { day } from './shared/format.ts'

export const accountWords = {
  title: '账户与安全',
  nickname: '昵称',
  nicknameHint: '20 个字以内，只有您自己看到',
  nicknameLong: '昵称最多 20 个字',
  save: '保存',
  saved: '昵称已保存',
  phone: '手机号',
  sessions: '登录的设备',
  sessionsText: '不是您的设备，或者不再用了，就让它退出。',
  unknownDevice: '未知设备',
  here: '本机',
  opened: (at: number) => `${day(at)}登录`,
  seen: (at: number) => `最近使用 ${day(at)}`,
  end: '退出',
  endOf: (device: string) => `让「${device}」退出登录`,
  ended: '已退出，最多 5 秒后生效',
  endOthers: '退出其他所有设备',
  endedOthers: (n: number) => `已退出 ${n} 个设备`,
} as const

export const privacyWords = {
  title: '隐私',
  documents: '您同意过的',
  agreed: (at: number) => `${day(at)}同意`,
  notYet: '还没有同意现在的版本',
  optional: '由您决定',
  optionalText: '默认都是关的，随时可以改，不影响买东西。',
  marketing: '接收优惠和上新消息',
  recommendation: '按我的喜好推荐商品',
  data: '您的数据',
  copy: '下载我的数据',
  copyText: '资料、地址、登录记录、订单、支付和购物车，一个 JSON 文件。',
  copyTitle: '下载前，请确认是您本人',
  copied: '文件已下载，请妥善保管',
  fileName: 'tiantou-my-data.json',
  erase: '注销账户',
  eraseText: '永久删除账户和个人资料',
  changed: '条款有更新',
  changedText: '继续使用之前，请阅读并同意现在的版本。',
  agree: '同意并继续',
  leave: '不同意，退出登录',
} as const

export const eraseWords = {
  title: '注销账户',
  lead: '注销后不能恢复，客服也找不回来。',
  goesTitle: '会删除',
  goes: [
    '手机号、昵称和所有收货地址',
    '所有设备上的登录',
    '购物车和您的各项选择',
    '订单里的姓名、电话、门牌和备注（只留打码后的样子）',
  ],
  staysTitle: '依法保留',
  stays: '订单和支付记录保留三年（《电子商务法》第三十一条），其中不再有您的姓名、电话和住址；到期自动删除。',
  freeTitle: '以后',
  free: '这个手机号可以重新注册，会是一个全新的账户，看不到以前的订单。',
  blockedTitle: '还有订单没有办完',
  blockedText: '等货到、款清之后才能注销。取消它们，或者收货后再来：',
  orderNo: (no: string) => `订单 ${no}`,
  understood: '我已知道会失去什么',
  confirmTitle: '请确认是您本人',
  submit: '永久注销账户',
  done: '账户已注销，谢谢您来过田头',
} as const

export const confirmWords = {
  text: '我们会给您的手机发一个验证码。',
  send: '发送验证码',
  sent: '验证码已发送到您的手机',
  submit: '确认',
} as const

export const agreeWords = {
  before: '我已阅读并同意',
  and: '和',
  tick: '同意隐私政策和用户协议',
  first: '请先阅读并同意隐私政策和用户协议',
} as const

export const policyWords = {
  version: (day: string) => `版本：${day} 起生效`,
  asking: '正在查询版本',
  contact: '谁负责，怎么联系',
  noOperator: '运营者还没有填写名称。',
  noContact: '运营者还没有填写联系方式。',
} as const
