/**
 * Parcels at carriers across modules (R9): what was noted is asked outside, and its word noted. Who a parcel
 * goes to is read when it is asked, told to the carrier, and kept nowhere else.
 */
import { Fulfilment } from '@tiantou/fulfilment/contract'
import type { OutputOf } from '@tiantou/kernel'
import { Logistics } from '@tiantou/logistics/contract'
import { Order } from '@tiantou/order/contract'
import { type CrossJob, flow, type FlowContext } from '@tiantou/platform'
import { each } from '../each.ts'
import { AskCarrier, FollowParcel } from './carriers.contract.ts'

type Context = FlowContext<typeof AskCarrier>
type ToAsk = NonNullable<OutputOf<typeof Logistics.queries.toAsk>>
type Receiver = OutputOf<typeof Order.queries.receiver>

const NO_SENDER = { word: 'refused', code: 'no_sender' } as const

/** Asks for the number; the parcel’s own id is the idempotency key. */
const askForNumber = async (
  { ask, effect, step }: Context,
  parcelId: string,
  { orderId, carrier, grams, sender }: ToAsk,
  { detail: address, ...receiver }: Receiver,
): Promise<void> => {
  // Called off before it was wanted: nobody else has called this one off.
  const { isOff } = await ask(Order.queries.toPack, { orderId })
  if (isOff) await step('off', Logistics.commands.callOff, { orderId })
  const { goods } = await ask(Fulfilment.queries.parcel, { parcelId })
  const word =
    sender === null
      ? NO_SENDER
      : await effect('waybill', Logistics.effects.createWaybill, {
          parcelNo: parcelId,
          carrier,
          sender,
          receiver: { ...receiver, address },
          goods: goods.map(({ title: name, pieces: count }) => ({ name, count })),
          grams,
          remark: '',
        })
  await step('note', Logistics.commands.recordWaybill, { parcelId, ...word })
}

/** What the carrier tells is kept before it is noted that he was asked. */
const askWhere = async (
  { effect, step }: Context,
  parcelId: string,
  parcel: { readonly carrier: string; readonly trackingNo: string; readonly phoneTail: string },
): Promise<void> => {
  const { word, code, parcel: told } = await effect('tracks', Logistics.effects.queryTracks, parcel)
  if (told !== undefined) await step('keep', Logistics.commands.recordTracks, told)
  const asked = { parcelId, what: 'tracks' as const, word, ...(code === undefined ? {} : { code }) }
  await step('note', Logistics.commands.recordAsked, asked)
}

export const askCarrier = flow(AskCarrier, async ({ parcelId }, context) => {
  const { ask, effect, step } = context
  const due = await ask(Logistics.queries.toAsk, { parcelId })
  if (due === null) return {}
  const receiver = await ask(Order.queries.receiver, { orderId: due.orderId })
  const { what, carrier, trackingNo } = due
  if (what === 'waybill') await askForNumber(context, parcelId, due, receiver)
  if (trackingNo === null || what === 'waybill') return {}
  const parcel = { carrier, trackingNo, phoneTail: receiver.phone.slice(-4) }
  if (what === 'tracks') await askWhere(context, parcelId, parcel)
  else if (what === 'cancel') {
    const off = { parcelNo: parcelId, carrier, trackingNo, reason: '订单取消' }
    const word = await effect('cancel', Logistics.effects.cancelWaybill, off)
    await step('note', Logistics.commands.recordAsked, { parcelId, what, ...word })
  } else {
    const word = await effect('subscribe', Logistics.effects.subscribeTracks, parcel)
    await step('note', Logistics.commands.recordAsked, { parcelId, what, ...word })
  }
  return {}
})

/** News that come before anybody said that it left mean that it left. */
export const followParcel = flow(FollowParcel, async ({ parcelId, state }, { tryStep }) => {
  await tryStep('left', Fulfilment.commands.sendParcel, { parcelId })
  if (state === 'delivered') await tryStep('arrive', Fulfilment.commands.arriveParcel, { parcelId })
  if (state === 'returned')
    await tryStep('return', Fulfilment.commands.returnParcel, { parcelId, reason: '承运商退回' })
  return {}
})

const BITE = 50

/** Each asking has its own key: the parcel and how often its carrier was asked. */
export const askCarriers: CrossJob = {
  name: 'logistics.ask-carriers',
  every_s: 2,
  run: async ({ ask, run }) => {
    const { items } = await ask(Logistics.queries.carriersDue, { limit: BITE })
    await each(items, ({ parcelId, asks }) => run(AskCarrier, { parcelId }, `${parcelId}:${asks}`))
  },
}
