/** Pure decisions about orders: totals, what may be done now, whether two quotes say the same. */
import type { Static } from '@tiantou/kernel'
import type { Quote } from './shapes.ts'
import type { Line, OrderRow, ReceiverFields } from './tables.ts'

export type QuoteFields = Static<typeof Quote>

export type Freight = Pick<QuoteFields, 'freightFen' | 'toFreeFreightFen'>

/** Totals of priced lines, with the freight that module logistics asks for them. */
export const quoteOf = (lines: readonly Line[], { freightFen, toFreeFreightFen }: Freight): QuoteFields => {
  const itemsFen = lines.reduce((sum, line) => sum + line.amountFen, 0)
  return { lines: [...lines], itemsFen, freightFen, toFreeFreightFen, totalFen: itemsFen + freightFen }
}

type Axes = Pick<OrderRow, 'state' | 'payment' | 'fulfilment'>
export type Action = 'pay' | 'cancel' | 'remind' | 'confirm' | 'buy_again'

/** Whether the shopper may still call it off: open, and nothing is packed. */
export const mayCancel = ({ state, payment, fulfilment }: Axes): boolean =>
  state === 'open' && fulfilment === 'waiting' && (payment === 'unpaid' || payment === 'paid')

const nothingLeft = (fulfilment: Axes['fulfilment']): boolean =>
  fulfilment === 'waiting' || fulfilment === 'packed'

/** Whether the parcel may leave. */
export const mayShip = ({ state, payment, fulfilment }: Axes): boolean =>
  state === 'open' && payment === 'paid' && nothingLeft(fulfilment)

/** Whether the shopper may say that the goods are there. */
export const mayConfirm = ({ state, fulfilment }: Axes): boolean =>
  state === 'open' && !nothingLeft(fulfilment)

const hour_ms = 3_600_000
const day_ms = 24 * hour_ms

interface Waits {
  readonly confirmDeliveredDays: number
  readonly confirmShippedDays: number
  readonly remindEveryHours: number
}

/** When an order that now is shipped, or delivered, counts as received by itself. */
export const confirmBy = (fulfilment: 'shipped' | 'delivered', now: number, waits: Waits): number =>
  now + (fulfilment === 'shipped' ? waits.confirmShippedDays : waits.confirmDeliveredDays) * day_ms

/** A reminder from then on is too young for another one. */
export const remindedBefore = (now: number, { remindEveryHours }: Waits): number =>
  now - remindEveryHours * hour_ms

type Timed = Axes & Pick<OrderRow, 'pay_by' | 'reminded_at'>

/** Whether the shopper may ask for it to be shipped: it is paid, waits, and nobody was asked lately. */
const mayRemind = (order: Timed, now: number, waits: Waits): boolean =>
  mayShip(order) && (order.reminded_at === null || order.reminded_at <= remindedBefore(now, waits))

/** What the shopper can do now, the most wanted first. */
export const actionsOf = (order: Timed, now: number, waits: Waits): Action[] => {
  const actions: Action[] = []
  if (order.state === 'open' && order.payment === 'unpaid' && now < order.pay_by) actions.push('pay')
  if (mayConfirm(order)) actions.push('confirm')
  if (mayRemind(order, now, waits)) actions.push('remind')
  if (mayCancel(order)) actions.push('cancel')
  actions.push('buy_again')
  return actions
}

/** `张*`, `138****8000`: what the warehouse list shows of a person. */
export const maskName = (name: string): string => {
  const letters = Array.from(name)
  return `${letters[0] ?? ''}${'*'.repeat(Math.min(2, Math.max(0, letters.length - 1)))}`
}
export const maskPhone = (phone: string): string => phone.replace(/^(\d{3})\d+(\d{4})$/, '$1****$2')

/** Whom an order went to, as it stays in the records of an erased shopper: no name, phone or door. */
export const maskReceiver = ({
  name,
  phone,
  detail: _detail,
  ...region
}: ReceiverFields): ReceiverFields => ({
  ...region,
  name: maskName(name),
  phone: maskPhone(phone),
  detail: '***',
})

/** Whether goods or money are still to come: the deal is open, or its money is on the way back. */
export const isUnderWay = ({ state, payment }: Pick<OrderRow, 'state' | 'payment'>): boolean =>
  state === 'open' || payment === 'refunding'

/** 电子商务法 §31: records of a deal are kept no less than three years from its end. */
const records_ms = 3 * 366 * 86_400_000

/** When what is left of an erased shopper's order may go. */
export const forgetAtOf = (order: Pick<OrderRow, 'closed_at' | 'placed_at'>): number =>
  (order.closed_at ?? order.placed_at) + records_ms
