/**
 * UnionPay's side of the sandbox: the gateway as browsers reach it, by a signed form, and the cashier. It
 * sends the browser back as the real one does, by a form.
 */
import { TwinRefusal, type UnionpayTwin } from '@tiantou/unionpay/twin'
import type { FastifyInstance } from 'fastify'
import { UNIONPAY } from './brands.ts'
import { noOrderPage } from './pages.ts'
import { pathOf } from './redirect.ts'
import { mountTill } from './till-routes.ts'

interface Place {
  readonly unionpay: UnionpayTwin['control']
  readonly merchantName: string
  /** Milliseconds UTC. */
  readonly now: () => number
}

type Order = ReturnType<UnionpayTwin['control']['pay']>

const STATES = { '00': 'SUCCESS', '05': 'PROCESSING', '36': 'CLOSED' } as const

/** An order in the shape of the pages. */
const shown = (order: Order) => {
  const { refunds, tn: _tn, queryId, ...rest } = order
  return {
    ...rest,
    description: order.description === '' ? '云闪付 / 银行卡付款' : order.description,
    ...(order.paidAt === undefined ? {} : { transactionId: queryId }),
    refunds: refunds.map(({ code, ...refund }) => ({
      ...refund,
      reason: '',
      status: STATES[code as keyof typeof STATES],
    })),
  }
}

export function mountUnionpay(app: FastifyInstance, { unionpay, merchantName, now }: Place): void {
  void app.register(async (gate) => {
    const form = { parseAs: 'string', bodyLimit: 16_384 } as const
    gate.addContentTypeParser('application/x-www-form-urlencoded', form, (_request, body, done) =>
      done(null, body),
    )
    gate.post('/unionpay/frontTransReq.do', (request, reply) => {
      try {
        const { outTradeNo } = unionpay.enter(String(request.body))
        return reply.redirect(`/sandbox/unionpay?out_trade_no=${outTradeNo}`, 303)
      } catch (error) {
        if (!(error instanceof TwinRefusal)) throw error
        return reply.code(400).type('text/html; charset=utf-8').send(noOrderPage(UNIONPAY))
      }
    })
  })
  mountTill(app, {
    brand: UNIONPAY,
    twin: unionpay,
    merchantName,
    now,
    shown,
    backOf: ({ returnUrl }) => pathOf(returnUrl),
  })
}
