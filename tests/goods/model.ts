/**
 * The whole way of fresh goods as a pure model: lots, orders, the lots they get, what is weighed, short,
 * packed, sent, claimed. One truth for what several modules keep each in its own tables; what moves is moved
 * here by nothing but additions.
 */
import { type Bought, type Cause, type Kind, toPack } from './worth.ts'

const minute_ms = 60_000
const day_ms = 86_400_000

export interface Lot {
  readonly id: string
  readonly kind: Kind
  readonly useBy: number
  state: 'sellable' | 'held' | 'recalled'
  /** What lies there. */
  pieces: number
  grams: number
}

/** What of a lot a line gets, and how much of that is on the packing table. */
export interface Part {
  readonly lot: Lot
  pieces: number
  got: number
  grams: number
}

export interface Line extends Bought {
  readonly no: number
  /** The line as bought in whose place it stands; itself otherwise. */
  readonly insteadOf: Line | null
  rule: 'refund' | 'similar' | 'ask'
  parts: Part[]
  isDropped: boolean
}

export interface Shortage {
  readonly line: Line
  readonly pieces: number
  state: 'open' | 'asked' | 'substituted' | 'refunded'
  offer: Kind | null
  answerBy: number
}

export interface Weighing {
  id: string
  readonly line: Line
  readonly lot: Lot
  readonly pieces: number
  readonly grams: number
  stands: boolean
}

export interface Claim {
  id: string
  readonly line: Line
  readonly cause: Cause
  readonly bad_g: number
  readonly at: number
  state: 'in_review' | 'denied' | 'withdrawn' | 'paying' | 'paid' | 'appealed' | 'arbitrated'
  fen: number
  paid: number
  /** Of `paid` what the farm bears. */
  farm: number
  decidedBy: string
  decidedAt: number
  appealed: boolean
}

/** Money that goes back: for one line at the packing table, for a claim, or all that was left. */
export interface Back {
  readonly key: string
  readonly fen: number
  /** The line as bought; all that is left where none is named. */
  readonly line?: Line
  readonly claim?: Claim
  /** Of it what the platform bears in the seller's place. */
  readonly house?: number
  arrived: boolean
}

export interface Order {
  readonly id: string
  readonly userId: string
  readonly attemptId: string
  readonly placedAt: number
  readonly freight: number
  readonly total: number
  /** As bought first, then what took the place of something. */
  readonly lines: Line[]
  state: 'open' | 'completed' | 'cancelled'
  payment: 'unpaid' | 'paid' | 'refunding' | 'refunded'
  goods: 'waiting' | 'packed' | 'shipped' | 'delivered'
  task:
    | 'none'
    | 'waiting'
    | 'allocated'
    | 'picking'
    | 'on_hold'
    | 'packed'
    | 'shipped'
    | 'delivered'
    | 'cancelled'
  packBy: number
  arriveTo: number
  lookAt: number
  shippedAt: number
  deliveredAt: number
  inWave: boolean
  parcelIds: string[]
  readonly shortages: Shortage[]
  readonly weighings: Weighing[]
  readonly claims: Claim[]
  readonly backs: Back[]
}

export interface Model {
  now: number
  /** The channel does what it is told, and its answers get lost. */
  isSilent: boolean
  readonly kinds: readonly Kind[]
  readonly lots: Lot[]
  readonly orders: Order[]
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

export const hasOf = (line: Line): number => sum(line.parts.map((part) => part.pieces))
export const gotOf = (line: Line): number => sum(line.parts.map((part) => part.got))
export const gramsOf = (line: Line): number => sum(line.parts.map((part) => part.grams))
export const goneBack = (order: Order): number => sum(order.backs.map((back) => back.fen))
export const isOpen = ({ task }: Order): boolean => ['waiting', 'allocated', 'picking'].includes(task)
/** Whether stock is still kept for it. */
export const isPromised = ({ state, goods }: Order): boolean =>
  state === 'open' && (goods === 'waiting' || goods === 'packed')

export const isUndecided = ({ state }: Shortage): boolean => state === 'open' || state === 'asked'

/** Pieces of a line that wait for a word on what becomes of them. */
export const askedOf = ({ shortages }: Order, line: Line): number =>
  sum(shortages.filter((one) => one.line === line && isUndecided(one)).map((one) => one.pieces))

/** Pieces of a line that lots are to be found for. */
export const lacks = (order: Order, line: Line): number => toPack(line) - hasOf(line) - askedOf(order, line)

export const lineState = (order: Order, line: Line): string => {
  if (line.isDropped) return 'dropped'
  // What was packed stays written down as packed, even where it was taken out again.
  if (order.goods === 'packed' || ['shipped', 'delivered'].includes(order.task)) return 'packed'
  if (order.task === 'cancelled') return 'cancelled'
  if (hasOf(line) < toPack(line)) return 'waiting'
  return gotOf(line) === toPack(line) ? 'weighed' : 'allocated'
}

export const promisedOf = ({ orders }: Model, kind: Kind): number =>
  sum(
    orders
      .filter(isPromised)
      .flatMap((order) => order.lines.filter((line) => line.kind === kind).map(toPack)),
  )

/** Pieces of a lot that are meant for orders; of a stopped one only what lies in parcels. */
export const allocatedOf = ({ orders }: Model, lot: Lot): number =>
  sum(
    orders
      .filter((order) => isPromised(order) && (lot.state === 'sellable' || order.goods === 'packed'))
      .flatMap((order) => order.lines.flatMap((line) => line.parts))
      .filter((part) => part.lot === lot)
      .map((part) => part.pieces),
  )

export const freeOf = (model: Model, lot: Lot): number => lot.pieces - allocatedOf(model, lot)

/** What can be sold of a kind: what lies there of lots that were not stopped, less what is promised. */
export const availableOf = (model: Model, kind: Kind): number =>
  sum(
    model.lots
      .filter((lot) => lot.kind === kind)
      .map((lot) => (lot.state === 'sellable' ? lot.pieces : allocatedOf(model, lot))),
  ) - promisedOf(model, kind)

/** Lots of a kind, first to expire first. */
export const inTurn = (lots: readonly Lot[], kind: Kind): Lot[] =>
  lots.filter((lot) => lot.kind === kind).toSorted((a, b) => a.useBy - b.useBy || (a.id < b.id ? -1 : 1))

/** Until when a lot must last to do for an order: its arrival, and three tenths of its life beyond it. */
export const lastsTo = (order: Order, kind: Kind): number =>
  order.arriveTo + Math.ceil((kind.shelf_d * day_ms * 3) / 10)

/** Where an order stands by its lines. */
export const settle = (model: Model, order: Order): void => {
  const open = isOpen(order) || order.task === 'on_hold'
  if (open) for (const line of order.lines) if (toPack(line) === 0) line.isDropped = true
  if (open && order.lines.every((line) => line.isDropped)) return callOff(model, order)
  const waits = order.lines.some((line) => lineState(order, line) === 'waiting')
  if (waits && (order.task === 'allocated' || order.task === 'picking')) {
    order.task = 'waiting'
    order.inWave = false
  } else if (!waits && order.task === 'waiting') order.task = 'allocated'
}

/** Money goes back, and is there unless the channel's answer got lost. */
export const sendBack = (model: Model, order: Order, back: Omit<Back, 'arrived'>): void => {
  const sent = { ...back, arrived: false }
  order.backs.push(sent)
  if (!model.isSilent) arrive(order, sent)
}

export const arrive = (order: Order, back: Back): void => {
  back.arrived = true
  if (back.claim?.state === 'paying') back.claim.state = 'paid'
  if (order.payment === 'refunding' && back.key === 'close') order.payment = 'refunded'
}

/** The order is off, and all its money goes back. */
export const callOff = (model: Model, order: Order): void => {
  order.state = 'cancelled'
  if (order.task !== 'none') order.task = 'cancelled'
  if (order.payment !== 'paid') return
  order.payment = 'refunding'
  sendBack(model, order, { key: 'close', fen: order.total - goneBack(order) })
}

/** Lots are looked for: first to expire first, of those that were not stopped and last long enough. */
export const allocate = (model: Model, order: Order): void => {
  if (!isOpen(order)) return
  const waiting = order.lines.filter((line) => lineState(order, line) === 'waiting' && lacks(order, line) > 0)
  if (waiting.length === 0) return
  order.lookAt = model.now + 5 * minute_ms
  for (const kind of model.kinds) {
    const from = lastsTo(order, kind)
    for (const lot of inTurn(model.lots, kind).filter((one) => one.state === 'sellable' && one.useBy >= from))
      for (const line of waiting.filter((one) => one.kind === kind)) {
        const pieces = Math.min(lacks(order, line), freeOf(model, lot))
        if (pieces > 0) give(line, lot, pieces)
      }
  }
  settle(model, order)
}

const give = (line: Line, lot: Lot, pieces: number): void => {
  const known = line.parts.find((part) => part.lot === lot)
  if (known === undefined) line.parts.push({ lot, pieces, got: 0, grams: 0 })
  else known.pieces += pieces
}

/** A line lets go of pieces of a lot, and what of it was weighed goes over the scale again. */
export const letGo = (order: Order, line: Line, part: Part, pieces: number): void => {
  for (const one of order.weighings) if (one.line === line && one.lot === part.lot) one.stands = false
  Object.assign(part, { pieces: part.pieces - pieces, got: 0, grams: 0 })
  line.parts = line.parts.filter((one) => one.pieces > 0)
}
