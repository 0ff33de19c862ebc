/**
 * A payment channel in memory for benchmarks and fast tests ONLY: no signature, no wire, no rule of the
 * provider but "one number, one payment". Its `verify` believes whatever it is handed, so it must never
 * stand behind a reachable webhook.
 */
import type {
  PaymentChannel,
  PaymentFact,
  RawCallback,
  RefundFact,
  StartPayment,
  VerifiedCallback,
} from '@tiantou/payment/port'

export interface InProcessChannel extends PaymentChannel {
  /** The payer pays; answers the callback to hand to the webhook. Undefined when there is nothing to pay. */
  pay(outTradeNo: string): RawCallback | undefined
}

interface Held {
  readonly request: StartPayment
  fact: PaymentFact
}

const MERCHANT = 'in-process'

/** @param now milliseconds UTC */
export function createInProcessChannel(now: () => number = () => 0): InProcessChannel {
  const orders = new Map<string, Held>()
  const refunds = new Map<string, RefundFact>()
  const missing = { kind: 'refused', code: 'ORDER_NOT_EXIST', message: '' } as const
  return {
    name: 'in-process',
    merchantId: MERCHANT,
    appId: MERCHANT,
    scenes: ['jsapi', 'h5', 'native'],
    start: async (request) => {
      const { outTradeNo, scene } = request
      if (!orders.has(outTradeNo)) orders.set(outTradeNo, { request, fact: { outTradeNo, state: 'unpaid' } })
      if (scene === 'jsapi')
        return { kind: 'ok', value: { scene, params: { package: `prepay_id=${outTradeNo}` } } }
      if (scene === 'h5') return { kind: 'ok', value: { scene, url: `https://pay.invalid/${outTradeNo}` } }
      return { kind: 'ok', value: { scene: 'native', codeUrl: `weixin://wxpay/bizpayurl?pr=${outTradeNo}` } }
    },
    query: async (outTradeNo) => {
      const held = orders.get(outTradeNo)
      return held === undefined ? missing : { kind: 'ok', value: held.fact }
    },
    close: async (outTradeNo) => {
      const held = orders.get(outTradeNo)
      if (held === undefined) return missing
      if (held.fact.state === 'paid') return { kind: 'refused', code: 'paid', message: '' }
      held.fact = { outTradeNo, state: 'closed' }
      return { kind: 'ok', value: { closed: true } }
    },
    refund: async ({ outTradeNo, outRefundNo, refundFen }) => {
      const held = orders.get(outTradeNo)
      if (held === undefined) return missing
      const known = refunds.get(outRefundNo)
      const fact = known ?? {
        outRefundNo,
        state: 'succeeded',
        refundId: `r-${outRefundNo}`,
        refundFen,
        finishedAt: now(),
      }
      refunds.set(outRefundNo, fact)
      return { kind: 'ok', value: fact }
    },
    queryRefund: async ({ outRefundNo }) => {
      const fact = refunds.get(outRefundNo)
      return fact === undefined ? missing : { kind: 'ok', value: fact }
    },
    verify: (callback) => JSON.parse(callback.body.toString('utf8')) as VerifiedCallback,
    pay: (outTradeNo) => {
      const held = orders.get(outTradeNo)
      if (held === undefined || held.fact.state !== 'unpaid') return undefined
      const { amountFen } = held.request
      held.fact = { outTradeNo, state: 'paid', transactionId: `t-${outTradeNo}`, amountFen, paidAt: now() }
      const said: VerifiedCallback = {
        kind: 'payment',
        merchantId: MERCHANT,
        appId: MERCHANT,
        fact: held.fact,
      }
      return { headers: {}, body: Buffer.from(JSON.stringify(said)) }
    },
  }
}
