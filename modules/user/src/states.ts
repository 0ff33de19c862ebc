/** Which state of a session, of a pair of its tokens, and of a partner may follow which. */
import { machine, type StateOf } from '@tiantou/kernel'

/** One sign-in on one device: a family of token pairs. Once ended, none of its tokens opens anything. */
export const session = machine('session', {
  initial: 'open',
  final: ['ended'],
  transitions: { end: { from: ['open'], to: 'ended' } },
})

/** One pair of tokens. Its refresh token is exchanged once. */
export const tokenPair = machine('token-pair', {
  initial: 'current',
  final: ['rotated'],
  transitions: { rotate: { from: ['current'], to: 'rotated' } },
})

/** A partner system: only an active one gets tokens, and only its tokens open anything. */
export const partner = machine('partner', {
  initial: 'active',
  final: [],
  transitions: {
    disable: { from: ['active'], to: 'disabled' },
    enable: { from: ['disabled'], to: 'active' },
  },
})

export type PartnerState = StateOf<typeof partner>
export type SessionState = StateOf<typeof session>
export type TokenPairState = StateOf<typeof tokenPair>
