/** Steps at the packing station: weighed, taken back, short, bad, stopped, picked together. */
import { ReportBad } from '@tiantou/between/flows/fulfil.contract'
import { Fulfilment } from '@tiantou/fulfilment/contract'
import fc from 'fast-check'
import assert from 'node:assert/strict'
import { at, by, type Life, mostly, says, step, which } from './life.ts'
import { allocate, gotOf, gramsOf, isOpen, letGo, type Line, lineState, type Model } from './model.ts'
import { type Order as OrderModel, type Part, settle } from './model.ts'
import { decide, declare, instead } from './shortages.ts'
import { SCALE, STAFF } from './world.ts'
import { backOf, isSlip, isWeighed, mostOf, shareOf, toPack } from './worth.ts'

export const packer = by(STAFF[0])
const { commands } = Fulfilment
export const tasks = (m: Model) => m.orders.filter((order) => order.task !== 'none')
const AT = { location: 'main' } as const

interface Spot {
  readonly order: OrderModel
  readonly line: Line
  readonly part: Part
}
const spotsOf = (orders: readonly OrderModel[]): Spot[] =>
  orders.flatMap((order) => order.lines.flatMap((line) => line.parts.map((part) => ({ order, line, part }))))
/** A part that can be worked on, now and then any other. */
const spotAt = (m: Model, no: number, fits: (spot: Spot) => boolean): Spot => {
  const all = spotsOf(tasks(m))
  const fit = all.filter((spot) => isOpen(spot.order) && fits(spot))
  return mostly(fit, all, no)
}

/** How heavy each piece is, as a part of its nominal weight. */
const weight = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 960, max: 1_040 }) },
  { weight: 3, arbitrary: fc.integer({ min: 400, max: 960 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1_040, max: 1_300 }) },
  { weight: 1, arbitrary: fc.constantFrom(10, 300, 3_100) },
)

const whyNotWeigh = (m: Model, { order, line, part }: Spot, pieces: number, grams: number): string => {
  if (!isOpen(order)) return 'fulfilment.wrong_state'
  if (part.pieces - part.got < pieces) return 'fulfilment.not_allocated'
  if (part.lot.useBy <= m.now) return 'fulfilment.lot_past'
  if (!isWeighed(line.kind)) return 'ok'
  if (isSlip(line.kind, pieces, grams)) return 'fulfilment.absurd_weight'
  const most = mostOf(line.kind, gotOf(line) + pieces)
  return gramsOf(line) + grams > most ? 'fulfilment.too_heavy' : 'ok'
}

/** So many pieces go over a scale that was checked just now, or are counted. */
const weighOn = async ({ m, w }: Life, spot: Spot, pieces: number, grams: number): Promise<void> => {
  const { order, line, part } = spot
  await w.house.must(commands.checkScale, { scale: SCALE, referenceGrams: 2_000, shownGrams: 2_000 })
  const weighs = isWeighed(line.kind)
  const on = { orderId: order.id, lineNo: line.no, lotId: part.lot.id, ...AT, pieces }
  const scaled = weighs ? { grams, scale: SCALE } : { grams: null, scale: null }
  const said = await w.house.run(commands.weigh, { ...on, ...scaled }, packer)
  if (!says(said, whyNotWeigh(m, spot, pieces, grams)) || !said.ok) return
  part.got += pieces
  part.grams += weighs ? grams : 0
  const { weighingId: id, ...told } = said.value
  order.weighings.push({ id, line, lot: part.lot, pieces, grams: weighs ? grams : 0, stands: true })
  const leftPieces = toPack(line) - gotOf(line)
  const backFen = backOf(line, weighs && leftPieces === 0 ? gramsOf(line) : null)
  assert.deepEqual(told, { gotPieces: gotOf(line), gotGrams: gramsOf(line), leftPieces, backFen })
  if (order.task === 'allocated') order.task = 'picking'
  settle(m, order)
}

const weigh = step(
  'weigh',
  fc.record({ spot: which, few: fc.integer({ min: 0, max: 3 }), each: weight }),
  (m) => spotsOf(tasks(m)).length > 0,
  async (life, { spot: no, few, each }) => {
    const spot = spotAt(life.m, no, ({ part }) => part.got < part.pieces)
    const { line, part } = spot
    const left = Math.max(1, part.pieces - part.got)
    // Mostly all that is left; now and then fewer, or one too many.
    const pieces = few === 0 ? Math.max(1, Math.floor(left / 2)) : no % 15 === 1 ? left + 1 : left
    const grams = Math.max(1, Math.round((line.kind.nominal_g * pieces * each) / 1_000))
    await weighOn(life, spot, pieces, grams)
  },
)

/** Everything of an order goes over the scale. */
export const weighWhole = async (life: Life, order: OrderModel, each: number): Promise<void> => {
  for (const spot of spotsOf([order]).filter(({ part }) => part.got < part.pieces)) {
    const pieces = spot.part.pieces - spot.part.got
    await weighOn(life, spot, pieces, Math.round((spot.line.kind.nominal_g * pieces * each) / 1_000))
  }
}

const ready = (m: Model) => m.orders.filter(({ task }) => task === 'allocated' || task === 'picking')

const weighAll = step(
  'weigh all',
  fc.record({ order: which, each: fc.integer({ min: 700, max: 1_030 }) }),
  (m) => ready(m).length > 0,
  (life, { order: no, each }) => weighWhole(life, mostly(ready(life.m), ready(life.m), no), each),
)

const voidIt = step(
  'void',
  which,
  (m) => m.orders.some((order) => order.weighings.length > 0),
  async ({ m, w }, no) => {
    const all = m.orders.flatMap((order) => order.weighings.map((weighing) => ({ order, weighing })))
    const open = all.filter(({ order, weighing }) => isOpen(order) && weighing.stands)
    const { order, weighing } = mostly(open, all, no)
    const code = !isOpen(order) ? 'fulfilment.wrong_state' : weighing.stands ? 'ok' : 'fulfilment.voided'
    const said = await w.house.run(commands.voidWeighing, { weighingId: weighing.id, reason: '看错' }, packer)
    if (!says(said, code)) return
    weighing.stands = false
    const part = weighing.line.parts.find((one) => one.lot === weighing.lot)
    assert(part)
    part.got -= weighing.pieces
    part.grams -= weighing.grams
    settle(m, order)
  },
)

const short = step(
  'short',
  which,
  (m) => tasks(m).length > 0,
  async ({ m, w }, no) => {
    const lines = (orders: readonly OrderModel[]) =>
      orders.flatMap((order) => order.lines.map((line) => ({ order, line })))
    const waiting = lines(tasks(m)).filter(
      ({ order, line }) => isOpen(order) && lineState(order, line) === 'waiting',
    )
    const { order, line } = mostly(waiting, lines(tasks(m)), no)
    const shortage = isOpen(order) ? declare(order, line) : undefined
    const code = !isOpen(order)
      ? 'fulfilment.wrong_state'
      : shortage === undefined
        ? 'fulfilment.nothing_short'
        : 'ok'
    const said = await w.house.run(commands.declareShort, { orderId: order.id, lineNo: line.no }, packer)
    if (!says(said, code) || shortage === undefined || !said.ok) return
    assert.deepEqual(said.value, { pieces: shortage.pieces })
    decide(m, order, shortage, instead(m, shortage))
  },
)

const bad = step(
  'bad',
  fc.record({ spot: which, pieces: fc.integer({ min: 1, max: 3 }) }),
  (m) => spotsOf(tasks(m)).length > 0,
  async ({ m, w }, { spot: no, pieces }) => {
    const spot = spotAt(m, no, () => true)
    const { order, line, part } = spot
    const on = { orderId: order.id, lineNo: line.no, lotId: part.lot.id, ...AT, pieces }
    const said = await w.house.run(ReportBad, { ...on, reason: 'spoiled' }, packer)
    const isThere = part.pieces >= pieces
    const code = !isOpen(order) ? 'fulfilment.wrong_state' : isThere ? 'ok' : 'fulfilment.not_allocated'
    if (!says(said, code)) return
    const grams = shareOf(part.lot, pieces)
    letGo(order, line, part, pieces)
    part.lot.pieces -= pieces
    part.lot.grams -= grams
    settle(m, order)
    allocate(m, order)
  },
)

const hold = step(
  'hold or resume',
  which,
  (m) => tasks(m).length > 0,
  async ({ m, w }, no) => {
    const held = tasks(m).filter((order) => order.task === 'on_hold')
    const order = (no % 3 === 0 ? undefined : at(held, no)) ?? at(tasks(m), no)
    assert(order)
    const orderId = order.id
    if (order.task === 'on_hold') {
      await w.house.must(commands.resume, { orderId }, packer)
      order.task = 'waiting'
      settle(m, order)
      return allocate(m, order)
    }
    const said = await w.house.run(commands.hold, { orderId, reason: '等客户' }, packer)
    if (says(said, isOpen(order) ? 'ok' : 'fulfilment.wrong_state')) order.task = 'on_hold'
  },
)

/** What has its lots and is due is picked together. */
const wave = step(
  'wave',
  fc.constant(null),
  (m) => m.orders.some((one) => one.task === 'allocated'),
  async ({ m, w }) => {
    const due = m.orders.filter(
      (one) => one.task === 'allocated' && !one.inWave && one.packBy <= m.now + 12 * 3_600_000,
    )
    const { orders } = await w.house.must(commands.planWaves, {})
    assert.equal(orders, due.length)
    for (const order of due) order.inWave = true
    const { items } = await w.house.ask(Fulfilment.queries.waves, { limit: 100 })
    for (const { waveId } of items.filter((one) => one.state === 'planned'))
      await w.house.must(commands.startWave, { waveId }, packer)
    for (const order of m.orders) if (order.inWave && order.task === 'allocated') order.task = 'picking'
    await w.house.must(commands.finishWaves, {})
  },
)

export const packingSteps = [
  { weight: 10, arbitrary: weigh },
  { weight: 10, arbitrary: weighAll },
  { weight: 2, arbitrary: voidIt },
  { weight: 5, arbitrary: short },
  { weight: 3, arbitrary: bad },
  { weight: 2, arbitrary: hold },
  { weight: 1, arbitrary: wave },
]
