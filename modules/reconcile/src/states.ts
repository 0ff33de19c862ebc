/** A day of a channel, and a case: two machines. */
import { machine } from '@tiantou/kernel'

/** One day of one channel, until two people have put their names to it. */
export const dayState = machine('reconcile-day', {
  initial: 'waiting',
  final: ['signed'],
  transitions: {
    refuse: { from: ['waiting', 'refused'], to: 'refused' },
    compare: { from: ['waiting', 'refused'], to: 'compared' },
    check: { from: ['compared'], to: 'checked' },
    reopen: { from: ['checked'], to: 'compared' },
    sign: { from: ['checked'], to: 'signed' },
  },
})

/** One difference: the other side comes and it closes by itself, or two people end it. */
export const caseState = machine('reconcile-case', {
  initial: 'open',
  final: ['matched', 'resolved'],
  transitions: {
    match: { from: ['open', 'proposed'], to: 'matched' },
    propose: { from: ['open'], to: 'proposed' },
    reject: { from: ['proposed'], to: 'open' },
    confirm: { from: ['proposed'], to: 'resolved' },
  },
})
