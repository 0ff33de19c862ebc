/** Reviews with links to their photographs: of a product for everybody, of an order and of oneself. */
import { actorKey, type InputOf, type OutputOf, type Query } from '@tiantou/kernel'
import { Media } from '@tiantou/media/contract'
import { page, stale } from '@tiantou/platform'
import { Review } from '@tiantou/review/contract'
import { Supplier } from '@tiantou/supplier/contract'
import { boughtFacts } from '../review-facts.ts'
import { MyReviews, ProductReviews, ReviewablePage, SupplierReviews } from './review.contract.ts'

const MAX_AGE_S = 60
/** Links outlive the caches on the way, and a screen that stays open. */
const LINKS_LAST_S = 1_800
const SMALL_PX = 160
const LARGE_PX = 960

type Links = typeof Media.queries.links
interface Asking {
  ask<Op extends Links>(query: Op, input: InputOf<Op & Query>): Promise<OutputOf<Op & Query>>
}

/** Names of one piece of writing as what its photographs can be seen at; gone ones are left out. */
const linked = async ({ ask }: Asking, lists: readonly (readonly string[])[], owner?: string) => {
  const names = [...new Set(lists.flat())]
  const links: OutputOf<Links>['items'] = []
  const whose = owner === undefined ? {} : { owner }
  // One question takes a hundred names; a page of a hundred reviews may have more.
  for (let from = 0; from < names.length; from += 100) {
    const some = { names: names.slice(from, from + 100), ...whose, least_s: LINKS_LAST_S }
    links.push(...(await ask(Media.queries.links, some)).items)
  }
  const best = (name: string, width: number) => {
    const own = links.filter((link) => link.name === name)
    return (own.find((link) => link.width >= width) ?? own.at(-1))?.path ?? ''
  }
  return (wanted: readonly string[]) =>
    wanted
      .map((name) => ({ name, small: best(name, SMALL_PX), large: best(name, LARGE_PX) }))
      .filter(({ small }) => small !== '')
}

interface Written {
  readonly photos: readonly string[]
  readonly followUp: { readonly text: string; readonly photos: string[]; readonly submittedAt: number } | null
}

/** Reviews that anybody may read, with links to their photographs. */
const withLinks = async <W extends Written>(asking: Asking, items: readonly W[]) => {
  const photosOf = await linked(
    asking,
    items.flatMap((one) => [one.photos, one.followUp?.photos ?? []]),
  )
  return items.map(({ photos, followUp, ...one }) => ({
    ...one,
    photos: photosOf(photos),
    followUp: followUp && { ...followUp, photos: photosOf(followUp.photos) },
  }))
}

const tagOf = (productId: string) => `reviews ${productId}`

export const productReviews = page(
  ProductReviews,
  async (asked, { ask }) => {
    const { summary, items, next } = await ask(Review.queries.shown, asked)
    return { summary, items: await withLinks({ ask }, items), next }
  },
  {
    maxAge_s: MAX_AGE_S,
    tags: ({ productId }) => [tagOf(productId)],
    staleness: (['published', 'hidden', 'replied', 'withdrawn'] as const).map((name) =>
      stale(Review.events[name], ({ productId }) => [tagOf(productId)]),
    ),
  },
)

export const reviewablePage = page(ReviewablePage, async ({ orderId }, { actor, ask }) => {
  const order = await boughtFacts({ ask }, orderId, actor.id)
  const { lines } = await ask(Review.queries.reviewable, { orderId, order })
  const lists = lines.flatMap(({ review, followUp }) => [review?.photos ?? [], followUp?.photos ?? []])
  const photosOf = await linked({ ask }, lists, actorKey(actor))
  return {
    lines: lines.map(({ review, followUp, ...line }) => ({
      ...line,
      review: review && { ...review, photos: photosOf(review.photos) },
      followUp: followUp && { ...followUp, photos: photosOf(followUp.photos) },
    })),
  }
})

export const myReviews = page(MyReviews, async (asked, { actor, ask }) => {
  const { items, next } = await ask(Review.queries.mine, asked)
  const photosOf = await linked(
    { ask },
    items.map((one) => one.photos),
    actorKey(actor),
  )
  return { items: items.map((one) => ({ ...one, photos: photosOf(one.photos) })), next }
})

export const supplierReviews = page(SupplierReviews, async (asked, { ask }) => {
  const { supplierId } = await ask(Supplier.queries.mine, {})
  const { items, next } = await ask(Review.queries.ofSupplier, { ...asked, supplierId })
  return { items: await withLinks({ ask }, items), next }
})
