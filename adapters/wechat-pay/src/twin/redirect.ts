/**
 * Abnormal refunds that the merchant sends elsewhere, as the provider takes them: only one that is abnormal,
 * to a card in the payer's own name or to the merchant. Source: pay.weixin.qq.com, 发起异常退款.
 */
import type { TwinOrder, TwinRefund } from './book.ts'
import { mustBe, openSealed, Refusal } from './gate.ts'
import { textOf, type Json } from './json.ts'
import type { TwinState } from './twin-state.ts'

const MERCHANT = '商户基本账户商户结算银行账户'

/**
 * Takes an abnormal refund up again; the same words again repeat the answer.
 * @throws Refusal RESOURCE_NOT_EXISTS, PARAM_ERROR, INVALID_REQUEST
 */
export function redirect(
  twin: TwinState,
  refundId: string,
  said: Json,
): { order: TwinOrder; refund: TwinRefund; isNew: boolean } {
  const found = twin.book.refunds.get(textOf(said['out_refund_no']))
  if (found === undefined || found.refund.refundId !== refundId)
    throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '退款单不存在')
  const { order, refund } = found
  const receiver = said['type'] === 'MERCHANT_BANK_CARD' ? MERCHANT : cardOf(twin, order, said)
  if (refund.status === 'PROCESSING' && refund.receiver === receiver) return { ...found, isNew: false }
  if (refund.status !== 'ABNORMAL') throw new Refusal(400, 'INVALID_REQUEST', '退款单状态不是退款异常')
  refund.receiver = receiver
  refund.status = 'PROCESSING'
  twin.book.changed()
  return { order, refund, isNew: true }
}

function cardOf(twin: TwinState, order: TwinOrder, said: Json): string {
  const bank = textOf(said['bank_type'])
  mustBe(said['type'] === 'USER_BANK_CARD', 'type')
  mustBe(/^[A-Z][A-Z0-9_]+$/.test(bank), 'bank_type')
  const account = openSealed(twin.keys, textOf(said['bank_account']))
  const name = openSealed(twin.keys, textOf(said['real_name']))
  mustBe(/^\d{12,30}$/.test(account), 'bank_account')
  mustBe(name !== '', 'real_name')
  const known = twin.names.get(order.payerId ?? '')
  if (known !== undefined && known !== name)
    throw new Refusal(400, 'INVALID_REQUEST', '收款人姓名与支付用户实名不符')
  return `${bank}${account.slice(-4)}`
}
