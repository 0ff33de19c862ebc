/**
 * The typed client of the platform's contracts. One call is one intention of a person: it keeps its key
 * through every retry, so that a lost answer never makes a second order. Transport, clock, randomness and
 * storage are injected.
 */
import { createDelivery, type Effort } from './delivery.ts'
import type { Answer, Input, OperationName } from './operations.ts'
import { createSession, type Notes, type Tokens } from './session.ts'
import type { AnyAnswer, RouteRow, RouteTable, Send } from './wire.ts'

export interface ClientOptions {
  readonly routes: RouteTable
  readonly send: Send
  readonly notes: Notes
  /** True in browsers: the refresh token travels as an HttpOnly cookie. */
  readonly web: boolean
  /** A new UUID. */
  readonly newKey: () => string
  /** The device's clock, milliseconds UTC. */
  readonly now: () => number
  readonly wait: (time_ms: number) => Promise<void>
  /** 0 ≤ x < 1, to spread retries. */
  readonly random: () => number
  /** Runs work while no other tab runs it; without it only this page is guarded. */
  readonly lock?: <T>(work: () => Promise<T>) => Promise<T>
  readonly onSession?: (signedIn: boolean) => void
  readonly base?: string
}

/**
 * `key`: of the intention, drawn anew when absent; `tries`: 3 at most when absent; `timeout_ms`: of each try,
 * 10 s when absent.
 */
export type CallOptions = Partial<Effort>

export interface Client {
  /** Calls one operation by name. Never throws: every outcome is a value. */
  api<N extends OperationName>(name: N, input: Input<N>, options?: CallOptions): Promise<Answer<N>>
  /** Whether somebody is signed in, as far as this device knows. */
  signedIn(): boolean
  /** What this device calls itself while nobody is signed in; null where it never had to. */
  guest(): string | null
  /** The server's time as far as known, milliseconds UTC. */
  now(): number
}

/** Who these let in is signed in. */
const entrances: ReadonlySet<string> = new Set<OperationName>([
  'user.signIn',
  'sign-in-by-wechat.flow',
  'sign-in-by-mini.flow',
])
const guestNote = 'tt.guest'
const signedOut: AnyAnswer = { ok: false, code: 'signed_out', data: undefined, status: 401, traceId: '' }

/** Builds a client. One per app: it holds the session. */
export const createClient = (options: ClientOptions): Client => {
  const {
    routes,
    notes,
    web,
    newKey,
    lock = (work) => work(),
    onSession = () => {},
    base = '/api/v1',
  } = options
  const guest = () => {
    const known = notes.get(guestNote) ?? newKey()
    notes.set(guestNote, known)
    return known
  }
  const { deliver, now } = createDelivery({ ...options, base, guest })
  const session = createSession({ notes, cookie: web, newKey, now, lock, onChange: onSession })

  const rowOf = (name: string): RouteRow => {
    const row = routes[name]
    if (!row) throw new Error(`no route for ${name}`)
    return row
  }
  const fill = ({ key = newKey(), tries = 3, timeout_ms = 10_000 }: CallOptions): Effort => ({
    key,
    tries,
    timeout_ms,
  })
  const askRefresh = (input: object, key: string) =>
    deliver(rowOf('user.refresh'), input, null, fill({ key }))

  const callAsShopper = async (row: RouteRow, input: object, effort: Effort): Promise<AnyAnswer> => {
    for (let again = false; ; again = true) {
      const token = await session.ensure(askRefresh)
      if (token === null) return signedOut
      if (typeof token !== 'string') return token
      const answer = await deliver(row, input, token, effort)
      if (answer.ok || answer.status !== 401) return answer
      session.doubt(token)
      if (!again) continue
      session.end()
      return signedOut
    }
  }

  const call = async (name: string, input: object, effort: Effort): Promise<AnyAnswer> => {
    const row = rowOf(name)
    if (row[2] === 1 || (row[2] === 2 && session.signedIn())) return callAsShopper(row, input, effort)
    const token = name === 'user.signOut' ? await session.ensure(askRefresh) : null
    const answer = await deliver(row, input, typeof token === 'string' ? token : null, effort)
    if (answer.ok && entrances.has(name)) session.adopt(answer.value as Tokens)
    if (answer.ok && name === 'user.signOut') session.end()
    return answer
  }

  return {
    api: (name, input, set = {}) => call(name, input as object, fill(set)) as Promise<Answer<typeof name>>,
    signedIn: session.signedIn,
    guest: () => notes.get(guestNote),
    now,
  }
}
