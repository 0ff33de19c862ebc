/** Which state of a review may follow which; a follow-up goes the same way. */
import { machine, type StateOf } from '@tiantou/kernel'

export const reviewState = machine('review', {
  initial: 'checking',
  final: ['withdrawn'],
  transitions: {
    /** The checker found nothing, or there was nothing to check. */
    pass: { from: ['checking'], to: 'published' },
    /** The checker is unsure, away for too long, or there is none: a person looks. */
    ask: { from: ['checking'], to: 'in_review' },
    block: { from: ['checking'], to: 'rejected' },
    /** A person may overrule the checker. */
    approve: { from: ['in_review', 'rejected'], to: 'published' },
    reject: { from: ['in_review'], to: 'rejected' },
    /** Its author writes it anew. */
    rewrite: { from: ['rejected'], to: 'checking' },
    hide: { from: ['published'], to: 'hidden' },
    restore: { from: ['hidden'], to: 'published' },
    withdraw: { from: ['checking', 'in_review', 'published', 'rejected', 'hidden'], to: 'withdrawn' },
  },
})

export type ReviewState = StateOf<typeof reviewState>
