/** Which state of a session, and of a pair of its tokens, may follow which. */
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

export type SessionState = StateOf<typeof session>
export type TokenPairState = StateOf<typeof tokenPair>
