/** What a cart may hold, and whose it is. Pure. */
import type { Actor } from '@tiantou/kernel'

/** Most lines in one cart. */
export const maxLines = 100

/** Most pieces in one line; the contract's `Pieces` says the same. */
export const maxPieces = 9_999

/** Whether a cart of so many lines takes one more. */
export const takesAnotherLine = (lines: number): boolean => lines < maxLines

/** The shopper whose cart it is. The runner lets nobody else in; anyone else here is a defect. */
export const shopperOf = (actor: Actor): string => {
  if (actor.kind !== 'user') throw new Error('Only a shopper has a cart.')
  return actor.id
}
