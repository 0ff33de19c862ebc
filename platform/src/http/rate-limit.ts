/**
 * Rate limits: token buckets in this process, one per class and caller. The limits are settings; the limiter
 * has its own suite.
 */
import { Type } from '@tiantou/kernel'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import { setting } from '../settings.ts'

/** Requests per minute by class; an operation names its class in its route. */
export const httpSettings = {
  limits: setting(
    Type.Record(Type.String(), Type.Integer({ minimum: 1, maximum: 100_000_000 })),
    { default: 600, read: 3_000, signIn: 30, code: 10, upload: 60, behaviour: 60, token: 60, door: 6_000 },
    'Requests a minute for one caller, by class; `default` serves classes that are not named.',
  ),
}

export interface Limiter {
  /** Takes one token; 0 when granted, else milliseconds until one comes free. */
  take(limitClass: string, caller: string): number
}

interface Bucket {
  tokens: number
  at: number
}

const MAX_CALLERS = 50_000
const MINUTE_MS = 60_000

/** Opens a limiter over the current limits. */
export const openLimiter = (
  clock: Pick<Clock, 'now'>,
  limits: () => Readonly<Record<string, number>>,
): Limiter => {
  const buckets = new LRUCache<string, Bucket>({ max: MAX_CALLERS })
  return {
    take: (limitClass, caller) => {
      const table = limits()
      const named = Object.hasOwn(table, limitClass) ? table[limitClass] : table['default']
      const perMinute = named ?? 600
      const key = `${limitClass}|${caller}`
      const now = clock.now()
      let bucket = buckets.get(key)
      if (bucket === undefined) {
        bucket = { tokens: perMinute, at: now }
        buckets.set(key, bucket)
      }
      bucket.tokens = Math.min(
        perMinute,
        bucket.tokens + (Math.max(0, now - bucket.at) * perMinute) / MINUTE_MS,
      )
      bucket.at = now
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1
        return 0
      }
      return Math.ceil(((1 - bucket.tokens) * MINUTE_MS) / perMinute)
    },
  }
}
