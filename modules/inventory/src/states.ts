/** Which state of a reservation, a lot, an allocation or a count may follow which. */
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

/** A lot: held while something is to be found out about it, recalled for good. */
export const lotState = machine('lot', {
  initial: 'sellable',
  final: ['recalled'],
  transitions: {
    hold: { from: ['sellable'], to: 'held' },
    release: { from: ['held'], to: 'sellable' },
    recall: { from: ['sellable', 'held'], to: 'recalled' },
  },
})

/** Pieces of a lot that are meant for one order, until they leave with it or it lets go of them. */
export const allocation = machine('allocation', {
  initial: 'allocated',
  final: ['dispatched', 'freed'],
  transitions: {
    pack: { from: ['allocated'], to: 'packed' },
    dispatch: { from: ['allocated', 'packed'], to: 'dispatched' },
    free: { from: ['allocated', 'packed'], to: 'freed' },
    /** Their lot was stopped; what lies in parcels stays there. */
    lose: { from: ['allocated'], to: 'freed' },
  },
})

/** A count that found too much or too little for one person to say alone. */
export const countState = machine('count', {
  initial: 'waiting',
  final: ['accepted', 'rejected'],
  transitions: {
    accept: { from: ['waiting'], to: 'accepted' },
    reject: { from: ['waiting'], to: 'rejected' },
  },
})

export type LotState = StateOf<typeof lotState>
export type AllocationState = StateOf<typeof allocation>
export type CountState = StateOf<typeof countState>
export type ReservationState = StateOf<typeof reservation>
