/** Who acts: the runner checks rights and scopes idempotency keys by it. Pure. */

export type Actor =
  | { readonly kind: 'guest'; readonly id: string }
  | { readonly kind: 'user'; readonly id: string; readonly sessionId: string }
  | {
      readonly kind: 'staff'
      readonly id: string
      readonly sessionId: string
      readonly permissions: readonly string[]
    }
  /** A partner's system; its permissions are the scopes of its token that it still holds. */
  | {
      readonly kind: 'partner'
      readonly id: string
      readonly sessionId: string
      readonly permissions: readonly string[]
    }
  /** Flows, reactions, jobs and callbacks; the id names which. */
  | { readonly kind: 'system'; readonly id: string }

/** `user:usr_…`: scopes idempotency keys, so that nobody is answered with somebody else's result. */
export const actorKey = (actor: Actor): string => `${actor.kind}:${actor.id}`

/** How guests are called who have not named themselves: by where they come from, many by one name. */
export const NAMELESS = 'ip-'

/** Whether something can be kept for this actor alone: a shopper, or a guest with a name of its own. */
export const isVisitor = (actor: Actor): boolean =>
  actor.kind === 'user' || (actor.kind === 'guest' && !actor.id.startsWith(NAMELESS))

/** The actor of flows, reactions and jobs. */
export const system = (id: string): Actor => ({ kind: 'system', id })
