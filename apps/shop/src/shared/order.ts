/** How an order is told: in one headline, and on its three axes. Which action is possible the server says. */
import type { Output } from '@tiantou/client'
import { words } from '../words.data.ts'
import { timeLeft } from './clock.ts'

export type Order = Output<'order.get'>
type Axes = Pick<Order, 'state' | 'payment' | 'fulfilment'>

const { headline, steps } = words.order

/** One word for a list: the axis that matters most now. */
export const stateWord = ({ state, payment, fulfilment }: Axes): string => {
  if (state === 'completed') return steps.completed
  if (state === 'cancelled') return payment === 'refunding' ? steps.refunding : steps.cancelled
  return payment === 'unpaid' ? steps.unpaid : steps[fulfilment]
}

const cancelledText = ({ payment, totalFen }: Pick<Order, 'payment' | 'totalFen'>): string => {
  if (payment === 'refunding') return headline.refunding(totalFen)
  return payment === 'refunded' ? headline.refunded(totalFen) : headline.cancelledUnpaid
}

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
  return { title: headline.toShip, text: headline.toShipText, tone: 'leaf' }
}

type AxisName = 'state' | 'payment' | 'fulfilment'
type Step = keyof typeof steps

export interface AxisStep {
  readonly label: string
  /** When it was reached; null when it was not, or when nobody wrote it down. */
  readonly at: number | null
  readonly done: boolean
}

const waysOf = (order: Order): Record<AxisName, readonly Step[]> => ({
  state: ['open', order.state === 'cancelled' ? 'cancelled' : 'completed'],
  payment: order.payment.startsWith('refund')
    ? ['unpaid', 'paid', 'refunding', 'refunded']
    : ['unpaid', 'paid'],
  fulfilment: ['waiting', 'shipped', 'delivered'],
})

/** The three axes as steps: where each stands and when it got there. */
export const axesOf = (
  order: Order,
): readonly { name: AxisName; label: string; steps: readonly AxisStep[] }[] => {
  const ways = waysOf(order)
  return (['state', 'payment', 'fulfilment'] as const).map((name) => {
    const way = ways[name]
    const reached = way.indexOf(order[name])
    return {
      name,
      label: words.order.axes[name],
      steps: way.map((step, index) => ({
        label: steps[step],
        at: order.history.find((entry) => entry.axis === name && entry.to === step)?.at ?? null,
        done: index <= reached,
      })),
    }
  })
}
