/** Links that are signed and end: who has one may read what lies behind it, with no session. */
import { CallError } from '@tiantou/platform'

/** What such a link carries in its query. */
export interface SignedQuery {
  readonly until?: unknown
  readonly sig?: unknown
}

const MOST_LETTERS = 100

/** When a link ends (milliseconds UTC) and its signature; undefined where it is none. */
export const linkIn = ({ until, sig }: SignedQuery) =>
  typeof until === 'string' && /^\d{13}$/.test(until) && typeof sig === 'string' && sig.length <= MOST_LETTERS
    ? { until: Number(until), signature: sig }
    : undefined

/**
 * Whether there is something to read behind a link. A wrong one and nothing behind it are told apart by
 * nothing.
 * @throws CallError platform.gone where it was good once
 */
export const isGood = ({ verdict }: { readonly verdict: 'good' | 'over' | 'wrong' }): boolean => {
  if (verdict === 'over') throw new CallError('platform.gone', 'The link is over.')
  return verdict === 'good'
}
