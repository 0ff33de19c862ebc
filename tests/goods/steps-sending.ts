/** Steps of what is ready: packed, sent, arrived, confirmed. */
import { PackOrder, RecallOrder, SendParcel } from '@tiantou/between/flows/fulfil.contract'
import { Fulfilment } from '@tiantou/fulfilment/contract'
import { Order } from '@tiantou/order/contract'
import fc from 'fast-check'
import assert from 'node:assert/strict'
import { at, type Life, mostly, says, step, which } from './life.ts'
import { callOff, isOpen, isUndecided, lineState, type Model, type Order as OrderModel } from './model.ts'
import { type Part, sendBack } from './model.ts'
import { backOfFamily, leave } from './outcome.ts'
import { shopper } from './steps-orders.ts'
import { packer, tasks, weighWhole } from './steps-packing.ts'
import { isWeighed } from './worth.ts'

const { arriveParcel } = Fulfilment.commands

const whyNotPack = (order: OrderModel): string => {
  if (!isOpen(order)) return 'fulfilment.wrong_state'
  const isDone = order.lines.every((line) => ['weighed', 'dropped'].includes(lineState(order, line)))
  return isDone && !order.shortages.some(isUndecided) ? 'ok' : 'fulfilment.not_weighed'
}

const packUp = async ({ m, w }: Life, order: OrderModel): Promise<void> => {
  const said = await w.house.run(PackOrder, { orderId: order.id }, packer)
  if (!says(said, whyNotPack(order)) || !said.ok) return
  const bought = order.lines.filter((line) => line.insteadOf === null)
  const backs = bought.map((line) => ({ line, fen: backOfFamily(order, line) }))
  const packed = new Set(order.lines.filter((line) => !line.isDropped).map((line) => line.kind.storage))
  order.parcelIds = [...said.value.parcelIds]
  assert.equal(order.parcelIds.length, packed.size)
  assert.equal(
    said.value.backFen,
    backs.reduce((sum, one) => sum + one.fen, 0),
  )
  order.task = 'packed'
  order.goods = 'packed'
  for (const back of backs) if (back.fen > 0) sendBack(m, order, { key: 'packing', ...back })
}

/** Everything that is packed leaves. */
const depart = (m: Model, order: OrderModel): void => {
  const parts = order.lines.flatMap((line) => line.parts)
  for (const [lot, own] of Map.groupBy(parts, (part) => part.lot)) {
    const all = (of: (part: Part) => number) => own.reduce((sum, part) => sum + of(part), 0)
    leave(
      lot,
      all((part) => part.pieces),
      isWeighed(lot.kind) ? all((part) => part.grams) : null,
    )
  }
  order.goods = 'shipped'
  order.task = 'shipped'
  order.shippedAt = m.now
}

/** Its parcels, each of one class of goods, and whether something of a stopped lot lies in it. */
const parcelsOf = (order: OrderModel) => {
  const packed = Map.groupBy(
    order.lines.filter((line) => !line.isDropped),
    (line) => line.kind.storage,
  )
  return [...packed.keys()].sort().map((storage, no) => {
    const parts = packed.get(storage)?.flatMap((line) => line.parts) ?? []
    const isStopped = parts.some((part) => part.lot.state !== 'sellable')
    return { parcelId: order.parcelIds[no] ?? '', isStopped }
  })
}

/** All of its parcels leave together; where one must stay, it alone is tried. */
const sendOff = async ({ m, w }: Life, order: OrderModel): Promise<void> => {
  const parcels = order.parcelIds.length === 0 ? [] : parcelsOf(order)
  const stopped = parcels.filter((parcel) => parcel.isStopped)
  const may = order.task === 'packed' && stopped.length === 0
  for (const { parcelId, isStopped } of stopped.length > 0 ? stopped : parcels) {
    const asked = { parcelId, carrier: '顺丰速运', trackingNo: 'SF1' }
    const code = isStopped ? 'send-parcel.lot_stopped' : may ? 'ok' : 'fulfilment.parcel_state'
    says(await w.house.run(SendParcel, asked, packer), code)
  }
  if (may) depart(m, order)
}

const whyNotRecall = (order: OrderModel): string => {
  const parts = order.lines.flatMap((line) => line.parts)
  if (parts.every((part) => part.lot.state === 'sellable')) return 'recall-order.nothing_stopped'
  if (order.task === 'packed') return 'ok'
  return order.parcelIds.length > 0 ? 'fulfilment.parcel_left' : 'fulfilment.wrong_state'
}

/** What is packed may be called off, because it must not leave. */
const recall = step(
  'recall',
  which,
  (m) => m.orders.some((order) => order.task === 'packed'),
  async ({ m, w }, no) => {
    const stuck = m.orders.filter((order) => whyNotRecall(order) === 'ok')
    const order = no % 5 === 0 ? at(m.orders, no) : mostly(stuck, tasks(m), no)
    assert(order)
    const said = await w.house.run(RecallOrder, { orderId: order.id }, packer)
    if (says(said, whyNotRecall(order))) callOff(m, order)
  },
)

const bringHome = async ({ m, w }: Life, order: OrderModel): Promise<void> => {
  const may = order.task === 'shipped'
  for (const parcelId of order.parcelIds)
    says(await w.house.run(arriveParcel, { parcelId }, packer), may ? 'ok' : 'fulfilment.parcel_state')
  if (!may) return
  order.task = 'delivered'
  // Who said before the carrier that it is there was right.
  if (order.goods === 'delivered') return
  order.goods = 'delivered'
  order.deliveredAt = m.now
}

const isReady = (order: OrderModel): boolean => whyNotPack(order) === 'ok'
const pack = step(
  'pack',
  which,
  (m) => tasks(m).length > 0,
  (life, no) => packUp(life, mostly(tasks(life.m).filter(isReady), tasks(life.m), no)),
)

const parcels = (m: Model, task?: OrderModel['task']) =>
  m.orders.filter((order) => order.parcelIds.length > 0 && order.task === (task ?? order.task))

const send = step(
  'send',
  which,
  (m) => parcels(m).length > 0,
  (life, no) => sendOff(life, mostly(parcels(life.m, 'packed'), parcels(life.m), no)),
)

const arrive = step(
  'arrive',
  which,
  (m) => parcels(m).length > 0,
  (life, no) => bringHome(life, mostly(parcels(life.m, 'shipped'), parcels(life.m), no)),
)

/** What becomes of most orders: all of it is there, leaves and arrives. */
const goodDay = step(
  'good day',
  fc.record({ order: which, each: fc.integer({ min: 800, max: 1_020 }) }),
  (m) => m.orders.some((order) => order.task === 'allocated'),
  async (life, { order: no, each }) => {
    const ready = life.m.orders.filter((order) => order.task === 'allocated')
    const order = mostly(ready, ready, no)
    await weighWhole(life, order, each)
    for (const next of [packUp, sendOff, bringHome]) {
      await next(life, order)
      await life.w.house.settle()
    }
  },
)

const sent = (m: Model) => m.orders.filter(({ goods }) => goods === 'shipped' || goods === 'delivered')
const confirm = step(
  'confirm',
  which,
  (m) => sent(m).length > 0,
  async ({ m, w }, no) => {
    const order = mostly(
      sent(m).filter((one) => one.state === 'open'),
      sent(m),
      no,
    )
    const said = await w.house.run(Order.commands.confirm, { orderId: order.id }, shopper(order.userId))
    if (!says(said, order.state === 'open' ? 'ok' : 'order.wrong_state')) return
    order.state = 'completed'
    if (order.goods === 'shipped') order.deliveredAt = m.now
    order.goods = 'delivered'
  },
)

export const sendingSteps = [
  { weight: 6, arbitrary: goodDay },
  { weight: 6, arbitrary: pack },
  { weight: 5, arbitrary: send },
  { weight: 2, arbitrary: recall },
  { weight: 5, arbitrary: arrive },
  { weight: 2, arbitrary: confirm },
]
