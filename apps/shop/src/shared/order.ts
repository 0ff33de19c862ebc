/**
 * How an order is told: in one headline, and as one line of steps. Which action is possible the server says.
 */
import type { Output } from '@tiantou/client'
import { words } from '../words.data.ts'
import { timeLeft } from './clock.ts'

export type Order = Output<'order.get'>
type Axes = Pick<Order, 'state' | 'payment' | 'fulfilment'>

const { headline, steps, way: wayWords } = words.order

/** One word for a list: the axis that matters most now. */
export const stateWord = ({ state, payment, fulfilment }: Axes): string => {
  if (state === 'completed') return steps.completed
  if (state === 'cancelled') return payment === 'refunding' ? steps.refunding : steps.cancelled
  return payment === 'unpaid' ? steps.unpaid : steps[fulfilment]
}

type Cancelled = Pick<Order, 'payment' | 'totalFen' | 'cancelReason'>

const moneyBack = ({ payment, totalFen }: Cancelled): string => {
  if (payment === 'refunding') return headline.refunding(totalFen)
  return payment === 'refunded' ? headline.refunded(totalFen) : headline.cancelledUnpaid
}

const cancelledText = (order: Cancelled): string =>
  `${headline.cancelledWhy[order.cancelReason ?? ''] ?? ''}${moneyBack(order)}`

interface Headline {
  readonly title: string
  readonly text: string
  readonly tone: 'sun' | 'leaf' | 'grey'
}

/** What the person should know first. `now`: the server's time. */
export const headlineOf = (order: Order, now: number): Headline => {
  if (order.state === 'cancelled')
    return { title: headline.cancelled, text: cancelledText(order), tone: 'grey' }
  if (order.state === 'completed')
    return { title: headline.completed, text: headline.completedText, tone: 'leaf' }
  if (order.payment === 'unpaid') {
    const text = now < order.payBy ? headline.toPayText(timeLeft(order.payBy, now)) : headline.overdue
    return { title: headline.toPay, text, tone: 'sun' }
  }
  if (order.fulfilment === 'delivered') {
    return { title: headline.delivered, text: headline.deliveredText, tone: 'leaf' }
  }
  if (order.fulfilment === 'shipped') {
    return {
      title: headline.shipped,
      text: `${order.carrier ?? ''} ${order.trackingNo ?? ''}`.trim(),
      tone: 'leaf',
    }
  }
  if (order.fulfilment === 'packed')
    return { title: headline.packed, text: headline.packedText, tone: 'leaf' }
  return { title: headline.toShip, text: headline.toShipText, tone: 'leaf' }
}

type Axis = keyof Axes
type Way = readonly (readonly [axis: Axis, step: keyof typeof wayWords])[]

export interface OrderStep {
  readonly label: string
  /** When it was reached; null when it was not, or when nobody wrote it down. */
  readonly at: number | null
  readonly done: boolean
}

const goodWay: Way = [
  ['state', 'open'],
  ['payment', 'paid'],
  ['fulfilment', 'shipped'],
  ['fulfilment', 'delivered'],
  ['state', 'completed'],
]

/** The way that this order goes: to the table, or back. */
const wayOf = ({ state, payment }: Axes): Way => {
  if (state !== 'cancelled') return goodWay
  const off: Way = [
    ['state', 'open'],
    ['state', 'cancelled'],
  ]
  if (payment === 'refunding') return [...off, ['payment', 'refunding']]
  return payment === 'refunded' ? [...off, ['payment', 'refunded']] : off
}

/** Where the order is, as one line of steps: all up to the last that was reached are done. */
export const stepsOf = (order: Order): readonly OrderStep[] => {
  const way = wayOf(order)
  const reached = way.findLastIndex(([axis, step]) => order[axis] === step)
  return way.map(([axis, step], index) => ({
    label: wayWords[step],
    at: order.history.find((entry) => entry.axis === axis && entry.to === step)?.at ?? null,
    done: index <= reached,
  }))
}
