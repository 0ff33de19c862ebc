/**
 * Packing across modules: stock, the order, its money. Sequences; what is decided is decided in the modules.
 */
import { Fulfilment } from '@tiantou/fulfilment/contract'
import { Inventory } from '@tiantou/inventory/contract'
import type { OutputOf } from '@tiantou/kernel'
import { Logistics } from '@tiantou/logistics/contract'
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'
import { flow, type FlowContext } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import {
  AllocateOrder,
  AnswerShortage,
  PackOrder,
  RecallOrder,
  ReportBad,
  SendParcel,
  SettleShortage,
} from './fulfil.contract.ts'

export const allocateOrder = flow(AllocateOrder, async ({ orderId }, { ask, step }) => {
  const { lines } = await ask(Fulfilment.queries.wanted, { orderId })
  if (lines.length === 0) return {}
  const { parts } = await step('allocate', Inventory.commands.allocate, { orderId, lines })
  await step('record', Fulfilment.commands.recordAllocation, { orderId, parts })
  return {}
})

type Shortage = OutputOf<typeof Fulfilment.queries.shortage>
type Context = FlowContext<typeof SettleShortage>

/** The nearest thing of which there is so much. */
const findInstead = async ({ ask }: Context, { skuId, pieces }: Shortage) => {
  const { items } = await ask(Products.queries.similar, { skuId })
  if (items.length === 0) return undefined
  const skuIds = items.map((sku) => sku.skuId)
  const stock = await ask(Inventory.queries.availability, { skuIds })
  const left = new Map(stock.items.map((item) => [item.skuId, item.available]))
  const sku = items.find((item) => (left.get(item.skuId) ?? 0) >= pieces)
  if (sku === undefined) return undefined
  return {
    skuId: sku.skuId,
    productId: sku.productId,
    title: sku.title,
    spec: sku.spec,
    priceMode: sku.priceMode,
    storageClass: sku.storageClass,
    nominalG: sku.nominalG,
    toleranceMinusG: sku.toleranceMinusG,
    tolerancePlusG: sku.tolerancePlusG,
    priceFen: sku.priceFen,
    pieceFen: sku.pieceFen,
    shelfLifeDays: sku.shelfLifeDays,
  }
}

type Offer = NonNullable<Shortage['offer']>

/** The order gets something else, or the money where that is gone meanwhile. */
const replace = async (
  { tryStep, step }: Context,
  shortageId: string,
  short: Shortage,
  offer: Offer,
): Promise<void> => {
  const { orderId, skuId, pieces } = short
  const swapped = await tryStep('swap', Inventory.commands.swap, {
    orderId,
    out: { skuId, pieces },
    into: { skuId: offer.skuId, pieces },
  })
  if (swapped.ok) await step('substitute', Fulfilment.commands.substitute, { shortageId, offer })
  else await giveUp({ tryStep, step }, shortageId, short)
}

const giveUp = async (
  { tryStep, step }: Pick<Context, 'tryStep' | 'step'>,
  shortageId: string,
  { orderId, skuId, pieces }: Shortage,
): Promise<void> => {
  await tryStep('shorten', Inventory.commands.shorten, { orderId, skuId, pieces })
  await step('give-up', Fulfilment.commands.giveUp, { shortageId })
}

export const settleShortage = flow(SettleShortage, async ({ shortageId }, context) => {
  const short = await context.ask(Fulfilment.queries.shortage, { shortageId })
  const { state, rule } = short
  if (state === 'accepted' && short.offer !== null) await replace(context, shortageId, short, short.offer)
  else if (state === 'declined' || state === 'timed_out') await giveUp(context, shortageId, short)
  else if (state === 'open') {
    const instead = rule === 'refund' ? undefined : await findInstead(context, short)
    if (instead === undefined) await giveUp(context, shortageId, short)
    else if (rule === 'similar') await replace(context, shortageId, short, instead)
    else await context.step('offer', Fulfilment.commands.offer, { shortageId, offer: instead })
  }
  return {}
})

export const answerShortage = flow(AnswerShortage, async (said, { actor, ask, step, refuse }) => {
  const { orderId } = await ask(Fulfilment.queries.shortage, { shortageId: said.shortageId })
  const { userId } = await ask(Order.queries.toPack, { orderId })
  if (userId !== actor.id) return refuse('fulfilment.no_such_shortage')
  return step('answer', Fulfilment.commands.answer, said)
})

type Backs = OutputOf<typeof Fulfilment.commands.close>['backs']

/**
 * What of each line and of the freight comes back: never more than is left of it, where staff gave some
 * before.
 */
const stillBack = async (
  { ask }: Pick<FlowContext<typeof PackOrder>, 'ask'>,
  orderId: string,
  asked: { readonly lines: Backs; readonly freightFen: number },
): Promise<typeof asked> => {
  if (asked.lines.length === 0 && asked.freightFen === 0) return asked
  const { beforeFen: goneFen } = await ask(Payment.queries.givenBack, { orderId })
  const { goods, freightFen } = await ask(Order.queries.kept, { orderId, goneFen })
  const left = new Map(goods.map((line) => [line.skuId, line.fen]))
  return {
    lines: asked.lines
      .map(({ skuId, fen }) => ({ skuId, fen: Math.min(fen, left.get(skuId) ?? 0) }))
      .filter(({ fen }) => fen > 0),
    freightFen: Math.min(asked.freightFen, freightFen),
  }
}

export const packOrder = flow(PackOrder, async ({ orderId }, { ask, step }) => {
  const { road } = await ask(Order.queries.toPack, { orderId })
  const { lines, backs, parcelIds, packed } = await step('close', Fulfilment.commands.close, { orderId })
  await step('mark', Order.commands.markPacked, { orderId, lines })
  const inParcels = await ask(Fulfilment.queries.parts, { orderId })
  const parts = inParcels.lines.flatMap((line) =>
    line.parts.map(({ lotId, location, pieces }) => ({ lotId, location, pieces })),
  )
  await step('set-aside', Inventory.commands.setAside, { orderId, parts })
  const freight = await ask(Logistics.queries.freightOfPacked, { quoted: road?.parcels ?? [], packed })
  const back = await stillBack({ ask }, orderId, { lines: backs, freightFen: freight.backFen })
  const backFen = back.lines.reduce((sum, { fen }) => sum + fen, back.freightFen)
  if (backFen === 0) return { backFen, parcelIds }
  const bizKey = `packing-${orderId}`
  const asked = { orderId, refundFen: backFen, reason: '称重与缺货差额', bizKey }
  const { beforeFen } = await step('give-back', Payment.commands.giveBack, asked)
  const forWhat = { orderId, bizKey, ...back }
  if (beforeFen !== null) await step('say-for-what', Order.commands.recordReturn, { ...forWhat, beforeFen })
  return { backFen, parcelIds }
})

/** Numbers of those of the lots that are held or recalled. */
const stoppedOf = async (
  { ask }: Pick<FlowContext<typeof SendParcel>, 'ask'>,
  lotIds: readonly string[],
): Promise<string[]> => {
  const lots = await Promise.all(lotIds.map((lotId) => ask(Inventory.queries.lotFacts, { lotId })))
  return lots.flatMap((lot) => (lot === null || lot.state === 'sellable' ? [] : [lot.lotNo]))
}

/** A carrier’s own news that it left are believed without this (`followParcel`): it left. */
export const sendParcel = flow(SendParcel, async (sent, { ask, step, refuse }) => {
  const { lotIds } = await ask(Fulfilment.queries.lotsIn, { parcelId: sent.parcelId })
  const lotNos = await stoppedOf({ ask }, lotIds)
  if (lotNos.length > 0) return refuse('lot_stopped', { lotNos })
  return step('send', Fulfilment.commands.sendParcel, sent)
})

/** Parcels first: whether one of them has left is decided with the order, in one commit. */
export const recallOrder = flow(RecallOrder, async ({ orderId }, { ask, step, refuse }) => {
  const { lines } = await ask(Fulfilment.queries.parts, { orderId })
  const lotIds = new Set(lines.flatMap((line) => line.parts.map((part) => part.lotId)))
  if ((await stoppedOf({ ask }, [...lotIds])).length === 0) return refuse('nothing_stopped')
  await step('take-apart', Fulfilment.commands.takeApart, { orderId })
  return step('call-off', Order.commands.callOffRecalled, { orderId })
})

export const reportBad = flow(ReportBad, async ({ reason, ...part }, { step }) => {
  await step('let-go', Fulfilment.commands.giveUpPart, part)
  const { orderId, lotId, location, pieces } = part
  await step('find-bad', Inventory.commands.findBad, { orderId, lotId, location, pieces, reason })
  return {}
})
