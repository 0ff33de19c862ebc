/**
 * e-CNY through China Merchants Bank's aggregate gateway (polypay) as a payment channel. UNVERIFIED against
 * the bank: built on what public clients show of its protocol. It keeps no state and decides nothing about
 * money.
 */
import { bareNumber, chinaDigits, cut, text, type Wire } from '@tiantou/adapter-kit'
import type {
  CashierTicket,
  ChannelAnswer,
  PaymentChannel,
  PaymentFact,
  PayScene,
  RefundFact,
  StartPayment,
  StartRefund,
} from '@tiantou/payment/port'
import { verifyNotice } from './callback.ts'
import { call, type ClientDeps, type Merchant } from './client.ts'
import type { EcnyConfig } from './config.ts'
import { paymentFact, refundFact } from './facts.ts'

const SCENES = ['h5', 'native'] as const satisfies readonly PayScene[]
const GOODS_LENGTH = 40
/** How each scene is called at the bank, and where the way to its cashier stands in the answer. */
const WAYS = {
  native: { transactionType: 'TT01', ticket: 'qrCode' },
  h5: { transactionType: 'TT04', ticket: 'invokeUrl' },
} as const
/** The number was used up: paid, or closed. Only asking tells which. */
const USED_CODES = new Set(['ORDERID_INVALID', 'ORDER_PAID', 'ORDER_CLOSED'])

/**
 * Makes the channel. All amounts are integer fen and all times milliseconds UTC.
 * Codes of its own beside the provider's: `not_offered` and `paid` (start), `paid` (close).
 */
export function createEcny(config: EcnyConfig, deps: ClientDeps): PaymentChannel {
  const merchant = { config, deps }
  return {
    name: 'ecny',
    merchantId: config.merId,
    appId: config.appId,
    scenes: SCENES,
    start: (request) => start(merchant, request),
    query: (outTradeNo) => query(merchant, outTradeNo),
    close: (outTradeNo) => close(merchant, outTradeNo),
    refund: (request) => refund(merchant, request),
    queryRefund: ({ outRefundNo }) => queryRefund(merchant, outRefundNo),
    verify: (callback) => verifyNotice(config, callback),
  }
}

async function start(merchant: Merchant, request: StartPayment): Promise<ChannelAnswer<CashierTicket>> {
  const { scene } = request
  if (scene !== 'native' && scene !== 'h5')
    return { kind: 'refused', code: 'not_offered', message: `e-CNY has no ${scene} here` }
  const { transactionType, ticket } = WAYS[scene]
  const orderId = bareNumber(request.outTradeNo)
  const answer = await call(merchant, '/ecny/unifiedOrder', {
    orderId,
    notifyUrl: merchant.config.notifyUrl,
    currencyCode: '156',
    transactionType,
    txnAmt: String(request.amountFen),
    terminalIp: request.clientIp,
    goodsName: cut(request.description, GOODS_LENGTH),
    orderTimeExpire: isoInChina(request.expiresAt),
  })
  if (answer.kind === 'refused' && USED_CODES.has(answer.code)) return { ...answer, code: 'paid' }
  return understand(answer, orderId, (wire) => {
    const url = text(wire, ticket)
    if (url === undefined) return undefined
    return scene === 'native' ? { scene, codeUrl: url } : { scene, url }
  })
}

async function query(merchant: Merchant, outTradeNo: string): Promise<ChannelAnswer<PaymentFact>> {
  const orderId = bareNumber(outTradeNo)
  return understand(await call(merchant, '/orderquery', { orderId }), orderId, paymentFact)
}

/** Answered C or D it is closed; any other answer only asking makes sense of. */
async function close(
  merchant: Merchant,
  outTradeNo: string,
): Promise<ChannelAnswer<{ readonly closed: true }>> {
  const answer = await call(merchant, '/close', { origOrderId: bareNumber(outTradeNo) })
  if (answer.kind === 'unknown') return answer
  if (answer.kind === 'ok' && /^[CD]$/.test(text(answer.value, 'closeState') ?? ''))
    return { kind: 'ok', value: { closed: true } }
  const asked = await query(merchant, outTradeNo)
  if (asked.kind !== 'ok') return asked
  if (asked.value.state === 'closed') return { kind: 'ok', value: { closed: true } }
  return asked.value.state === 'unpaid'
    ? { kind: 'unknown', message: 'neither closed nor paid' }
    : { kind: 'refused', code: 'paid', message: 'it was paid first' }
}

async function refund(merchant: Merchant, request: StartRefund): Promise<ChannelAnswer<RefundFact>> {
  const orderId = bareNumber(request.outRefundNo)
  const answer = await call(merchant, '/refund', {
    orderId,
    origOrderId: bareNumber(request.outTradeNo),
    notifyUrl: merchant.config.notifyUrl,
    txnAmt: String(request.totalFen),
    refundAmt: String(request.refundFen),
    ...(request.reason === '' ? {} : { refundReason: cut(request.reason, GOODS_LENGTH) }),
  })
  if (answer.kind === 'refused' && USED_CODES.has(answer.code))
    return queryRefund(merchant, request.outRefundNo)
  return understand(answer, orderId, refundFact)
}

async function queryRefund(merchant: Merchant, outRefundNo: string): Promise<ChannelAnswer<RefundFact>> {
  const orderId = bareNumber(outRefundNo)
  return understand(await call(merchant, '/refundquery', { orderId }), orderId, refundFact)
}

/** A signed answer that does not speak of what was asked is unknown: something may well have happened. */
function understand<Value>(
  answer: ChannelAnswer<Wire>,
  orderId: string,
  read: (wire: Wire) => Value | undefined,
): ChannelAnswer<Value> {
  if (answer.kind !== 'ok') return answer
  const value = text(answer.value, 'orderId') === orderId ? read(answer.value) : undefined
  return value === undefined
    ? { kind: 'unknown', message: 'the answer is not understood' }
    : { kind: 'ok', value }
}

/** `yyyy-MM-ddTHH:mm:ss` in China. */
const isoInChina = (at: number): string =>
  chinaDigits(at).replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6')
