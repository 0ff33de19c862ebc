/**
 * A refund that the provider could not bring home (退款异常), sent elsewhere: to a bank card of the payer, or
 * to the merchant's account. What names the card is sealed for the provider's eyes.
 * Source: pay.weixin.qq.com, 发起异常退款.
 */
import type { ChannelAnswer, RedirectRefund, RefundFact } from '@tiantou/payment/port'
import { call, type Merchant, understand } from './client.ts'
import { refundFact } from './facts.ts'
import { sealingKey } from './keys.ts'
import type { ClientDeps } from './send.ts'

/** Sends it; the provider answers the refund as it stands then. */
export async function redirectRefund(
  merchant: Merchant,
  { outRefundNo, channelRefundId, card }: RedirectRefund,
  deps: ClientDeps,
): Promise<ChannelAnswer<RefundFact>> {
  const seal = card === null ? undefined : await sealingKey(merchant.keys)
  if (card !== null && seal === undefined) return { kind: 'unknown', message: 'no key of the provider yet' }
  const body = {
    out_refund_no: outRefundNo,
    type: card === null ? 'MERCHANT_BANK_CARD' : 'USER_BANK_CARD',
    ...(card === null || seal === undefined
      ? {}
      : { bank_type: card.bank, bank_account: seal(card.account), real_name: seal(card.name) }),
  }
  const path = `/v3/refund/domestic/refunds/${encodeURIComponent(channelRefundId)}/apply-abnormal-refund`
  const answer = await call(merchant, { method: 'POST', path, body }, deps)
  return understand(answer, (wire) => {
    const fact = refundFact(wire)
    return fact?.outRefundNo === outRefundNo ? fact : undefined
  })
}
