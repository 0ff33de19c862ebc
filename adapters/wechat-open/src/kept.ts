/**
 * What WeChat lends for two hours (access token, JS-SDK ticket): fetched when needed, by one call for all who
 * wait, and kept in memory until shortly before its end. Never stored, never logged.
 */
import type { WechatAnswer } from '@tiantou/user/port'

export interface Lent {
  readonly value: string
  /** Milliseconds UTC. */
  readonly expiresAt: number
}

export interface Kept {
  get(): Promise<WechatAnswer<Lent>>
  /** WeChat did not take this one: the next `get` fetches, unless somebody else already has. */
  drop(value: string): void
}

/** So long before its end a thing is not handed out any more. */
const SPARE_MS = 60_000

/** Keeps what `fetchOne` brings. Failures are not kept. */
export function keep(fetchOne: () => Promise<WechatAnswer<Lent>>, now: () => number): Kept {
  let held: Lent | undefined
  let running: Promise<WechatAnswer<Lent>> | undefined
  const fetchAndHold = async (): Promise<WechatAnswer<Lent>> => {
    const answer = await fetchOne()
    if (answer.kind === 'ok') held = answer.value
    return answer
  }
  return {
    get: async () => {
      if (held !== undefined && held.expiresAt - SPARE_MS > now()) return { kind: 'ok', value: held }
      running ??= fetchAndHold().finally(() => {
        running = undefined
      })
      return running
    },
    drop: (value) => {
      if (held?.value === value) held = undefined
    },
  }
}
