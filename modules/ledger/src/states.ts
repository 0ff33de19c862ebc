/** A hold sets money of an account aside until it is used, given back, or its time is over. */
import { machine } from '@tiantou/kernel'

export const holdState = machine('ledger-hold', {
  initial: 'pending',
  final: ['captured', 'released', 'expired'],
  transitions: {
    capture: { from: ['pending'], to: 'captured' },
    release: { from: ['pending'], to: 'released' },
    expire: { from: ['pending'], to: 'expired' },
  },
})
