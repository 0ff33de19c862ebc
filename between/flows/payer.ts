/**
 * Who pays, as the channel knows him. Inside WeChat that is the open id of a linked identity, in the app
 * under which the channel takes money; a client is never asked for it.
 */
import type { InputOf } from '@tiantou/kernel'
import { Payment } from '@tiantou/payment/contract'
import type { FlowContext } from '@tiantou/platform'
import { User } from '@tiantou/user/contract'
import type { Checkout, Pay } from './checkout.contract.ts'

type Context = Pick<FlowContext<typeof Checkout | typeof Pay>, 'actor' | 'ask' | 'effect'>
type Way = NonNullable<InputOf<typeof Checkout>['pay']>

/** The payer by this way; null where he must be known to WeChat and is not. Asked before the first step. */
export const payerOf = async (
  { actor, ask, effect }: Context,
  { channel, scene }: Way,
): Promise<{ readonly openId?: string } | null> => {
  // Alipay's own app has another identity of the payer, which no one has linked here.
  if (scene !== 'jsapi' || channel !== 'wechat-pay') return {}
  const { appId } = await effect('app-of-channel', Payment.effects.appOfChannel, { channel })
  const { openId } = await ask(User.queries.wechatOpenId, { userId: actor.id, appId })
  return openId === null ? null : { openId }
}
