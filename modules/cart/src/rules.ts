/** What a cart may hold, and whose it is. Pure. */
import { type Actor, isVisitor } from '@tiantou/kernel'

/** Most lines in one cart. */
export const maxLines = 100

/** Most pieces in one line; the contract's `Pieces` says the same. */
export const maxPieces = 9_999

/** Whether a cart of so many lines takes one more. */
export const takesAnotherLine = (lines: number): boolean => lines < maxLines

/** Before the names of guests; no shopper's id has a colon. */
export const guestPrefix = 'guest:'

/** Whose cart it is. The runner lets nobody else in; anyone else here is a defect. */
export const ownerOf = (actor: Actor): string => {
  if (!isVisitor(actor)) throw new Error('Only shoppers and guests with a name have a cart.')
  return actor.kind === 'user' ? actor.id : `${guestPrefix}${actor.id}`
}

/** A guest's cart that nobody has added to for so long is thrown away. */
export const guestKeeps_ms = 30 * 86_400_000

interface Held {
  readonly sku_id: string
  readonly quantity: number
}

/**
 * What a guest's cart leaves in a shopper's at the sign-in: of each SKU the larger number, not the sum, so
 * that signing in again on a device that was signed in before doubles nothing. Newest first, as many as there
 * is room for; the rest stays with the guest.
 */
export const mergeCarts = (guest: readonly Held[], mine: readonly Held[]) => {
  const held = new Map(mine.map((line) => [line.sku_id, line.quantity]))
  const grown = guest.filter(({ sku_id: sku, quantity }) => quantity > (held.get(sku) ?? Infinity))
  const fresh = guest.filter(({ sku_id: sku }) => !held.has(sku))
  const room = Math.max(0, maxLines - mine.length)
  return { grown, added: fresh.slice(0, room), left: fresh.slice(room) }
}
