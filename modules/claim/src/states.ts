/** Which state of a claim may follow which. */
import { machine, type StateOf } from '@tiantou/kernel'

export const claimState = machine('claim', {
  initial: 'opened',
  final: ['arbitrated', 'withdrawn'],
  transitions: {
    /** Within the limits of the rules: decided at once, by nobody. */
    decideByRule: { from: ['opened'], to: 'approved' },
    review: { from: ['opened'], to: 'in_review' },
    approve: { from: ['in_review'], to: 'approved' },
    deny: { from: ['in_review'], to: 'denied' },
    withdraw: { from: ['in_review'], to: 'withdrawn' },
    pay: { from: ['approved'], to: 'paying' },
    finish: { from: ['paying'], to: 'paid' },
    appeal: { from: ['denied', 'paid', 'resent'], to: 'appealed' },
    /** The same goods go out once more, for no money. */
    sendAgain: { from: ['approved'], to: 'resending' },
    /** They are there. */
    arrive: { from: ['resending'], to: 'resent' },
    /** They are not to be had, or not all of them: money after all. */
    fallBack: { from: ['resending'], to: 'approved' },
    /** More is paid than was decided first. */
    grant: { from: ['appealed'], to: 'approved' },
    uphold: { from: ['appealed'], to: 'arbitrated' },
  },
})

export type ClaimState = StateOf<typeof claimState>
