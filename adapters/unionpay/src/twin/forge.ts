/**
 * Notices that a merchant must refuse, or must take without effect: wrong signature, a certificate of nobody,
 * wrong contents under a right signature, replayed. Each is sent once, outside the retry ladder.
 */
import { type Answered, lastNotice, post } from '@tiantou/adapter-kit/twin'
import { said } from './api.ts'
import type { TwinOrder } from './book.ts'
import { signed } from './answers.ts'
import { Refusal, seal } from './gate.ts'
import { orderFields } from './render.ts'
import type { TwinState } from './twin-state.ts'

export const FORGE_KINDS = [
  'signature',
  'body',
  'amount',
  'merchant',
  'order',
  'key',
  'foreign-certificate',
  'other-owner',
  'expired-certificate',
  'version',
  'twice-named',
  'unsigned',
  'replay',
] as const

/**
 * `amount`, `merchant` and `order` are rightly signed and say wrong things: only a comparison finds them out.
 */
export type ForgeKind = (typeof FORGE_KINDS)[number]

const BY = {
  'foreign-certificate': 'foreign',
  'other-owner': 'otherOwner',
  'expired-certificate': 'expired',
} as const

const WRONG: Partial<Record<ForgeKind, (order: TwinOrder) => Record<string, string>>> = {
  amount: () => ({ txnAmt: '1', settleAmt: '1' }),
  merchant: () => ({ merId: '777290000000000' }),
  order: ({ outTradeNo }) => ({ orderId: `X${outTradeNo.slice(1)}` }),
}

/** Sends one forged notice about an order; answers what the merchant said. */
export async function forgeNotice(twin: TwinState, order: TwinOrder, kind: ForgeKind): Promise<Answered> {
  const { notifier } = twin
  if (!FORGE_KINDS.includes(kind)) throw new Refusal('10', '没有这种伪造')
  if (kind === 'replay') {
    const last = lastNotice(notifier, order.outTradeNo)
    if (last === undefined) throw new Refusal('34', '还没有发出过通知')
    return post(notifier, order.notifyUrl, last.body)
  }
  const claim = { ...orderFields({ ...order, paidAt: order.paidAt ?? twin.book.now() }), ...said('00') }
  const by = kind in BY ? BY[kind as keyof typeof BY] : 'unionpay'
  const right = signed(twin, { ...claim, ...WRONG[kind]?.(order) }, by)
  const form = spoiled(twin, right, kind)
  const body = new URLSearchParams(form).toString()
  const again = `&signature=${encodeURIComponent(right['signature'] ?? '')}`
  return post(notifier, order.notifyUrl, kind === 'twice-named' ? `${body}${again}` : body)
}

function spoiled(
  { keys, book }: TwinState,
  form: Record<string, string>,
  kind: ForgeKind,
): Record<string, string> {
  if (kind === 'signature') return { ...form, signature: book.random(256).toString('base64') }
  if (kind === 'unsigned') return { ...form, signature: '' }
  if (kind === 'body') return { ...form, respMsg: `${form['respMsg']} ` }
  if (kind === 'key') return seal(form, keys.merchant.privateKey)
  if (kind === 'version') return seal({ ...form, version: '5.0.0' }, keys.unionpay.privateKey)
  return form
}
