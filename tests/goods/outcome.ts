/** What an order came to: what of each line as it was bought is packed, comes back, and leaves its lot. */
import { gotOf, gramsOf, type Line, type Lot, type Order } from './model.ts'
import { backOf, isWeighed, shareOf } from './worth.ts'

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

const boughtLine = (line: Line): Line => (line.insteadOf === null ? line : boughtLine(line.insteadOf))

/** All that stands for a line as it was bought. */
export const family = (order: Order, bought: Line): Line[] =>
  order.lines.filter((line) => boughtLine(line) === bought)

const ownBack = (line: Line): number =>
  backOf(line, isWeighed(line.kind) && gotOf(line) > 0 ? gramsOf(line) : null) -
  (line.insteadOf === null ? 0 : line.paid)

/** What comes back of a line as it was bought, once it is packed. */
export const backOfFamily = (order: Order, bought: Line): number => sum(family(order, bought).map(ownBack))

/** What came of a line as it was bought, and what it cost in the end. */
export const gotFor = (order: Order, bought: Line) => {
  const own = family(order, bought)
  const pieces = sum(own.map(gotOf))
  const isOnScales = own.some((line) => isWeighed(line.kind))
  return {
    pieces,
    grams: isOnScales ? sum(own.map(gramsOf)) : pieces * bought.kind.nominal_g,
    cap:
      bought.paid -
      sum(
        order.backs.filter((back) => back.key === 'packing' && back.line === bought).map((back) => back.fen),
      ),
  }
}

/** Goods leave a lot, by their true weight where a scale took it. */
export const leave = (lot: Lot, pieces: number, grams: number | null): void => {
  const gone = grams ?? shareOf(lot, pieces)
  lot.pieces -= pieces
  lot.grams = lot.pieces === 0 ? 0 : Math.max(lot.grams, gone) - gone
}
