/**
 * Which state may follow which: an order to pack, each of its lines, a shortage, a parcel, a wave, a scale.
 */
import { machine, type StateOf } from '@tiantou/kernel'

/** An order to pack, from the moment that it is paid. */
export const taskState = machine('fulfilment', {
  initial: 'waiting',
  final: ['delivered', 'cancelled'],
  transitions: {
    allocate: { from: ['waiting'], to: 'allocated' },
    /** A lot was stopped or turned out bad: other lots are to be found. */
    fallBack: { from: ['allocated', 'picking'], to: 'waiting' },
    pick: { from: ['allocated'], to: 'picking' },
    hold: { from: ['waiting', 'allocated', 'picking'], to: 'on_hold' },
    resume: { from: ['on_hold'], to: 'waiting' },
    pack: { from: ['allocated', 'picking'], to: 'packed' },
    ship: { from: ['packed', 'waiting', 'allocated', 'picking', 'on_hold'], to: 'shipped' },
    deliver: { from: ['shipped'], to: 'delivered' },
    cancel: { from: ['waiting', 'allocated', 'picking', 'on_hold'], to: 'cancelled' },
    /** What is packed must not leave. */
    takeApart: { from: ['packed'], to: 'cancelled' },
  },
})

/** One line of it. */
export const lineState = machine('fulfilment-line', {
  initial: 'waiting',
  final: ['packed', 'dropped', 'cancelled'],
  transitions: {
    allocate: { from: ['waiting'], to: 'allocated' },
    lose: { from: ['allocated', 'weighed'], to: 'waiting' },
    weigh: { from: ['allocated'], to: 'weighed' },
    unweigh: { from: ['weighed'], to: 'allocated' },
    /** None of its pieces is to be had. */
    drop: { from: ['waiting', 'allocated'], to: 'dropped' },
    pack: { from: ['weighed'], to: 'packed' },
    cancel: { from: ['waiting', 'allocated', 'weighed'], to: 'cancelled' },
  },
})

/** Pieces that are not to be had. */
export const shortageState = machine('shortage', {
  initial: 'open',
  final: ['substituted', 'refunded'],
  transitions: {
    ask: { from: ['open'], to: 'asked' },
    accept: { from: ['asked'], to: 'accepted' },
    decline: { from: ['asked'], to: 'declined' },
    timeOut: { from: ['asked'], to: 'timed_out' },
    substitute: { from: ['open', 'accepted'], to: 'substituted' },
    refund: { from: ['open', 'accepted', 'declined', 'timed_out'], to: 'refunded' },
  },
})

export const parcelState = machine('parcel', {
  initial: 'packed',
  final: ['delivered', 'returned', 'unpacked'],
  transitions: {
    /** It must not leave, and nothing else of its order. */
    unpack: { from: ['packed'], to: 'unpacked' },
    ship: { from: ['packed'], to: 'shipped' },
    deliver: { from: ['shipped'], to: 'delivered' },
    return: { from: ['shipped'], to: 'returned' },
  },
})

/** Orders that are picked together. */
export const waveState = machine('wave', {
  initial: 'planned',
  final: ['done'],
  transitions: {
    start: { from: ['planned'], to: 'picking' },
    finish: { from: ['planned', 'picking'], to: 'done' },
  },
})

export const scaleState = machine('scale', {
  initial: 'unchecked',
  final: ['retired'],
  transitions: {
    pass: { from: ['unchecked', 'in_use', 'out'], to: 'in_use' },
    fail: { from: ['unchecked', 'in_use', 'out'], to: 'out' },
    retire: { from: ['unchecked', 'in_use', 'out'], to: 'retired' },
  },
})

export type TaskState = StateOf<typeof taskState>
export type LineState = StateOf<typeof lineState>
export type ShortageState = StateOf<typeof shortageState>
export type ParcelState = StateOf<typeof parcelState>
export type WaveState = StateOf<typeof waveState>
export type ScaleState = StateOf<typeof scaleState>
