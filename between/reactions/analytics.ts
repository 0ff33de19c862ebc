/** What module analytics hears. Who bought stays behind: products and pieces go on, nothing else. */
import { Analytics } from '@tiantou/analytics/contract'
import { Order } from '@tiantou/order/contract'
import { on, send } from '@tiantou/platform'

export const analyticsReactions = [
  on(Order.events.paid, 'analytics.record-bought', async ({ orderId }, { ask }) => {
    const { items } = await ask(Order.queries.goods, { orderId })
    const bought = items.map(({ skuId, productId, quantity }) => ({ skuId, productId, pieces: quantity }))
    return send(Analytics.commands.recordBought, { items: bought })
  }),
]
