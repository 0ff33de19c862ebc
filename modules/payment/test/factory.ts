/** Payments as suites of this module want them: open, asked for at a channel, paid. */
import type { TestHouse } from '@tiantou/platform/testing'
import { Payment } from '../src/contract.ts'

export const idOf = (prefix: string, no: number) => `${prefix}_${String(no).padStart(26, '0')}`
export const staff = {
  kind: 'staff',
  id: 'stf_test',
  sessionId: 'test',
  permissions: ['payment.refund'],
} as const

export interface Opened {
  readonly paymentId: string
  readonly orderId: string
  readonly attemptId: string
}

type Way = { readonly channel: 'wechat-pay' | 'alipay'; readonly scene: 'native' | 'page' | 'jsapi' }

const byAlipay: Way = { channel: 'alipay', scene: 'page' }

/** A payment of 100 yuan with one attempt at a channel. */
export const open = async (house: TestHouse, no: number, way: Way = byAlipay): Promise<Opened> => {
  const paymentId = idOf('pay', no)
  const orderId = idOf('ord', no)
  const { attemptId } = await house.must(Payment.commands.open, {
    paymentId,
    orderId,
    userId: idOf('usr', 1),
    amountFen: 10_000,
    description: '桃',
    expiresAt: house.clock.now() + 900_000,
    attempt: { ...way, clientIp: '203.0.113.7' },
  })
  return { paymentId, orderId, attemptId: attemptId ?? '' }
}

/** The channel's word that an attempt is paid. */
export const paidFact = (attemptId: string, change: object = {}) => ({
  channel: 'alipay' as const,
  outTradeNo: attemptId,
  merchantId: 'm',
  ours: true,
  state: 'paid' as const,
  transactionId: `t-${attemptId.slice(-8)}`,
  amountFen: 10_000,
  paidAt: 5,
  ...change,
})

/** A payment that is paid. */
export const paid = async (house: TestHouse, no: number): Promise<Opened> => {
  const opened = await open(house, no)
  await house.must(Payment.commands.recordFact, paidFact(opened.attemptId))
  return opened
}

/** The channel's word that a refund went well. */
export const refundWord = (refundId: string, change: object = {}) => ({
  channel: 'alipay' as const,
  outRefundNo: refundId,
  state: 'succeeded' as const,
  finishedAt: 9,
  ...change,
})
