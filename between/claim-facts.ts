/** What module claim is told of an order: its lines and their money, its lots, photographs. */
import type { LotFacts } from '@tiantou/claim/contract'
import { Fulfilment } from '@tiantou/fulfilment/contract'
import type { InputOf, OutputOf, Query, Static } from '@tiantou/kernel'
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'

type Asked =
  | typeof Order.queries.claimable
  | typeof Order.queries.get
  | typeof Payment.queries.givenBack
  | typeof Fulfilment.queries.parts

interface Asking {
  ask<Op extends Asked>(query: Op, input: InputOf<Op & Query>): Promise<OutputOf<Op & Query>>
}

/** The order with what of its money is left; of one shopper where one is named. */
export const orderFacts = async ({ ask }: Asking, orderId: string, userId?: string) => {
  const { beforeFen } = await ask(Payment.queries.givenBack, { orderId })
  return ask(Order.queries.claimable, { orderId, beforeFen, ...(userId === undefined ? {} : { userId }) })
}

/** The lots that its lines got, substitutes among them. */
export const lotFacts = async (
  { ask }: Asking,
  orderId: string,
  bought: readonly { readonly skuId: string; readonly title: string }[],
): Promise<Static<typeof LotFacts>> => {
  const { lines } = await ask(Fulfilment.queries.parts, { orderId })
  return lines.flatMap(({ boughtSkuId: skuId, parts }) =>
    parts
      .filter((part) => part.gotPieces > 0)
      .map(({ lotId, lotNo, gotPieces: pieces }) => {
        const title = bought.find((line) => line.skuId === skuId)?.title ?? ''
        return { skuId, lotId, lotNo, title, pieces }
      }),
  )
}
