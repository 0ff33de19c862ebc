/** Sharing a product, the goods of an order, and pages inside WeChat. */
import { Order } from '@tiantou/order/contract'
import { flow, type FlowContext } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { Social } from '@tiantou/social/contract'
import { ShareOrder, ShareProduct, WechatPage } from './share.contract.ts'

type Context = Pick<FlowContext<typeof ShareProduct>, 'ask' | 'effect'>

/** A card of a product as it is sold today; null where there is none. */
const cardOf = async (productId: string, { ask, effect }: Context) => {
  const product = await ask(Products.queries.get, { productId })
  const sku = product?.skus[0]
  if (product === null || sku === undefined) return null
  const { title, subtitle, originCounty, originProvince } = product
  const origin = originCounty.startsWith(originProvince) ? originCounty : `${originProvince} ${originCounty}`
  const onSale = product.state === 'on_sale'
  const path = `/products/${productId}`
  const { name } = await effect('draw', Social.effects.drawCard, {
    title,
    line: onSale ? `${origin} · ${sku.spec}` : `${origin} · 已下架`,
    priceFen: onSale ? sku.pieceFen : null,
    perJinFen: onSale ? sku.perJinFen : null,
    image: product.image,
    path,
  })
  return { image: `/media/${name}.webp`, path, title, text: subtitle }
}

export const shareProduct = flow(ShareProduct, async ({ productId }, context) => {
  const card = await cardOf(productId, context)
  return card ?? context.refuse('no_such_product')
})

export const shareOrder = flow(ShareOrder, async ({ orderId }, context) => {
  const { lines } = await context.ask(Order.queries.get, { orderId })
  const [first] = lines
  const card = first === undefined ? null : await cardOf(first.productId, context)
  return card ?? context.refuse('no_such_product')
})

export const wechatPage = flow(WechatPage, async ({ path }, { effect, refuse, outcome }) => {
  const { word, signature } = await effect('sign', Social.effects.signPage, { path })
  if (signature !== undefined) return signature
  return word === 'absent' ? refuse('not_configured') : outcome('wechat_away')
})
