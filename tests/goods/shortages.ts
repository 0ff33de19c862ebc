/** What becomes of pieces that have no lot, as the shopper chose when he bought. */
import {
  allocate,
  availableOf,
  isPromised,
  lacks,
  type Line,
  type Model,
  type Order,
  settle,
} from './model.ts'
import type { Shortage } from './model.ts'
import { type Kind, paidForShort } from './worth.ts'

const ask_ms = 30 * 60_000

/** What may stand in for a kind, the nearest price first. */
const standIns = ({ kinds }: Model, kind: Kind): Kind[] =>
  kinds
    .filter(
      (one) =>
        one !== kind &&
        one.mode === kind.mode &&
        one.storage === kind.storage &&
        one.seller === kind.seller &&
        one.each * 5 <= kind.each * 6 &&
        Math.abs(one.nominal_g - kind.nominal_g) * 4 <= kind.nominal_g,
    )
    .toSorted((a, b) => Math.abs(a.each - kind.each) - Math.abs(b.each - kind.each))

export const findInstead = (model: Model, { kind }: Line, pieces: number): Kind | undefined =>
  standIns(model, kind).find((one) => availableOf(model, one) >= pieces)

/** The missing pieces are given up: their money comes back. */
export const giveUp = (model: Model, order: Order, line: Line, pieces: number): void => {
  line.short += pieces
  settle(model, order)
}

/** Others take the place of the missing pieces, for no more money; or they are given up after all. */
export const replace = (model: Model, order: Order, line: Line, pieces: number, kind: Kind): boolean => {
  if (!isPromised(order) || availableOf(model, kind) < pieces) {
    giveUp(model, order, line, pieces)
    return false
  }
  const list = kind.each * pieces
  const paid = Math.min(list, paidForShort(line, pieces))
  const rest = {
    no: order.lines.length + 1,
    insteadOf: line,
    rule: 'refund',
    parts: [],
    isDropped: false,
  } as const
  order.lines.push({ kind, pieces, short: 0, list, paid, ...rest, parts: [] })
  giveUp(model, order, line, pieces)
  allocate(model, order)
  return true
}

/** What of a line has no lot is short from now on; none where every piece has one. */
export const declare = (order: Order, line: Line): Shortage | undefined => {
  const pieces = line.isDropped ? 0 : lacks(order, line)
  if (pieces <= 0) return undefined
  const shortage: Shortage = { line, pieces, state: 'open', offer: null, answerBy: Infinity }
  order.shortages.push(shortage)
  return shortage
}

/** What is found in the place of missing pieces. */
export const instead = (m: Model, { line, pieces }: Shortage): Kind | undefined =>
  line.rule === 'refund' ? undefined : findInstead(m, line, pieces)

/** Given up, replaced, or asked about. */
export const decide = (m: Model, order: Order, shortage: Shortage, found: Kind | undefined): void => {
  const { line, pieces } = shortage
  if (found !== undefined && line.rule === 'ask') {
    Object.assign(shortage, { state: 'asked', offer: found, answerBy: m.now + ask_ms })
    return
  }
  shortage.state = 'refunded'
  if (found === undefined) giveUp(m, order, line, pieces)
  else if (replace(m, order, line, pieces, found)) shortage.state = 'substituted'
}
