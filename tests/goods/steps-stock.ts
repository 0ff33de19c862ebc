/** Steps of the store keepers and of time: lots come, are stopped, counted, lost, get old. */
import { Fulfilment } from '@tiantou/fulfilment/contract'
import { Inventory } from '@tiantou/inventory/contract'
import fc from 'fast-check'
import assert from 'node:assert/strict'
import { at, by, type Life, says, step, which } from './life.ts'
import { allocate, allocatedOf, availableOf, freeOf, inTurn, isOpen, type Lot } from './model.ts'
import { letGo, lineState, type Model, type Order, settle } from './model.ts'
import { decide, declare, giveUp, instead } from './shortages.ts'
import { STAFF } from './world.ts'
import { shareOf } from './worth.ts'

const { receiveLot, holdLot, releaseLot, recallLot, writeOff, count, shrink, expireLots } = Inventory.commands
const minute_ms = 60_000
const hour_ms = 60 * minute_ms
const AT = { location: 'main' } as const
const anyLot = (m: Model, no: number): Lot | undefined => at(m.lots, no)
const keeper = by(STAFF[0])

/** A lot as it comes from the field. */
export const lot = fc.record({
  kind: which,
  hours: fc.integer({ min: 30, max: 700 }),
  pieces: fc.integer({ min: 1, max: 14 }),
  /** Grams that each piece weighs more or less than it should. */
  off: fc.integer({ min: -30, max: 30 }),
})
type NewLot = typeof lot extends fc.Arbitrary<infer L> ? L : never

export const takeIn = async ({ m, w }: Life, { kind: no, hours, pieces, off }: NewLot): Promise<void> => {
  const kind = at(m.kinds, no)
  assert(kind)
  const grams = (kind.nominal_g + off) * pieces
  const useBy = m.now + hours * hour_ms
  const fields = { skuId: kind.skuId, lotNo: `L${m.lots.length}`, harvestedAt: m.now - hour_ms, useBy }
  const { lotId } = await w.house.must(receiveLot, { ...fields, pieces, grams })
  m.lots.push({ id: lotId, kind, useBy, state: 'sellable', pieces, grams })
}

const waitedFor = (m: Model) =>
  m.orders
    .filter(isOpen)
    .flatMap((order) => order.lines.filter((line) => lineState(order, line) === 'waiting'))

/** Mostly what orders wait for. */
const receive = step(
  'receive',
  lot,
  () => true,
  (life, fresh) => {
    const line = fresh.kind % 3 > 0 ? at(waitedFor(life.m), fresh.kind) : undefined
    return takeIn(life, { ...fresh, kind: line === undefined ? fresh.kind : life.m.kinds.indexOf(line.kind) })
  },
)

/** Every order that is not packed lets go of a lot that was stopped, and gets others. */
const dropLot = (m: Model, lot: Lot): void => {
  const orders = m.orders.filter(
    (order) =>
      (isOpen(order) || order.task === 'on_hold') &&
      order.lines.some((line) => line.parts.some((part) => part.lot === lot)),
  )
  for (const order of orders) {
    for (const line of order.lines)
      for (const part of line.parts.filter((one) => one.lot === lot)) letGo(order, line, part, part.pieces)
    settle(m, order)
  }
  for (const order of orders) allocate(m, order)
}

const moves = {
  hold: { command: holdLot, from: ['sellable'], to: 'held' },
  recall: { command: recallLot, from: ['sellable', 'held'], to: 'recalled' },
  release: { command: releaseLot, from: ['held'], to: 'sellable' },
} as const

const stopLot = step(
  'stop lot',
  fc.record({ lot: which, move: fc.constantFrom('hold', 'hold', 'release', 'release', 'recall') }),
  (m) => m.lots.length > 0,
  async ({ m, w }, { lot: no, move }) => {
    const { command, from, to } = moves[move as keyof typeof moves]
    const fits = m.lots.filter((one) => (from as readonly string[]).includes(one.state))
    const lot = at(fits, no) ?? anyLot(m, no)
    assert(lot)
    const isFit = fits.includes(lot)
    const said = await w.house.run(command, { lotId: lot.id, reason: '抽检' }, keeper)
    if (!says(said, isFit ? 'ok' : 'inventory.wrong_state')) return
    const was = lot.state
    lot.state = to
    if (was === 'sellable') dropLot(m, lot)
  },
)

const takeAway = (m: Model, lot: Lot, pieces: number): string => {
  if (lot.pieces < pieces) return 'inventory.not_so_much'
  if (freeOf(m, lot) < pieces) return 'inventory.allocated'
  if (lot.state === 'sellable' && availableOf(m, lot.kind) < pieces) return 'inventory.promised'
  return 'ok'
}

const lose = step(
  'write off',
  fc.record({ lot: which, pieces: fc.integer({ min: 1, max: 8 }) }),
  (m) => m.lots.length > 0,
  async ({ m, w }, { lot: no, pieces }) => {
    const lot = anyLot(m, no)
    assert(lot)
    const wanted = { lotId: lot.id, ...AT, pieces, reason: 'spoiled' as const }
    if (!says(await w.house.run(writeOff, wanted, keeper), takeAway(m, lot, pieces))) return
    lot.grams -= shareOf(lot, pieces)
    lot.pieces -= pieces
  },
)

const counts = step(
  'count',
  fc.record({ lot: which, more: fc.integer({ min: -4, max: 4 }), off: fc.integer({ min: -400, max: 400 }) }),
  (m) => m.lots.length > 0,
  async ({ m, w }, { lot: no, more, off }) => {
    const lot = anyLot(m, no)
    assert(lot)
    const pieces = Math.max(0, lot.pieces + more)
    const grams = pieces === 0 ? 0 : Math.max(1, lot.grams + more * lot.kind.nominal_g + off)
    const less = lot.pieces - pieces
    const isFit = pieces >= allocatedOf(m, lot)
    const isPromised = lot.state === 'sellable' && less > 0 && availableOf(m, lot.kind) < less
    const code = !isFit ? 'inventory.allocated' : isPromised ? 'inventory.promised' : 'ok'
    const said = await w.house.run(count, { lotId: lot.id, ...AT, pieces, grams }, keeper)
    if (says(said, code)) Object.assign(lot, { pieces, grams })
  },
)

const dry = step(
  'shrink',
  fc.record({ lot: which, grams: fc.integer({ min: 1, max: 900 }) }),
  (m) => m.lots.length > 0,
  async ({ m, w }, { lot: no, grams }) => {
    const lot = anyLot(m, no)
    assert(lot)
    const wanted = { lotId: lot.id, ...AT, grams, reason: 'dried' as const }
    const said = await w.house.run(shrink, wanted, keeper)
    if (says(said, lot.grams < grams ? 'inventory.not_so_heavy' : 'ok')) lot.grams -= grams
  },
)

const pass = step(
  'time',
  fc.oneof(
    fc.integer({ min: 1, max: 59 }),
    fc.integer({ min: 1, max: 20 }).map((hours) => hours * 60),
  ),
  () => true,
  ({ m, w }, minutes) => {
    w.house.clock.advance(minutes * minute_ms)
    m.now = w.house.clock.now()
    return Promise.resolve()
  },
)

const expire = step(
  'expire lots',
  fc.constant(null),
  (m) => m.lots.some((lot) => lot.useBy <= m.now && lot.pieces > 0),
  async ({ m, w }) => {
    let gone = 0
    for (const kind of m.kinds)
      for (const lot of inTurn(m.lots, kind).filter((one) => one.useBy <= m.now && one.pieces > 0)) {
        const left = lot.state === 'sellable' ? availableOf(m, kind) : Infinity
        const pieces = Math.max(0, Math.min(freeOf(m, lot), left))
        if (pieces === 0) continue
        lot.grams -= shareOf(lot, pieces)
        lot.pieces -= pieces
        gone += pieces
      }
    assert.deepEqual(await w.house.must(expireLots, {}), { pieces: gone })
  },
)

/** What the timers of the packing station do: lots are looked for again, or what has none is short. */
const lookAfter = step(
  'look after',
  fc.constant(null),
  (m) => m.orders.some((order) => order.task === 'waiting' && order.lookAt <= m.now),
  async ({ m, w }) => {
    const due = m.orders
      .filter((order) => order.task === 'waiting' && order.lookAt <= m.now)
      .toSorted((a, b) => a.packBy - b.packBy || (a.id < b.id ? -1 : 1))
    const { orders } = await w.house.must(Fulfilment.commands.lookAfterWaiting, {})
    assert.equal(orders, due.length)
    const isLate = (order: Order) => m.now >= order.packBy - 2 * hour_ms
    const short = due
      .filter(isLate)
      .flatMap((order) =>
        order.lines.flatMap((line) => declare(order, line) ?? []).map((shortage) => ({ order, shortage })),
      )
    // All of them look round before any of them is settled.
    const found = short.map((one) => ({ ...one, kind: instead(m, one.shortage) }))
    for (const order of due) {
      order.lookAt = m.now + 5 * minute_ms
      if (!isLate(order)) allocate(m, order)
      else for (const one of found) if (one.order === order) decide(m, order, one.shortage, one.kind)
    }
  },
)

const timeOut = step(
  'time out asks',
  fc.constant(null),
  (m) => m.orders.some((order) => order.shortages.some((one) => one.state === 'asked')),
  async ({ m, w }) => {
    const due = m.orders.flatMap((order) =>
      order.shortages
        .filter((one) => one.state === 'asked' && one.answerBy <= m.now)
        .map((shortage) => ({ order, shortage })),
    )
    const { shortages } = await w.house.must(Fulfilment.commands.timeOutAsks, {})
    assert.equal(shortages, due.length)
    for (const { order, shortage } of due) {
      shortage.state = 'refunded'
      giveUp(m, order, shortage.line, shortage.pieces)
    }
  },
)

const silence = step(
  'channel',
  fc.boolean(),
  (m) => m.orders.length > 0,
  async (life: Life, isSilent) => {
    life.m.isSilent = isSilent
    life.w.bank.isSilent = isSilent
    if (!isSilent) await life.askAgain()
  },
)

export const stockSteps = [
  { weight: 5, arbitrary: receive },
  { weight: 3, arbitrary: stopLot },
  { weight: 2, arbitrary: lose },
  { weight: 2, arbitrary: counts },
  { weight: 1, arbitrary: dry },
  { weight: 4, arbitrary: pass },
  { weight: 1, arbitrary: expire },
  { weight: 6, arbitrary: lookAfter },
  { weight: 2, arbitrary: timeOut },
  { weight: 1, arbitrary: silence },
]
