/**
 * Notices that a merchant must refuse, or must take without effect: wrong signature, wrong contents under a
 * right signature, stale, replayed, probes. Each is sent once, outside the retry ladder.
 */
import { Refusal } from './gate.ts'
import { tradeState, type TwinOrder } from './book.ts'
import { envelope, post, sealed, type Notifier } from './notifier.ts'
import { orderObject } from './render.ts'
import type { TwinState } from './twin-state.ts'

export const FORGE_KINDS = [
  'signature',
  'body',
  'amount',
  'mchid',
  'appid',
  'order',
  'old-timestamp',
  'future-timestamp',
  'serial',
  'ciphertext',
  'signtest',
  'unsigned',
  'replay',
] as const

/**
 * `amount`, `mchid`, `appid` and `order` are rightly signed and say wrong things: only a comparison finds
 * them out.
 */
export type ForgeKind = (typeof FORGE_KINDS)[number]

/** Sends one forged notice about an order; answers the merchant's HTTP status, 0 for none. */
export async function forgeNotice(twin: TwinState, order: TwinOrder, kind: ForgeKind): Promise<number> {
  const { notifier } = twin
  if (!FORGE_KINDS.includes(kind)) throw new Refusal(400, 'INVALID_REQUEST', '没有这种伪造')
  if (kind === 'replay') return replay(notifier, order)
  let body = envelope(
    notifier,
    `EV-${notifier.random(12).toString('hex')}`,
    'TRANSACTION.SUCCESS',
    claim(twin, order, kind),
  )
  if (kind === 'ciphertext')
    body = body.replace(/"ciphertext":"(.)/, (_, first) => `"ciphertext":"${first === 'A' ? 'B' : 'A'}`)
  const shift_ms = kind === 'old-timestamp' ? -301_000 : kind === 'future-timestamp' ? 302_000 : 0
  const headers = sealed(notifier, body, notifier.now() + shift_ms, notifier.keys.publicKey)
  if (kind === 'signature') headers['Wechatpay-Signature'] = notifier.random(256).toString('base64')
  if (kind === 'signtest')
    headers['Wechatpay-Signature'] = `WECHATPAY/SIGNTEST/${notifier.random(200).toString('base64')}`
  if (kind === 'serial') headers['Wechatpay-Serial'] = `PUB_KEY_ID_${'9'.repeat(32)}`
  if (kind === 'unsigned') delete headers['Wechatpay-Signature']
  return post(notifier, order.notifyUrl, kind === 'body' ? `${body} ` : body, headers)
}

/** What the forger claims: that this order is paid. */
function claim(twin: TwinState, order: TwinOrder, kind: ForgeKind): Record<string, unknown> {
  const isPaid = tradeState(order) !== 'NOTPAY' && order.transactionId !== undefined
  const told = orderObject(
    isPaid
      ? order
      : {
          ...order,
          transactionId: '4200000000000000000000000000',
          paidAt: twin.book.now(),
          payerId: 'oForged',
        },
  )
  if (kind === 'amount')
    return { ...told, amount: { total: 1, payer_total: 1, currency: 'CNY', payer_currency: 'CNY' } }
  if (kind === 'mchid') return { ...told, mchid: '1999999999' }
  if (kind === 'appid') return { ...told, appid: 'wxffffffffffffffff' }
  if (kind === 'order') return { ...told, out_trade_no: `X${order.outTradeNo.slice(1)}` }
  return told
}

/** The very bytes, nonce and signature of the last true notice. */
async function replay(notifier: Notifier, order: TwinOrder): Promise<number> {
  const last = notifier.notices.findLast((each) => each.outTradeNo === order.outTradeNo)
  if (last?.lastHeaders === undefined) throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '还没有发出过通知')
  return post(notifier, last.url, last.body, last.lastHeaders)
}
