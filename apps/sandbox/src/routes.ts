/**
 * The sandbox's pages and JSON below `/sandbox`, as a plugin of their own: own body parser, own errors, own
 * headers, so that nothing of the product's server leaks in or out. No state lives here; the twins hold it.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type AlipayTwin, TwinRefusal as AlipayRefusal } from '@tiantou/alipay/twin'
import { type EcnyTwin, TwinRefusal as EcnyRefusal } from '@tiantou/ecny/twin'
import { DeskRefusal } from '@tiantou/kuaidi100/twin'
import type { TencentSmsTwin } from '@tiantou/tencent-sms/twin'
import { TwinRefusal as UnionpayRefusal, type UnionpayTwin } from '@tiantou/unionpay/twin'
import type { WechatOpenTwin } from '@tiantou/wechat-open/twin'
import { TwinRefusal, type WechatPayTwin } from '@tiantou/wechat-pay/twin'
import {
  answerOrderAction,
  answerPayPlan,
  answerSmsAction,
  answerWechatAction,
  wechatOrder,
} from './actions.ts'
import { mountAlipay } from './alipay.ts'
import { mountEcny } from './ecny.ts'
import { type Carriers, mountParcels } from './parcels.ts'
import { mountUnionpay } from './unionpay.ts'
import type { Asset } from './assets.ts'
import { WECHAT } from './brands.ts'
import { cashierPage } from './cashier.ts'
import { given } from './given.ts'
import { homePage, noOrderPage, ordersPage, smsPage, stationPage, warehousePage } from './pages.ts'
import { safeRedirect } from './redirect.ts'
import { consentPage, noConsentPage, peoplePage } from './wechat.ts'

export interface World {
  readonly pay: WechatPayTwin['control']
  readonly alipay: AlipayTwin['control']
  readonly unionpay: UnionpayTwin['control']
  readonly ecny: EcnyTwin['control']
  readonly sms: TencentSmsTwin['control']
  readonly wechat: WechatOpenTwin['control']
  readonly carriers: Carriers
  readonly assets: ReadonlyMap<string, Asset>
  readonly merchantName: string
  readonly staffAccount: string
  /** Milliseconds UTC. */
  readonly now: () => number
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

export function mountSandbox(app: FastifyInstance, world: World): void {
  void app.register(
    async (own) => {
      own.removeAllContentTypeParsers()
      // JSON only: a page of a stranger cannot send it without asking first, and nobody answers that.
      own.addContentTypeParser(
        'application/json',
        { parseAs: 'string', bodyLimit: 16_384 },
        (_request, body, done) => {
          try {
            done(null, JSON.parse(String(body)))
          } catch {
            done(new TwinRefusal(400, 'bad_json', 'not JSON'))
          }
        },
      )
      own.addHook('onRequest', async (_request, reply) => {
        void reply.headers({ 'content-security-policy': POLICY, 'cache-control': 'no-store' })
        void reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' })
      })
      own.setErrorHandler(answerError)
      mountPages(own, world)
      mountJson(own, world)
      mountAlipay(own, world)
      mountUnionpay(own, world)
      mountEcny(own, world)
      mountParcels(own, world)
    },
    { prefix: '/sandbox' },
  )
}

function mountPages(app: FastifyInstance, world: World): void {
  const show = (reply: FastifyReply, page: string): FastifyReply =>
    reply.type('text/html; charset=utf-8').send(page)
  app.get('/', (_request, reply) => show(reply, homePage()))
  app.get('/sms', (_request, reply) => show(reply, smsPage()))
  app.get('/warehouse', (_request, reply) => show(reply, warehousePage(world.staffAccount)))
  app.get('/station', (_request, reply) => show(reply, stationPage(world.staffAccount)))
  app.get('/wechat', (request, reply) => {
    const query = request.query as Readonly<Record<string, unknown>>
    const people = world.wechat.people()
    if (query['appid'] === undefined) return show(reply, peoplePage(people))
    const ask = world.wechat.read(query)
    if ('errcode' in ask) return show(reply.code(400), noConsentPage(ask))
    return show(reply, consentPage(ask, people, request.url.split('?')[1] ?? ''))
  })
  app.get('/pay', (request, reply) => {
    const query = request.query as Readonly<Record<string, unknown>>
    const named = ['prepay_id', 'out_trade_no', 'code_url'].some((name) => query[name] !== undefined)
    if (!named) return show(reply, ordersPage(WECHAT))
    const order = findOrder(world, query)
    if (order === undefined) return show(reply.code(404), noOrderPage(WECHAT))
    return show(
      reply,
      cashierPage(
        WECHAT,
        wechatOrder(order),
        world.merchantName,
        safeRedirect(query['redirect'] ?? query['redirect_url']),
      ),
    )
  })
  app.get('/assets/:name', (request, reply) => {
    const asset = world.assets.get((request.params as { name: string }).name)
    if (asset === undefined) throw new TwinRefusal(404, 'not_found', 'no such asset')
    return reply.type(asset.type).header('cache-control', 'no-cache').send(asset.body)
  })
}

function findOrder(world: World, query: Readonly<Record<string, unknown>>) {
  const ticket = query['prepay_id'] ?? query['code_url']
  if (typeof ticket === 'string') return world.pay.byTicket(ticket)
  const outTradeNo = query['out_trade_no']
  return typeof outTradeNo === 'string' ? world.pay.order(outTradeNo) : undefined
}

function mountJson(app: FastifyInstance, world: World): void {
  app.get('/api/sms', () => ({ messages: world.sms.messages(), now: world.now() }))
  app.post('/api/sms/:action', (request) => {
    answerSmsAction(world.sms, (request.params as { action: string }).action, given(request))
    return { done: true }
  })
  app.post('/api/wechat/:action', (request) =>
    answerWechatAction(world.wechat, (request.params as { action: string }).action, given(request)),
  )
  app.get('/api/orders', () => ({ orders: world.pay.orders().map(wechatOrder), now: world.now() }))
  app.get('/api/orders/:no', (request) => {
    const order = world.pay.order((request.params as { no: string }).no)
    if (order === undefined) throw new TwinRefusal(404, 'ORDER_NOT_EXIST', 'no such order')
    return { order: wechatOrder(order), now: world.now() }
  })
  app.post('/api/orders/:no/:action', async (request) => {
    const { no, action } = request.params as { no: string; action: string }
    return answerOrderAction(world.pay, no, action, given(request))
  })
  app.post('/api/plans/:action', (request) => {
    answerPayPlan(world.pay, (request.params as { action: string }).action, given(request))
    return { done: true }
  })
}

function answerError(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, code } = refusalOf(error)
  const detail = error instanceof Error ? error.message : ''
  return reply.code(status).type('application/problem+json').send(JSON.stringify({ status, code, detail }))
}

function refusalOf(error: unknown): { status: number; code: string } {
  if (error instanceof TwinRefusal) return { status: error.status, code: `sandbox.${error.code}` }
  if (error instanceof AlipayRefusal) return { status: 400, code: `sandbox.${error.subCode}` }
  if (error instanceof UnionpayRefusal || error instanceof EcnyRefusal || error instanceof DeskRefusal)
    return { status: 400, code: `sandbox.${error.code}` }
  return { status: statusOf(error), code: 'sandbox.failed' }
}

function statusOf(error: unknown): number {
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500
}
