/** What module member hears. */
import { Member } from '@tiantou/member/contract'
import { Order } from '@tiantou/order/contract'
import { on, type ReactionContext, send } from '@tiantou/platform'

const goodsOf = async (orderId: string, { ask }: ReactionContext) =>
  (await ask(Order.queries.goods, { orderId })).items.map(({ skuId, productId }) => ({ skuId, productId }))

export const memberReactions = [
  on(Order.events.paid, 'member.record-bought', async ({ orderId, userId }, context) =>
    send(Member.commands.recordBought, { userId, items: await goodsOf(orderId, context) }),
  ),
  // Only a paid order was counted: money that comes after the end never makes it one.
  on(Order.events.cancelled, 'member.take-back-bought', async ({ orderId, userId, wasPaid }, context) =>
    wasPaid ? send(Member.commands.takeBackBought, { userId, items: await goodsOf(orderId, context) }) : null,
  ),
]
