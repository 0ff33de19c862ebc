/** Rows of movements as commands write them: what came to a place or left it, and by whom. */
import type { Actor } from '@tiantou/kernel'
import type { MovementRow, PlaceRow } from './tables.ts'

interface Moving {
  readonly now: number
  readonly actor: Actor
  id(prefix: string): string
}

type At = Pick<PlaceRow, 'sku_id' | 'lot_id' | 'location'>
type What = Pick<MovementRow, 'kind' | 'pieces' | 'weight_g'> &
  Partial<Pick<MovementRow, 'order_id' | 'reason' | 'note'>>

/** One movement at one place; pieces and grams are negative where they left it. */
export const movement = ({ now, actor, id }: Moving, at: At, what: What): MovementRow => ({
  id: id('mov'),
  sku_id: at.sku_id,
  lot_id: at.lot_id,
  location: at.location,
  order_id: null,
  reason: '',
  note: '',
  ...what,
  actor_kind: actor.kind,
  actor_id: actor.id,
  at: now,
})
