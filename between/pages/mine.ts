/** A shopper's own lists: ids from module member, cards from product, what is left from inventory. */
import { Inventory } from '@tiantou/inventory/contract'
import type { InputOf, OutputOf, Query } from '@tiantou/kernel'
import { Member } from '@tiantou/member/contract'
import { page } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { MyBought, MyFavourites, MyHistory } from './mine.contract.ts'

interface Asking {
  ask<Op extends typeof Products.queries.known | typeof Inventory.queries.availability>(
    query: Op,
    input: InputOf<Op & Query>,
  ): Promise<OutputOf<Op & Query>>
}

/** Cards by product. */
const cardsOf = async ({ ask }: Asking, productIds: readonly string[]) => {
  const { items } = await ask(Products.queries.known, { productIds: [...new Set(productIds)] })
  return new Map(items.map((card) => [card.productId, card]))
}

/** What is left, by SKU. */
const bandsOf = async ({ ask }: Asking, skuIds: readonly string[]) => {
  const { items } = await ask(Inventory.queries.availability, { skuIds: [...new Set(skuIds)] })
  return new Map(items.map((item) => [item.skuId, item.band]))
}

/** Every entry whose product is known, as the card that it is today. */
const shownOf = async <E extends { readonly productId: string }>(asking: Asking, entries: readonly E[]) => {
  const cards = await cardsOf(
    asking,
    entries.map((entry) => entry.productId),
  )
  const bands = await bandsOf(
    asking,
    [...cards.values()].map((card) => card.skuId),
  )
  return entries.flatMap(({ productId, ...entry }) => {
    const card = cards.get(productId)
    return card === undefined ? [] : [{ ...card, ...entry, band: bands.get(card.skuId) ?? ('none' as const) }]
  })
}

export const myFavourites = page(MyFavourites, async (input, context) => {
  const { items, next } = await context.ask(Member.queries.favourites, input)
  return { items: await shownOf(context, items), next }
})

export const myHistory = page(MyHistory, async (input, context) => {
  const { items, next, on } = await context.ask(Member.queries.history, input)
  return { items: await shownOf(context, items), next, on }
})

export const myBought = page(MyBought, async (input, context) => {
  const { items, next } = await context.ask(Member.queries.bought, input)
  const skuIds = items.map((item) => item.skuId)
  const skus = await context.ask(Products.queries.skus, { skuIds })
  const bySku = new Map(skus.items.map((sku) => [sku.skuId, sku]))
  const cards = await cardsOf(
    context,
    items.map((item) => item.productId),
  )
  const bands = await bandsOf(context, skuIds)
  const shown = items.flatMap(({ skuId, productId, times, lastAt }) => {
    const [card, sku] = [cards.get(productId), bySku.get(skuId)]
    if (card === undefined || sku === undefined) return []
    const { spec, priceMode, pieceFen, perJinFen, leastPerOrder } = sku
    const sold = { skuId, spec, priceMode, pieceFen, perJinFen, leastPerOrder }
    return [{ ...card, ...sold, band: bands.get(skuId) ?? ('none' as const), times, lastAt }]
  })
  return { items: shown, next }
})
