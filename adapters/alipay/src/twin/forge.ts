/**
 * Notices that a merchant must refuse, or must take without effect: wrong signature, wrong contents under a
 * right signature, replayed. Each is sent once, outside the retry ladder.
 */
import { type Answered, lastNotice, post } from '@tiantou/adapter-kit/twin'
import type { TwinTrade } from './book.ts'
import { no, seal, underSignature } from './gate.ts'
import { signedNotice } from './notifier.ts'
import { noticeFields } from './render.ts'
import type { TwinState } from './twin-state.ts'

export const FORGE_KINDS = [
  'signature',
  'body',
  'amount',
  'seller',
  'appid',
  'order',
  'key',
  'sign-type',
  'twice-named',
  'unsigned',
  'replay',
] as const

/**
 * `amount`, `seller`, `appid` and `order` are rightly signed and say wrong things: only a comparison finds
 * them out.
 */
export type ForgeKind = (typeof FORGE_KINDS)[number]

/** Sends one forged notice about a trade; answers what the merchant said. */
export async function forgeNotice(twin: TwinState, trade: TwinTrade, kind: ForgeKind): Promise<Answered> {
  const { notifier } = twin
  if (!FORGE_KINDS.includes(kind)) throw no('INVALID_PARAMETER', '没有这种伪造')
  const url = trade.notifyUrl ?? ''
  if (kind === 'replay') {
    const last = lastNotice(notifier, trade.outTradeNo)
    if (last === undefined) throw no('TRADE_NOT_EXIST', '还没有发出过通知')
    return post(notifier, url, last.body)
  }
  const form = signedNotice(twin, { ...claim(twin, trade), ...WRONG[kind]?.(trade) })
  const { sign = '', ...unsigned } = form
  if (kind === 'signature') form['sign'] = twin.book.random(256).toString('base64')
  if (kind === 'key') {
    const { sign_type, ...rest } = unsigned
    form['sign'] = seal(twin.keys.merchant.privateKey, underSignature(new Map(Object.entries(rest))))
    form['sign_type'] = sign_type ?? ''
  }
  if (kind === 'sign-type') form['sign_type'] = 'RSA'
  if (kind === 'unsigned') form['sign'] = ''
  if (kind === 'body') form['subject'] = `${form['subject']} `
  const body = new URLSearchParams(form).toString()
  return post(notifier, url, kind === 'twice-named' ? `${body}&sign=${encodeURIComponent(sign)}` : body)
}

const WRONG: Partial<Record<ForgeKind, (trade: TwinTrade) => Record<string, string>>> = {
  amount: () => ({ total_amount: '0.01', receipt_amount: '0.01' }),
  seller: () => ({ seller_id: '2088000000000000' }),
  appid: () => ({ app_id: '2019000000000000' }),
  order: ({ outTradeNo }) => ({ out_trade_no: `X${outTradeNo.slice(1)}` }),
}

/** What the forger claims: that this trade is paid. */
function claim({ book }: TwinState, trade: TwinTrade): Record<string, string> {
  return noticeFields({ ...trade, refunds: [], isClosed: false, paidAt: trade.paidAt ?? book.now() })
}
