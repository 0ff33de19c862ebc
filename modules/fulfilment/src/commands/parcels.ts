/** Parcels on the road. With its last parcel the order itself is shipped, and delivered. */
import { type CommandContext, type CommandHandler, move } from '@tiantou/platform'
import { Fulfilment } from '../contract.ts'
import { moveTask } from '../standing.ts'
import { parcelState } from '../states.ts'
import { ownRoad } from '../rules.ts'
import { findParcel, parcelsOf, setWaybill } from '../store/parcels.ts'
import { findTask, takeTask } from '../store/tasks.ts'
import type { FulfilmentTables, ParcelRow, TaskRow } from '../tables.ts'

type Commands = typeof Fulfilment.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], FulfilmentTables>
interface Waybill {
  readonly carrier: string
  readonly trackingNo: string
}
type Context = CommandContext<Commands['sendParcel'], FulfilmentTables>

/** Moves a parcel after its order was taken, so that two last parcels see each other. */
const step = async (
  context: Pick<Context, 'tx' | 'now' | 'actor' | 'id'>,
  parcel: ParcelRow,
  transition: keyof (typeof parcelState)['transitions'],
  set: Readonly<Record<string, unknown>>,
  note = '',
): Promise<ParcelRow[] | null> => {
  await takeTask(context.tx, parcel.order_id)
  const moved = await move(context, 'fulfilment_history', {
    machine: parcelState,
    transition,
    table: 'fulfilment_parcel',
    column: 'state',
    id: parcel.id,
    set,
    note,
  })
  return moved ? parcelsOf(context.tx, parcel.order_id) : null
}

export const noteWaybill: Handler<'noteWaybill'> = async ({ parcelId, carrier, trackingNo }, { tx }) => {
  await setWaybill(tx, parcelId, carrier, trackingNo)
  return {}
}

/** The number that a parcel leaves with: what is said, what its carrier gave, or the house's own. */
const numberOf = (parcel: ParcelRow, task: TaskRow, said: Partial<Waybill>): Waybill | null => {
  // One carrier's name and another's number would be followed by nobody.
  if ((said.carrier === undefined) !== (said.trackingNo === undefined)) return null
  const { carrier = parcel.carrier, trackingNo = parcel.tracking_no } = said
  if (carrier !== null && trackingNo !== null) return { carrier, trackingNo }
  return task.mode === 'carrier' ? null : ownRoad(task.mode, task.order_no, parcel.no)
}

export const sendParcel: Handler<'sendParcel'> = async ({ parcelId, ...said }, context) => {
  const parcel = await findParcel(context.tx, parcelId)
  const task = parcel === undefined ? undefined : await findTask(context.tx, parcel.order_id)
  if (parcel === undefined || task === undefined) return context.refuse('no_such_parcel')
  const waybill = numberOf(parcel, task, said)
  if (waybill === null) return context.refuse('no_waybill')
  const { carrier, trackingNo } = waybill
  const set = { carrier, tracking_no: trackingNo, shipped_at: context.now }
  const parcels = await step(context, parcel, 'ship', set)
  if (parcels === null) return context.refuse('parcel_state', { state: parcel.state })
  const { order_id: orderId } = parcel
  context.emit(Fulfilment.events.parcel_sent, { parcelId, orderId, mode: task.mode, ...waybill })
  if (parcels.every((one) => one.state !== 'packed') && (await moveTask(context, orderId, 'ship')))
    context.emit(Fulfilment.events.shipped, { orderId, carrier, trackingNo })
  return {}
}

export const arriveParcel: Handler<'arriveParcel'> = async ({ parcelId }, context) => {
  const parcel = await findParcel(context.tx, parcelId)
  if (parcel === undefined) return context.refuse('no_such_parcel')
  const parcels = await step(context, parcel, 'deliver', { delivered_at: context.now })
  if (parcels === null) return context.refuse('parcel_state', { state: parcel.state })
  const { order_id: orderId } = parcel
  if (parcels.every((one) => one.state === 'delivered') && (await moveTask(context, orderId, 'deliver')))
    context.emit(Fulfilment.events.delivered, { orderId })
  return {}
}

export const returnParcel: Handler<'returnParcel'> = async ({ parcelId, reason }, context) => {
  const parcel = await findParcel(context.tx, parcelId)
  if (parcel === undefined) return context.refuse('no_such_parcel')
  const parcels = await step(context, parcel, 'return', {}, reason)
  return parcels === null ? context.refuse('parcel_state', { state: parcel.state }) : {}
}
