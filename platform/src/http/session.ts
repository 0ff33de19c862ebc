/**
 * Who is calling: an opaque bearer token looked up through the house, or a guest. Answers are kept five
 * seconds, so that an ended session or a changed role acts within that time in every process.
 */
import { type Actor, NAMELESS } from '@tiantou/kernel'
import { hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'

export interface Authenticated {
  readonly kind: 'user' | 'staff' | 'partner'
  readonly id: string
  readonly sessionId: string
  readonly permissions: readonly string[]
  readonly expiresAt: number
}

/** Asks the house whose token it is. */
export type Authenticate = (accessToken: string) => Promise<Authenticated | null>

export interface Sessions {
  /** The caller of a request; null when it carries a token that is not (or no longer) good. */
  actorOf(request: FastifyRequest): Actor | null | Promise<Actor | null>
  /** The caller as a guest, whatever token the request carries. */
  guestOf(request: FastifyRequest): Actor
}

const REMEMBER_MS = 5_000
const MAX_REMEMBERED = 20_000
const BEARER = /^Bearer ([\w.~-]{20,200})$/
const GUEST = /^[\w-]{16,64}$/

const guest = (request: FastifyRequest): Actor => {
  const named = request.headers['tt-guest']
  if (typeof named === 'string' && GUEST.test(named) && !named.startsWith(NAMELESS))
    return { kind: 'guest', id: named }
  return { kind: 'guest', id: `${NAMELESS}${hash('sha256', request.ip, 'base64url').slice(0, 22)}` }
}

const toActor = (found: Authenticated): Actor =>
  found.kind === 'user'
    ? { kind: 'user', id: found.id, sessionId: found.sessionId }
    : { kind: found.kind, id: found.id, sessionId: found.sessionId, permissions: found.permissions }

/** Opens the memory of sessions. */
export const openSessions = (clock: Pick<Clock, 'now'>, authenticate: Authenticate): Sessions => {
  const known = new LRUCache<string, { actor: Actor; until: number }>({ max: MAX_REMEMBERED })
  const ask = async (token: string): Promise<Actor | null> => {
    const found = await authenticate(token)
    if (found === null) return null
    const now = clock.now()
    const actor = toActor(found)
    known.set(token, { actor, until: Math.min(now + REMEMBER_MS, found.expiresAt) })
    return actor
  }
  return {
    guestOf: guest,
    actorOf: (request) => {
      const { authorization } = request.headers
      if (authorization === undefined) return guest(request)
      const token = BEARER.exec(authorization)?.[1]
      if (token === undefined) return null
      const remembered = known.get(token)
      if (remembered !== undefined && remembered.until > clock.now()) return remembered.actor
      return ask(token)
    },
  }
}

/** Reads one cookie of a request. */
export const cookieOf = (request: FastifyRequest, name: string): string | undefined => {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=')
    if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}
