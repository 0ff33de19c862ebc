/** Which state of a reservation may follow which. All lines of one order move together. */
import { machine, type StateOf } from '@tiantou/kernel'

/** Stock promised to an order: held until it is paid, sold until it is shipped or the order is called off. */
export const reservation = machine('reservation', {
  initial: 'held',
  final: ['released', 'dispatched'],
  transitions: {
    release: { from: ['held', 'sold'], to: 'released' },
    expire: { from: ['held'], to: 'released' },
    commit: { from: ['held'], to: 'sold' },
    dispatch: { from: ['sold'], to: 'dispatched' },
  },
})

export type ReservationState = StateOf<typeof reservation>
