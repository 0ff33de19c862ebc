/**
 * The shopper's session as a front end holds it: the access token in memory, a note that somebody is signed
 * in, and one refresh at a time over all tabs. A refresh whose answer was lost is asked again with the same
 * key, so it is a replay.
 */
import type { AnyAnswer } from './wire.ts'

/** Small texts that outlive a page: localStorage in browsers, wx storage in the mini program. */
export interface Notes {
  get(name: string): string | null
  /** Null removes. */
  set(name: string, value: string | null): void
}

export interface SessionOptions {
  readonly notes: Notes
  /** Browsers keep the refresh token in an HttpOnly cookie; others keep it among the notes. */
  readonly cookie: boolean
  readonly newKey: () => string
  /** The server's time as far as known, milliseconds UTC. */
  readonly now: () => number
  /** Runs work while no other tab runs it. */
  readonly lock: <T>(work: () => Promise<T>) => Promise<T>
  readonly onChange: (signedIn: boolean) => void
}

/** Sends one refresh and answers what came. */
type AskRefresh = (input: { refreshToken?: string }, key: string) => Promise<AnyAnswer>

export interface Tokens {
  readonly accessToken: string
  readonly accessExpiresAt: number
  readonly refreshToken?: string
}

/** A token this close to its end is exchanged before it is used. */
const spare_ms = 5_000
const signedInNote = 'tt.in'
const refreshNote = 'tt.refresh'
const keyNote = 'tt.refresh-key'

export interface Session {
  /** Whether somebody is signed in, as far as this device knows. */
  signedIn(): boolean
  /** A token that can be used now, or null. */
  token(): string | null
  /** A usable token, refreshing if needed; `signed_out` when nobody is; else the trouble of the refresh. */
  ensure(ask: AskRefresh): Promise<string | AnyAnswer | null>
  adopt(tokens: Tokens): void
  /** The server did not take the token: the next `ensure` refreshes. */
  doubt(token: string): void
  end(): void
}

const isTokens = (value: unknown): value is Tokens =>
  typeof value === 'object' && value !== null && 'accessToken' in value

export const createSession = (options: SessionOptions): Session => {
  const { notes, cookie, newKey, now, lock, onChange } = options
  let access: Tokens | null = null
  let running: Promise<string | AnyAnswer | null> | null = null

  const signedIn = () => notes.get(signedInNote) !== null
  const token = () => (access && access.accessExpiresAt - spare_ms > now() ? access.accessToken : null)

  const adopt = (tokens: Tokens) => {
    const fresh = !signedIn()
    access = tokens
    notes.set(signedInNote, '1')
    if (!cookie && tokens.refreshToken) notes.set(refreshNote, tokens.refreshToken)
    if (fresh) onChange(true)
  }

  const end = () => {
    access = null
    for (const note of [signedInNote, refreshNote, keyNote]) notes.set(note, null)
    onChange(false)
  }

  const attempt = async (ask: AskRefresh, again: boolean): Promise<string | AnyAnswer | null> => {
    const key = notes.get(keyNote) ?? newKey()
    notes.set(keyNote, key)
    const held = cookie ? null : notes.get(refreshNote)
    const answer = await ask(held === null ? {} : { refreshToken: held }, key)
    if (!answer.ok && answer.status === 0) return answer
    notes.set(keyNote, null)
    if (answer.ok && isTokens(answer.value)) {
      adopt(answer.value)
      return answer.value.accessToken
    }
    if (answer.ok) return null
    if (answer.status === 401) {
      end()
      return null
    }
    // The key was left behind by a refresh that did arrive: the cookie has moved on, so a new key is right.
    return again && answer.status < 500 && answer.status !== 429 ? attempt(ask, false) : answer
  }

  const ensure: Session['ensure'] = async (ask) => {
    const usable = token()
    if (usable) return usable
    if (!signedIn()) return null
    running ??= lock(() => attempt(ask, true)).finally(() => {
      running = null
    })
    return running
  }

  const doubt = (used: string) => {
    if (access?.accessToken === used) access = null
  }

  return { signedIn, token, ensure, adopt, doubt, end }
}
