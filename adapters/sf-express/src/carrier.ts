/** Fills `Carrier` with 顺丰丰桥: orders, cancelling, routes, and pushes that are asked about. */
import { inner, list, text, type Wire } from '@tiantou/adapter-kit'
import type { Carrier, CarrierAnswer, NewParcel, Party, Waybill } from '@tiantou/logistics/port'
import { type Account, call, type CarrierDeps } from './client.ts'
import { CANCELLED_ALREADY, DUPLICATE_ORDER, UNKNOWN_ORDER } from './codes.data.ts'
import type { SfExpressConfig } from './config.ts'
import { routesOf, verifyPush } from './tracks.ts'

const SENDER = 1
const RECEIVER = 2
const BY_SENDER = 1
const CANCEL = 2

const contact = (contactType: number, { name, phone, ...place }: Party) => ({
  contactType,
  contact: name,
  mobile: phone,
  country: 'CN',
  province: place.province,
  city: place.city,
  county: place.county,
  address: place.address,
})

const orderOf = ({ monthlyCard, product }: SfExpressConfig, parcel: NewParcel) => ({
  language: 'zh-CN',
  orderId: parcel.parcelNo,
  cargoDetails: parcel.goods.map(({ name, count }) => ({ name, count })),
  contactInfoList: [contact(SENDER, parcel.sender), contact(RECEIVER, parcel.receiver)],
  monthlyCard,
  payMethod: BY_SENDER,
  expressTypeId: product,
  parcelQty: 1,
  totalWeight: parcel.grams / 1000,
  isReturnRoutelabel: 1,
  remark: parcel.remark,
})

/** The mother number, and what the label shows in big letters. */
const waybillOf = (value: Wire): CarrierAnswer<Waybill> => {
  const mother = list(value, 'waybillNoInfoList').find((each) => String(each['waybillType']) === '1')
  const trackingNo = mother === undefined ? undefined : text(mother, 'waybillNo')
  if (trackingNo === undefined) return { kind: 'unknown', message: 'an order without its waybill' }
  const [label = {}] = list(value, 'routeLabelInfo')
  const destinationCode = text(inner(label, 'routeLabelData'), 'destRouteLabel') ?? ''
  return { kind: 'ok', value: { trackingNo, destinationCode, labelUrl: '' } }
}

/** An order that S.F. has already is looked up, never made again. */
const createWaybill =
  (account: Account): Carrier['createWaybill'] =>
  async (parcel) => {
    if (parcel.carrier !== 'shunfeng')
      return { kind: 'refused', code: 'not_offered', message: 'S.F. carries its own parcels alone' }
    const made = await call(account, 'EXP_RECE_CREATE_ORDER', orderOf(account.config, parcel))
    const isThere = made.kind === 'refused' && made.theirs === DUPLICATE_ORDER
    const answer = isThere
      ? await call(account, 'EXP_RECE_SEARCH_ORDER_RESP', { orderId: parcel.parcelNo, language: 'zh-CN' })
      : made
    return answer.kind === 'ok' ? waybillOf(answer.value) : answer
  }

const cancelWaybill =
  (account: Account): Carrier['cancelWaybill'] =>
  async ({ parcelNo }) => {
    const asked = { orderId: parcelNo, dealType: CANCEL, language: 'zh-CN' }
    const answer = await call(account, 'EXP_RECE_UPDATE_ORDER', asked)
    if (answer.kind === 'ok') return { kind: 'ok', value: null }
    if (answer.kind === 'unknown' || answer.theirs === undefined) return answer
    if (answer.theirs === CANCELLED_ALREADY) return { kind: 'ok', value: null }
    return answer.theirs === UNKNOWN_ORDER ? answer : { ...answer, code: 'already_gone' }
  }

const queryTracks =
  (account: Account): Carrier['queryTracks'] =>
  async ({ trackingNo, phoneTail }) => {
    const answer = await routesOf(account, [trackingNo], phoneTail)
    if (answer.kind !== 'ok') return answer
    const [found] = answer.value
    return found === undefined || found.parcel.tracks.length === 0
      ? { kind: 'refused', code: 'no_such_parcel', message: 'no routes' }
      : { kind: 'ok', value: found.parcel }
  }

export function createSfExpress(config: SfExpressConfig, deps: CarrierDeps): Carrier {
  const account = { config, deps }
  return {
    name: 'sf-express',
    createWaybill: createWaybill(account),
    cancelWaybill: cancelWaybill(account),
    // Whatever goes under our card is pushed by S.F. to the address set up once at its platform.
    subscribe: async () => ({ kind: 'ok', value: null }),
    queryTracks: queryTracks(account),
    verifyPush: ({ body }) => verifyPush(account, body),
  }
}
