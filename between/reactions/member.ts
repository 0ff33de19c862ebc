/** What module member hears. */
import { Member } from '@tiantou/member/contract'
import { Order } from '@tiantou/order/contract'
import { on, send } from '@tiantou/platform'

export const memberReactions = [
  on(Order.events.paid, 'member.record-bought', async ({ orderId, userId }, { ask }) => {
    const { items } = await ask(Order.queries.goods, { orderId })
    const goods = items.map(({ skuId, productId }) => ({ skuId, productId }))
    return send(Member.commands.recordBought, { userId, items: goods })
  }),
]
