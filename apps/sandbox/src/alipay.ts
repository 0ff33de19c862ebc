/**
 * Alipay's side of the sandbox: the gateway as browsers reach it, the cashier, and its buttons. The gateway
 * checks the signature of a link as the real one does before anybody sees a cashier.
 */
import { type AlipayTwin, TwinRefusal } from '@tiantou/alipay/twin'
import type { FastifyInstance } from 'fastify'
import { alipayOrder, answerAlipayPlan, answerTradeAction } from './actions.ts'
import { ALIPAY } from './brands.ts'
import { cashierPage } from './cashier.ts'
import { given } from './given.ts'
import { noOrderPage, ordersPage } from './pages.ts'
import { pathOf } from './redirect.ts'

interface Place {
  readonly alipay: AlipayTwin['control']
  readonly merchantName: string
  /** Milliseconds UTC. */
  readonly now: () => number
}

const HTML = 'text/html; charset=utf-8'

export function mountAlipay(app: FastifyInstance, { alipay, merchantName, now }: Place): void {
  app.get('/alipay/gateway.do', (request, reply) => {
    try {
      const { outTradeNo } = alipay.enter(request.url.split('?')[1] ?? '')
      return reply.redirect(`/sandbox/alipay?out_trade_no=${encodeURIComponent(outTradeNo)}`)
    } catch (error) {
      if (!(error instanceof TwinRefusal)) throw error
      return reply.code(400).type(HTML).send(noOrderPage(ALIPAY))
    }
  })
  app.get('/alipay', (request, reply) => {
    const { out_trade_no: no } = request.query as Readonly<Record<string, unknown>>
    if (no === undefined) return reply.type(HTML).send(ordersPage(ALIPAY))
    const trade = typeof no === 'string' ? alipay.trade(no) : undefined
    if (trade === undefined) return reply.code(404).type(HTML).send(noOrderPage(ALIPAY))
    const back = pathOf(trade.returnUrl)
    return reply.type(HTML).send(cashierPage(ALIPAY, alipayOrder(trade), merchantName, back))
  })
  mountButtons(app, alipay, now)
}

function mountButtons(app: FastifyInstance, alipay: Place['alipay'], now: () => number): void {
  app.get('/api/alipay/orders', () => ({ orders: alipay.trades().map(alipayOrder), now: now() }))
  app.get('/api/alipay/orders/:no', (request, reply) => {
    const trade = alipay.trade((request.params as { no: string }).no)
    return trade === undefined ? reply.code(404).send() : { order: alipayOrder(trade), now: now() }
  })
  app.post('/api/alipay/orders/:no/:action', async (request) => {
    const { no, action } = request.params as { no: string; action: string }
    return answerTradeAction(alipay, no, action, given(request))
  })
  app.post('/api/alipay/plans/:action', (request) => {
    answerAlipayPlan(alipay, (request.params as { action: string }).action, given(request))
    return { done: true }
  })
}
