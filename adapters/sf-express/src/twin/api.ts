/** The services of 丰桥 as its documents describe them, in their two envelopes. */
import { createHash } from 'node:crypto'
import { type Desk, lastStep, type PlainFault, type TwinParcel } from '@tiantou/adapter-kit/twin'
import { type ForgeKind, routeOf } from './speech.ts'

export interface World {
  readonly partnerId: string
  readonly checkWord: string
  readonly monthlyCard: string
  readonly desk: Desk<ForgeKind>
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
}

type Json = Readonly<Record<string, unknown>>

/** A "no" of a service, in its code. */
class Refusal extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

const LEEWAY_MS = 300_000

const envelope = (apiResultCode: string, apiErrorMsg: string, inside?: object) => ({
  apiErrorMsg,
  apiResponseID: '00018B0000000000',
  apiResultCode,
  apiResultData: inside === undefined ? '' : JSON.stringify(inside),
})

/** What the platform says by itself when it is told to; a refusal is the service's own. */
export function spokenFault(fault: PlainFault | undefined): object | undefined {
  if (fault?.kind === 'system-error') return envelope('A1099', '系统异常')
  if (fault?.kind === 'quota') return envelope('A1005', '流量控制异常')
  if (fault?.kind !== 'refuse') return undefined
  const code = fault.code ?? '20000'
  if (code.startsWith('A')) return envelope(code, '沙箱按要求')
  return envelope('A1000', '', { success: false, errorCode: code, errorMsg: '沙箱按要求', msgData: null })
}

/** Written as the provider's Java does: percent signs for everything but letters, digits and four signs. */
const encoded = (text: string): string =>
  Array.from(Buffer.from(text), (byte) => {
    const sign = String.fromCharCode(byte)
    if (/[0-9A-Za-z.\-*_]/.test(sign)) return sign
    return sign === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }).join('')

/** Either digest is taken, as an application may be set to. */
export const digestsOf = (line: string): readonly string[] => [
  createHash('md5').update(encoded(line)).digest('base64'),
  createHash('sm3').update(line).digest('hex'),
]

export function answerApi(world: World, form: Readonly<Record<string, string>>): object {
  const { partnerID, requestID = '', serviceCode = '', timestamp = '', msgDigest = '', msgData = '' } = form
  if (requestID === '' || requestID.length > 40) return envelope('A1001', '必传参数不可为空')
  if (partnerID !== world.partnerId) return envelope('A1004', '无对应服务权限')
  if (Math.abs(world.now() - Number(timestamp)) > LEEWAY_MS) return envelope('A1002', '请求时效已过期')
  if (!digestsOf(`${msgData}${timestamp}${world.checkWord}`).includes(msgDigest))
    return envelope('A1006', '数字签名无效')
  const service = Object.hasOwn(SERVICES, serviceCode) ? SERVICES[serviceCode] : undefined
  if (service === undefined) return envelope('A1004', '无对应服务权限')
  try {
    const value = service(world, JSON.parse(msgData) as Json)
    return envelope('A1000', '', { success: true, errorCode: 'S0000', errorMsg: null, msgData: value })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const inside = { success: false, errorCode: error.code, errorMsg: error.message, msgData: null }
    return envelope('A1000', '', inside)
  }
}

const said = (json: Json, name: string): string => (typeof json[name] === 'string' ? json[name] : '')
const listOf = (json: Json, name: string): Json[] => (Array.isArray(json[name]) ? (json[name] as Json[]) : [])

const byOrder = ({ desk }: World, orderNo: string): TwinParcel | undefined =>
  [...desk.parcels.values()].find((each) => each.orderNo === orderNo)

const orderView = (parcel: TwinParcel) => ({
  orderId: parcel.orderNo,
  filterResult: 2,
  waybillNoInfoList: [{ waybillType: 1, waybillNo: parcel.trackingNo }],
  routeLabelInfo: [{ code: '1000', routeLabelData: { destRouteLabel: `021WA-${parcel.toCity}` } }],
})

function create(world: World, asked: Json): object {
  const orderNo = said(asked, 'orderId')
  if (orderNo === '' || orderNo.length > 64) throw new Refusal('20012', 'orderId 不能为空')
  if (byOrder(world, orderNo) !== undefined) throw new Refusal('8016', '重复下单')
  if (said(asked, 'monthlyCard') !== world.monthlyCard) throw new Refusal('8057', '月结卡号不匹配')
  const contacts = listOf(asked, 'contactInfoList')
  const [from, to] = [1, 2].map((type) => contacts.find(({ contactType }) => contactType === type))
  if (from === undefined || to === undefined) throw new Refusal('20016', '收寄双方信息不能为空')
  for (const one of [from, to])
    for (const field of ['contact', 'mobile', 'address'])
      if (said(one, field) === '') throw new Refusal('20017', `${field} 不能为空`)
  const goods = listOf(asked, 'cargoDetails').map((each) => said(each, 'name'))
  if (goods.length === 0) throw new Refusal('20036', '托寄物不能为空')
  const parcel: TwinParcel = {
    trackingNo: `SF${world.random(6).readUIntBE(0, 6).toString().padStart(15, '0').slice(-13)}`,
    carrier: 'shunfeng',
    orderNo,
    goods: goods.join('，'),
    fromCity: said(from, 'city'),
    toCity: said(to, 'city'),
    tails: [said(to, 'mobile').slice(-4), said(from, 'mobile').slice(-4)],
    createdAt: world.now(),
    tracks: [],
    isCancelled: false,
  }
  world.desk.add(parcel)
  return orderView(parcel)
}

const mustKnow = (world: World, asked: Json): TwinParcel => {
  const parcel = byOrder(world, said(asked, 'orderId'))
  if (parcel === undefined) throw new Refusal('8024', '未下单')
  return parcel
}

function update(world: World, asked: Json): object {
  const parcel = mustKnow(world, asked)
  if (asked['dealType'] !== 2) return { orderId: parcel.orderNo, resStatus: 2 }
  if (parcel.isCancelled) throw new Refusal('8037', '已消单')
  if (lastStep(parcel) !== undefined) throw new Refusal('8017', '已收件，不能取消')
  parcel.isCancelled = true
  world.desk.changed()
  return { orderId: parcel.orderNo, resStatus: 2 }
}

/** Our own parcels need no phone; a wrong one shows nothing. */
function routes({ desk }: World, asked: Json): object {
  const numbers = Array.isArray(asked['trackingNumber']) ? asked['trackingNumber'].map(String) : []
  if (numbers.length === 0 || numbers.length > 10) throw new Refusal('20019', '运单号数量错误')
  const tail = said(asked, 'checkPhoneNo')
  return {
    routeResps: numbers.map((mailNo) => {
      const parcel = desk.parcels.get(mailNo)
      const isShown = parcel !== undefined && (tail === '' || parcel.tails.includes(tail))
      return { mailNo, routes: isShown ? parcel.tracks.map(routeOf) : [] }
    }),
  }
}

const SERVICES: Readonly<Record<string, (world: World, asked: Json) => object>> = {
  EXP_RECE_CREATE_ORDER: create,
  EXP_RECE_SEARCH_ORDER_RESP: (world, asked) => orderView(mustKnow(world, asked)),
  EXP_RECE_UPDATE_ORDER: update,
  EXP_RECE_SEARCH_ROUTES: routes,
}
