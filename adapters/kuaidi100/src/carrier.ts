/** Fills `Carrier` with 快递100: queries, subscriptions with their pushes, electronic waybills (电子面单 V2). */
import { callJson, inner, text, type Wire } from '@tiantou/adapter-kit'
import type { Carrier, CarrierAnswer, CarrierCode, NewParcel, Party, Waybill } from '@tiantou/logistics/port'
import { LABEL_CODES, QUERY_CODES, SUBSCRIBE_CODES } from './codes.data.ts'
import type { Kuaidi100Config } from './config.ts'
import { verifyPush } from './push.ts'
import { signOf } from './sign.ts'
import { trackedParcel } from './tracks.ts'

export interface CarrierDeps {
  /** Milliseconds UTC. */
  readonly now: () => number
  /** The global fetch when absent. */
  readonly fetch?: typeof globalThis.fetch
}

interface Account {
  readonly config: Kuaidi100Config
  readonly deps: CarrierDeps
}

type Form = Readonly<Record<string, string>>

const post = ({ config, deps }: Account, url: string, form: Form) =>
  callJson({ url, form, timeout_ms: config.timeout_ms, fetch: deps.fetch })

/** Numbers come as numbers here and as texts there. */
const codeIn = (wire: Wire, name: string): string =>
  typeof wire[name] === 'number' || typeof wire[name] === 'string' ? String(wire[name]) : ''

const no = (
  codes: Readonly<Record<string, CarrierCode>>,
  code: string,
  wire: Wire,
): Exclude<CarrierAnswer<never>, { kind: 'ok' }> => {
  const message = `${code} ${text(wire, 'message') ?? ''}`.trim()
  const mine = codes[code]
  return mine === undefined ? { kind: 'unknown', message } : { kind: 'refused', code: mine, message }
}

const queryTracks =
  (account: Account): Carrier['queryTracks'] =>
  async ({ carrier, trackingNo, phoneTail }) => {
    const { key, customer, pollUrl } = account.config
    const param = JSON.stringify({ com: carrier, num: trackingNo, phone: phoneTail, resultv2: '4' })
    const form = { customer, sign: signOf(param, key, customer), param }
    const answer = await post(account, `${pollUrl}/poll/query.do`, form)
    if (answer.kind === 'unknown') return answer
    const { value } = answer
    if (value['result'] === false) return no(QUERY_CODES, codeIn(value, 'returnCode'), value)
    const parcel = trackedParcel(value)
    return parcel === undefined
      ? { kind: 'unknown', message: 'the answer names no parcel' }
      : { kind: 'ok', value: { ...parcel, trackingNo, carrier } }
  }

/** 501: it is being tracked already, which is what was asked for. */
const SUBSCRIBED = new Set(['200', '501'])

const subscribe =
  (account: Account): Carrier['subscribe'] =>
  async ({ carrier, trackingNo, phoneTail }) => {
    const { key, salt, callbackUrl, pollUrl } = account.config
    const parameters = { callbackurl: callbackUrl, salt, resultv2: '4', phone: phoneTail }
    const param = JSON.stringify({ company: carrier, number: trackingNo, key, parameters })
    const answer = await post(account, `${pollUrl}/poll`, { schema: 'json', param })
    if (answer.kind === 'unknown') return answer
    const code = codeIn(answer.value, 'returnCode')
    return SUBSCRIBED.has(code) ? { kind: 'ok', value: null } : no(SUBSCRIBE_CODES, code, answer.value)
  }

/** One call of 电子面单; every answer is in `data`. */
const label = async (
  account: Account,
  method: 'order' | 'cancel',
  own: Wire,
): Promise<CarrierAnswer<Wire>> => {
  const { key, secret, apiUrl } = account.config
  const param = JSON.stringify(own)
  const t = String(account.deps.now())
  const form = { key, method, t, sign: signOf(param, t, key, secret), param }
  const answer = await post(account, `${apiUrl}/label/order`, form)
  if (answer.kind === 'unknown') return answer
  const { value } = answer
  const code = codeIn(value, 'code')
  if (code !== '200') return no(LABEL_CODES, code, value)
  return { kind: 'ok', value: inner(value, 'data') }
}

const man = ({ name, phone, province, city, county, address }: Party) => ({
  name,
  mobile: phone,
  printAddr: [...new Set([province, city, county, address])].join(''),
})

const NO_CONTRACT = {
  kind: 'refused',
  code: 'not_offered',
  message: 'no contract with this carrier is configured',
} as const

const orderOf = (config: Kuaidi100Config, parcel: NewParcel): Wire => ({
  printType: config.templateId === undefined ? 'NON' : 'IMAGE',
  ...(config.templateId === undefined ? {} : { tempId: config.templateId }),
  ...config.partners[parcel.carrier],
  kuaidicom: parcel.carrier,
  recMan: man(parcel.receiver),
  sendMan: man(parcel.sender),
  cargo: parcel.goods.map(({ name, count }) => `${name}×${count}`).join('，'),
  count: 1,
  weight: (parcel.grams / 1000).toFixed(2),
  payType: 'MONTHLY',
  expType: '标准快递',
  remark: parcel.remark,
  orderId: parcel.parcelNo,
})

const createWaybill =
  (account: Account): Carrier['createWaybill'] =>
  async (parcel) => {
    if (account.config.partners[parcel.carrier] === undefined) return NO_CONTRACT
    const answer = await label(account, 'order', orderOf(account.config, parcel))
    if (answer.kind !== 'ok') return answer
    const trackingNo = text(answer.value, 'kuaidinum')
    if (trackingNo === undefined) return { kind: 'unknown', message: 'a waybill without its number' }
    const value: Waybill = {
      trackingNo,
      destinationCode: text(answer.value, 'bulkpen') ?? '',
      labelUrl: text(answer.value, 'label') ?? '',
    }
    return { kind: 'ok', value }
  }

const cancelWaybill =
  (account: Account): Carrier['cancelWaybill'] =>
  async ({ parcelNo, trackingNo, carrier, reason }) => {
    const partner = account.config.partners[carrier]
    if (partner === undefined) return NO_CONTRACT
    const own = { ...partner, kuaidicom: carrier, kuaidinum: trackingNo, orderId: parcelNo, reason }
    const answer = await label(account, 'cancel', own)
    if (answer.kind === 'ok') return { kind: 'ok', value: null }
    // What we sent is well formed; a carrier that says no to it has the parcel already.
    const isGone = answer.kind === 'refused' && answer.code === 'bad_input'
    return isGone ? { ...answer, code: 'already_gone' } : answer
  }

export function createKuaidi100(config: Kuaidi100Config, deps: CarrierDeps): Carrier {
  const account = { config, deps }
  return {
    name: 'kuaidi100',
    createWaybill: createWaybill(account),
    cancelWaybill: cancelWaybill(account),
    subscribe: subscribe(account),
    queryTracks: queryTracks(account),
    verifyPush: async ({ body }) => verifyPush(config, body),
  }
}
