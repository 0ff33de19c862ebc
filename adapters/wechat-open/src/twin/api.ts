/**
 * The server API as WeChat answers it: one table of paths. Every no is an `errcode` in a 200. Written from
 * the provider's documents, and imports nothing of the adapter.
 */
import {
  appOfToken,
  type Book,
  lendTicket,
  lendToken,
  openIdOf,
  spendCode,
  type TwinApp,
  unionIdOf,
} from './book.ts'

export interface TwinRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
}

type Json = Readonly<Record<string, unknown>>

const WORDS: Readonly<Record<number, string>> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40013: 'invalid appid',
  40029: 'invalid code',
  40097: 'invalid args',
  40125: 'invalid appsecret',
  40163: 'code been used',
  40164: 'invalid ip, not in whitelist',
  40226: 'code blocked',
  41001: 'access_token missing',
  41008: 'missing code',
  42001: 'access_token expired',
  43001: 'require GET method',
  43002: 'require POST method',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  47001: 'data format error',
  48001: 'api unauthorized',
  10060001: 'payment order not found',
  10060023: 'shipping info not changed',
}

/** A no in WeChat's shape. */
export function errorOf(book: Book, errcode: number): Json {
  const rid = book.random(12).toString('hex')
  return { errcode, errmsg: `${WORDS[errcode] ?? 'failed'}, rid: ${rid}` }
}

/** The app whose keys these are, or why not. */
function admit(book: Book, appId: unknown, secret: unknown): TwinApp | number {
  const app = book.apps.find((each) => each.appId === appId)
  if (app === undefined) return 40013
  return app.secret === secret ? app : 40125
}

function stableToken(book: Book, { body }: TwinRequest): Json | number {
  if (body['grant_type'] !== 'client_credential') return 40002
  const app = admit(book, body['appid'], body['secret'])
  if (typeof app === 'number') return app
  const { token, left_s } = lendToken(book, app.appId, body['force_refresh'] === true)
  return { access_token: token, expires_in: left_s }
}

function codeToSession(book: Book, { query }: TwinRequest): Json | number {
  const app = admit(book, query.get('appid'), query.get('secret'))
  if (typeof app === 'number') return app
  if (query.get('grant_type') !== 'authorization_code') return 40002
  if (app.kind !== 'mini') return 48001
  const code = query.get('js_code') ?? ''
  if (code === '') return 41008
  const spent = spendCode(book, 'js', app.appId, code)
  if (typeof spent === 'number') return spent
  return {
    session_key: book.random(16).toString('base64'),
    openid: openIdOf(app.appId, spent.person),
    unionid: unionIdOf(spent.person),
  }
}

function userToken(book: Book, { query }: TwinRequest): Json | number {
  const app = admit(book, query.get('appid'), query.get('secret'))
  if (typeof app === 'number') return app
  if (query.get('grant_type') !== 'authorization_code') return 40002
  const code = query.get('code') ?? ''
  if (code === '') return 41008
  const spent = spendCode(book, 'oauth', app.appId, code)
  if (typeof spent === 'number') return spent
  return {
    access_token: book.random(48).toString('base64url'),
    expires_in: 7200,
    refresh_token: book.random(48).toString('base64url'),
    openid: openIdOf(app.appId, spent.person),
    scope: spent.scope,
    unionid: unionIdOf(spent.person),
  }
}

function phoneNumber(book: Book, request: TwinRequest): Json | number {
  const app = appOf(book, request)
  if (typeof app === 'number') return app
  if (app.kind !== 'mini') return 48001
  const { code } = request.body
  if (typeof code !== 'string' || code === '') return 40097
  const spent = spendCode(book, 'phone', app.appId, code)
  if (typeof spent === 'number') return spent
  const { phone } = spent.person
  return {
    errcode: 0,
    errmsg: 'ok',
    phone_info: {
      phoneNumber: phone,
      purePhoneNumber: phone,
      countryCode: '86',
      watermark: { timestamp: Math.floor(book.now() / 1000), appid: app.appId },
    },
  }
}

function pageTicket(book: Book, request: TwinRequest): Json | number {
  const app = appOf(book, request)
  if (typeof app === 'number') return app
  if (app.kind !== 'official') return 48001
  if (request.query.get('type') !== 'jsapi') return 40097
  const { ticket, left_s } = lendTicket(book, app.appId)
  return { errcode: 0, errmsg: 'ok', ticket, expires_in: left_s }
}

const RFC_MS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/
const MASKED = /^\d{3}\*{4}\d{4}$/

/** With a carrier, by a local driver, or fetched; what is virtual is none of ours. */
const ROADS: readonly unknown[] = [1, 2, 4]

/** Whether the list of parcels is in shape; SF wants to know who sends or gets it. */
function isShipping(list: unknown, road: unknown): boolean {
  if (!Array.isArray(list) || list.length < 1 || list.length > 15) return false
  return list.every((one: Readonly<Record<string, unknown>>) => {
    const { tracking_no: no, express_company: company, item_desc: desc, contact } = one
    if (road !== 1) return typeof desc === 'string' && desc !== ''
    const named = (contact ?? {}) as Readonly<Record<string, unknown>>
    const phones = [named['consignor_contact'], named['receiver_contact']]
    const isFilled = [no, company, desc].every((each) => typeof each === 'string' && each !== '')
    return isFilled && (company !== 'SF' || phones.some((phone) => MASKED.test(String(phone))))
  })
}

function uploadShipping(book: Book, request: TwinRequest): Json | number {
  const app = appOf(book, request)
  if (typeof app === 'number') return app
  if (app.kind !== 'mini') return 48001
  const { order_key, shipping_list, upload_time, payer, logistics_type, delivery_mode } = request.body
  const key = (order_key ?? {}) as Json
  const uploadedAt = RFC_MS.test(String(upload_time)) ? Date.parse(String(upload_time)) : Number.NaN
  const isWhole = key['order_number_type'] === 1 && ROADS.includes(logistics_type) && delivery_mode === 1
  if (!isWhole || Number.isNaN(uploadedAt) || !isShipping(shipping_list, logistics_type)) return 47001
  const payment = book.payments.get(`${String(key['mchid'])} ${String(key['out_trade_no'])}`)
  const isKnown = payment !== undefined && payment.knownFrom <= book.now()
  if (!isKnown || payment.openId !== (payer as Json | undefined)?.['openid']) return 10060001
  const shipping = JSON.stringify(shipping_list)
  if (payment.said?.shipping === shipping) return 10060023
  if (payment.said !== undefined && payment.said.uploadedAt >= uploadedAt) return 47001
  payment.said = { shipping, uploadedAt }
  return { errcode: 0, errmsg: 'ok' }
}

function appOf(book: Book, { query }: TwinRequest): TwinApp | number {
  const token = query.get('access_token') ?? ''
  return token === '' ? 41001 : appOfToken(book, token)
}

const ROUTES: Readonly<
  Record<string, { method: string; answer: (book: Book, request: TwinRequest) => Json | number }>
> = {
  '/cgi-bin/stable_token': { method: 'POST', answer: stableToken },
  '/sns/jscode2session': { method: 'GET', answer: codeToSession },
  '/sns/oauth2/access_token': { method: 'GET', answer: userToken },
  '/wxa/business/getuserphonenumber': { method: 'POST', answer: phoneNumber },
  '/wxa/sec/order/upload_shipping_info': { method: 'POST', answer: uploadShipping },
  '/cgi-bin/ticket/getticket': { method: 'GET', answer: pageTicket },
}

/** Answers one request; undefined for a path that the twin does not play. */
export function answerOpen(book: Book, request: TwinRequest): Json | undefined {
  const route = Object.hasOwn(ROUTES, request.path) ? ROUTES[request.path] : undefined
  if (route === undefined) return undefined
  if (route.method !== request.method) return errorOf(book, route.method === 'GET' ? 43001 : 43002)
  const answer = route.answer(book, request)
  return typeof answer === 'number' ? errorOf(book, answer) : answer
}
