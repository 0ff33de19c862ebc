/** Reviews of the demo, by buyers and orders that are made up: nobody can be found by them. */
import { createHash } from 'node:crypto'
import { type InputOf, makeId, system } from '@tiantou/kernel'
import { Review } from '@tiantou/review/contract'
import type { House } from '@tiantou/platform'
import type { DemoProduct } from './crops.ts'
import { DEMO_REVIEWS } from './reviews.data.ts'

type Submit = InputOf<typeof Review.commands.submit>

/** A product that was just made. */
export interface MadeProduct {
  readonly demo: DemoProduct
  readonly productId: string
  readonly skuIds: readonly string[]
  /** Of its first SKU; none out of season. */
  readonly lots: Submit['lots']
}

const DAY_MS = 86_400_000
const actor = system('demo')
const bornAt = Date.UTC(2026, 0, 1)

/** The same id again at a later start. */
const idOf = (prefix: string, what: string): string =>
  makeId(prefix, bornAt, createHash('sha256').update(`demo ${prefix} ${what}`).digest().subarray(0, 10))

const submitOf = (made: MadeProduct, at: number, now: number): Submit | undefined => {
  const { productId, skuIds, lots, demo } = made
  const image = demo.product.images[0] ?? ''
  const review = DEMO_REVIEWS[image]?.[at]
  const [skuId] = skuIds
  if (review === undefined || skuId === undefined) return undefined
  const [goods, freshness, delivery] = review.stars
  const sku = demo.product.skus[0]
  const bought = { title: demo.product.title, spec: sku?.spec ?? '', image, pieces: 1 }
  const line = { skuId, productId, supplierId: null, ...bought, leftFen: sku?.priceFen ?? 1, claimedFen: 0 }
  const order = { userId: idOf('usr', `${image} ${at}`), deliveredAt: now - DAY_MS, lines: [line] }
  return {
    orderId: idOf('ord', `${image} ${at}`),
    order,
    lots: [...lots],
    nickname: review.name,
    pictures: [],
    checked: { verdict: 'pass', labels: [] },
    skuId,
    goods,
    freshness,
    delivery,
    text: review.text,
    photos: [],
    anonymous: review.name === '',
  }
}

const seedOne = async (house: House, made: MadeProduct, at: number, reply?: string): Promise<void> => {
  const asked = submitOf(made, at, house.corridor.clock.now())
  if (asked === undefined) return
  const key = `demo:2:review:${asked.orderId}`
  const written = await house.run(Review.commands.submit, asked, { actor, key, firstIsFact: true })
  // An earlier start broke: what it wrote stands.
  if (!written.ok || reply === undefined) return
  const { reviewId } = written.value
  await house.run(Review.commands.reply, { reviewId, text: reply }, { actor, key: `${key}:reply` })
}

/** Writes what buyers say of these products, the last said first, so that lists read from the top. */
export const seedReviews = async (house: House, all: readonly MadeProduct[]): Promise<void> => {
  await Promise.all(
    all.map(async (made) => {
      const reviews = DEMO_REVIEWS[made.demo.product.images[0] ?? ''] ?? []
      for (const [at, { reply }] of [...reviews.entries()].toReversed()) await seedOne(house, made, at, reply)
    }),
  )
}
