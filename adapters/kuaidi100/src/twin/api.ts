/** Queries, subscriptions and electronic waybills as 快递100's documents describe them. */
import type { Desk, PlainFault, TwinParcel } from '@tiantou/adapter-kit/twin'
import { lastStep } from '@tiantou/adapter-kit/twin'
import { type ForgeKind, md5, resultOf } from './speech.ts'

export interface Account {
  readonly key: string
  readonly customer: string
  readonly secret: string
}

export interface World {
  readonly account: Account
  readonly desk: Desk<ForgeKind>
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
}

type Form = Readonly<Record<string, string>>
type Json = Readonly<Record<string, unknown>>

/** Carriers that the twin knows. */
const CARRIERS = new Set(
  'shunfeng zhongtong yuantong yunda shentong jd jtexpress ems youzhengguonei debangkuaidi'.split(' '),
)
/** These show nothing without the last four digits of a phone. */
const SHY = new Set(['shunfeng', 'fengwang'])
const LEEWAY_MS = 300_000

const jsonOf = (text: string | undefined): Json | undefined => {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null ? (value as Json) : undefined
  } catch {
    return undefined
  }
}

const said = (json: Json, name: string): string => {
  const value = json[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

const part = (json: Json, name: string): Json => {
  const value = json[name]
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

/** What the provider says by itself when it is told to, each service in its own codes. */
export function spokenFault(path: string, fault: PlainFault | undefined): object | undefined {
  const kind = fault?.kind
  if (kind !== 'system-error' && kind !== 'quota' && kind !== 'refuse') return undefined
  const code = { 'system-error': path.includes('query') ? '502' : '500', quota: '601', refuse: '' }[kind]
  const returnCode = kind === 'refuse' ? (fault?.code ?? '400') : code
  return path === '/label/order'
    ? { success: false, code: Number(returnCode), message: '沙箱按要求' }
    : { result: false, returnCode, message: '沙箱按要求' }
}

/** Answers one request; undefined for a path that is nobody's. */
export function answerApi(world: World, path: string, form: Form): object | undefined {
  if (path === '/poll/query.do') return query(world, form)
  if (path === '/poll') return subscribe(world, form)
  if (path === '/label/order') return label(world, form)
  return undefined
}

const no = (returnCode: string, message: string) => ({ result: false, returnCode, message })

function query({ account, desk }: World, form: Form): object {
  const { customer, sign, param = '' } = form
  if (customer !== account.customer || sign !== md5(param + account.key + account.customer))
    return no('503', '验证签名失败')
  const asked = jsonOf(param)
  if (asked === undefined || said(asked, 'com') === '' || said(asked, 'num') === '')
    return no('400', '提交的数据不完整，或者贵公司没授权')
  const parcel = desk.parcels.get(said(asked, 'num'))
  if (parcel === undefined || parcel.carrier !== said(asked, 'com') || parcel.tracks.length === 0)
    return no('500', '查询无结果，请隔段时间再查')
  if (SHY.has(parcel.carrier) && !parcel.tails.includes(said(asked, 'phone').slice(-4)))
    return no('408', '快递公司参数异常：验证码错误')
  return resultOf(parcel, said(asked, 'resultv2') === '4')
}

function subscribe({ account, desk, now }: World, form: Form): object {
  const asked = form['schema'] === 'json' ? jsonOf(form['param']) : undefined
  if (asked === undefined) return no('700', '订阅方的订阅数据存在错误')
  if (said(asked, 'key') !== account.key) return no('600', '您不是合法的订阅者')
  const [carrier, trackingNo] = [said(asked, 'company'), said(asked, 'number')]
  const parameters = part(asked, 'parameters')
  const callback = { url: said(parameters, 'callbackurl'), salt: said(parameters, 'salt') }
  if (!URL.canParse(callback.url)) return no('700', '订阅方的订阅数据存在错误：回调地址')
  if (!CARRIERS.has(carrier)) return no('701', '拒绝订阅的快递公司')
  if (SHY.has(carrier) && said(parameters, 'phone') === '') return no('700', '缺少电话号码')
  const known = desk.parcels.get(trackingNo)
  if (known?.callback !== undefined) return no('501', '重复订阅')
  if (known === undefined)
    desk.add({ ...stranger(trackingNo, carrier, said(parameters, 'phone')), createdAt: now(), callback })
  else known.callback = callback
  desk.changed()
  return { result: true, returnCode: '200', message: '提交成功' }
}

/** A parcel that was handed in elsewhere and is only followed here. */
const stranger = (trackingNo: string, carrier: string, phone: string): TwinParcel => ({
  trackingNo,
  carrier,
  orderNo: '',
  goods: '',
  fromCity: '无锡市',
  toCity: '上海市',
  tails: [phone.slice(-4)],
  createdAt: 0,
  tracks: [],
  isCancelled: false,
})

const yes = (data: object) => ({ success: true, code: 200, message: '请求成功', data })
const refuse = (code: number, message: string) => ({ success: false, code, message })

function label(world: World, form: Form): object {
  const { account, now } = world
  const { key, method, t = '', sign, param = '' } = form
  if (key !== account.key) return refuse(600, '您不是合法的用户')
  if (sign !== md5(param + t + account.key + account.secret) || Math.abs(now() - Number(t)) > LEEWAY_MS)
    return refuse(503, '验证签名失败')
  const asked = jsonOf(param)
  if (asked === undefined) return refuse(400, 'param 不是 JSON')
  if (method === 'order') return order(world, asked)
  return method === 'cancel' ? cancel(world, asked) : refuse(400, '不支持的业务类型')
}

const cityOf = (address: string): string =>
  /([^省区]{2,8}?市)/.exec(address.replace(/^.*?(省|自治区)/, ''))?.[1] ?? '上海市'

/** Two letters of the carrier and 13 digits. */
const numberOf = (carrier: string, random: World['random']): string => {
  const digits = random(6).readUIntBE(0, 6).toString().padStart(15, '0').slice(-13)
  return `${carrier.slice(0, 2).toUpperCase()}${digits}`
}

/** The same order number again is the same waybill, as carriers have it. */
function order({ desk, now, random }: World, asked: Json): object {
  const [orderNo, carrier] = [said(asked, 'orderId'), said(asked, 'kuaidicom')]
  const [to, from] = [part(asked, 'recMan'), part(asked, 'sendMan')]
  for (const man of [to, from])
    for (const field of ['name', 'mobile', 'printAddr'])
      if (said(man, field) === '') return refuse(400, `缺少 ${field}`)
  if (!CARRIERS.has(carrier) || said(asked, 'partnerId') === '') return refuse(400, '快递公司或客户账户错误')
  const old = [...desk.parcels.values()].find((each) => each.orderNo !== '' && each.orderNo === orderNo)
  const parcel = old ?? {
    trackingNo: numberOf(carrier, random),
    carrier,
    orderNo,
    goods: said(asked, 'cargo'),
    fromCity: cityOf(said(from, 'printAddr')),
    toCity: cityOf(said(to, 'printAddr')),
    tails: [said(to, 'mobile').slice(-4), said(from, 'mobile').slice(-4)],
    createdAt: now(),
    tracks: [],
    isCancelled: false,
  }
  if (old === undefined) desk.add(parcel)
  return yes({
    taskId: random(16).toString('hex').toUpperCase(),
    kuaidinum: parcel.trackingNo,
    bulkpen: `${parcel.toCity.slice(0, 2)}-021`,
    kdComOrderNum: parcel.orderNo,
  })
}

function cancel({ desk }: World, asked: Json): object {
  const parcel = desk.parcels.get(said(asked, 'kuaidinum'))
  if (parcel === undefined || parcel.orderNo !== said(asked, 'orderId')) return refuse(400, '运单不存在')
  if (lastStep(parcel) !== undefined) return refuse(400, '快件已揽收，不能取消')
  parcel.isCancelled = true
  desk.changed()
  return yes({})
}
