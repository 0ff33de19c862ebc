/** Which state of a place in a slot, and of a parcel at its carrier, may follow which. */
import { machine, type StateOf } from '@tiantou/kernel'

/** An order's place in a slot: used when the goods are there, given back when the order is called off. */
export const booking = machine('booking', {
  initial: 'booked',
  final: ['used', 'freed'],
  transitions: {
    use: { from: ['booked'], to: 'used' },
    free: { from: ['booked'], to: 'freed' },
  },
})

export type BookingState = StateOf<typeof booking>

/**
 * A parcel at its carrier. `wanted`: its number is being asked for; `refused`: a person types one or has
 * another carrier asked; news of a carrier may come before anybody says that the parcel left.
 */
export const waybill = machine('waybill', {
  initial: 'wanted',
  final: ['delivered', 'returned', 'called_off'],
  transitions: {
    issue: { from: ['wanted'], to: 'issued' },
    refuse: { from: ['wanted'], to: 'refused' },
    askAgain: { from: ['refused'], to: 'wanted' },
    type: { from: ['wanted', 'refused'], to: 'issued' },
    leave: { from: ['wanted', 'refused', 'issued'], to: 'on_road' },
    /** Its order was called off before it left. */
    callOff: { from: ['wanted', 'refused', 'issued'], to: 'called_off' },
    arrive: { from: ['issued', 'on_road'], to: 'delivered' },
    comeBack: { from: ['issued', 'on_road'], to: 'returned' },
  },
})

export type WaybillState = StateOf<typeof waybill>
