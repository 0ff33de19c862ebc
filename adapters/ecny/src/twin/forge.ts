/**
 * Notices that a merchant must refuse, or must take without effect: wrong signature, wrong contents under a
 * right signature, replayed. Each is sent once, outside the retry ladder.
 */
import { type Answered, lastNotice, post } from '@tiantou/adapter-kit/twin'
import { noticeBody, orderFields } from './api.ts'
import type { TwinOrder } from './book.ts'
import { Refusal, seal } from './gate.ts'
import type { TwinState } from './twin-state.ts'

export const FORGE_KINDS = [
  'signature',
  'body',
  'amount',
  'merchant',
  'order',
  'key',
  'sign-method',
  'twice-named',
  'unsigned',
  'replay',
] as const

/**
 * `amount`, `merchant` and `order` are rightly signed and say wrong things: only a comparison finds them out.
 */
export type ForgeKind = (typeof FORGE_KINDS)[number]

const WRONG: Partial<Record<ForgeKind, (order: TwinOrder) => Record<string, string>>> = {
  amount: () => ({ txnAmt: '1' }),
  merchant: () => ({ merId: '308999170120000' }),
  order: ({ outTradeNo }) => ({ orderId: `X${outTradeNo.slice(1)}` }),
}

/** Sends one forged notice about an order; answers what the merchant said. */
export async function forgeNotice(twin: TwinState, order: TwinOrder, kind: ForgeKind): Promise<Answered> {
  const { notifier } = twin
  if (!FORGE_KINDS.includes(kind)) throw new Refusal('PARAM_ERROR', '没有这种伪造')
  if (kind === 'replay') {
    const last = lastNotice(notifier, order.outTradeNo)
    if (last === undefined) throw new Refusal('ORDERID_NOT_EXIST', '还没有发出过通知')
    return post(notifier, order.notifyUrl, last.body)
  }
  const claim = orderFields(twin, { ...order, paidAt: order.paidAt ?? twin.book.now() })
  const right = noticeBody(twin, { ...claim, ...WRONG[kind]?.(order) })
  return post(notifier, order.notifyUrl, spoiled(twin, right, kind))
}

function spoiled({ keys }: TwinState, right: string, kind: ForgeKind): string {
  const form = new URLSearchParams(right)
  const contents = form.get('biz_content') ?? ''
  if (kind === 'signature') form.set('sign', Buffer.alloc(70, 7).toString('base64'))
  if (kind === 'unsigned') form.set('sign', '')
  if (kind === 'sign-method') form.set('signMethod', '01')
  if (kind === 'body') form.set('biz_content', `${contents} `)
  if (kind === 'twice-named') form.append('sign', form.get('sign') ?? '')
  return kind === 'key'
    ? new URLSearchParams(seal({ biz_content: contents }, keys.merchant.key)).toString()
    : form.toString()
}
