/** What module review is told of an order: its lines and what is left of their money, lots, photographs. */
import type { Fulfilment } from '@tiantou/fulfilment/contract'
import { Inventory } from '@tiantou/inventory/contract'
import type { InputOf, OutputOf, Query } from '@tiantou/kernel'
import { Media } from '@tiantou/media/contract'
import { Order } from '@tiantou/order/contract'
import type { Payment } from '@tiantou/payment/contract'
import { lotFacts, orderFacts } from './claim-facts.ts'

type Asked =
  | typeof Order.queries.claimable
  | typeof Order.queries.get
  | typeof Order.queries.goods
  | typeof Payment.queries.givenBack
  | typeof Fulfilment.queries.parts
  | typeof Inventory.queries.lotFacts
  | typeof Media.queries.pictures

interface Asking {
  ask<Op extends Asked>(query: Op, input: InputOf<Op & Query>): Promise<OutputOf<Op & Query>>
}

/** How module claim names the refunds of claims. */
const ofClaim = /^claim-/

/** The caller's order, as far as its lines can be reviewed. */
export const boughtFacts = async ({ ask }: Asking, orderId: string, userId: string) => {
  const order = await orderFacts({ ask }, orderId, userId)
  const { items } = await ask(Order.queries.goods, { orderId })
  const lines = order.lines.flatMap((line) => {
    const productId = items.find((one) => one.skuId === line.skuId)?.productId
    if (productId === undefined) return []
    const { skuId, supplierId, title, spec, image, pieces, leftFen, backs } = line
    const claimedFen = backs
      .filter(({ bizKey }) => ofClaim.test(bizKey))
      .reduce((sum, { fen }) => sum + fen, 0)
    return [{ skuId, productId, supplierId, title, spec, image, pieces, leftFen, claimedFen }]
  })
  return { userId: order.userId, deliveredAt: order.deliveredAt, lines }
}

/** The lots of one line and when they were harvested. */
export const harvestFacts = async ({ ask }: Asking, orderId: string, skuId: string) => {
  const parts = await lotFacts({ ask }, orderId, [])
  const lots = new Map(parts.filter((part) => part.skuId === skuId).map((part) => [part.lotId, part.lotNo]))
  const known = []
  for (const [lotId, lotNo] of lots) {
    const facts = await ask(Inventory.queries.lotFacts, { lotId })
    known.push({ lotId, lotNo, harvestedAt: facts?.harvestedAt ?? null })
  }
  return known
}

/** Photographs, as far as it matters whose they are. */
export const pictureFacts = async ({ ask }: Asking, names: readonly string[]) => {
  const { items } = await ask(Media.queries.pictures, { names: [...names] })
  return items.map(({ name, owner, purpose, state }) => ({ name, owner, purpose, state }))
}
