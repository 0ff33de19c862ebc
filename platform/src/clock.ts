/**
 * The only place that touches the machine's clock and randomness. Everything else is handed a `Clock`, so
 * that tests can move time and crashes can be replayed.
 */
import { randomBytes } from 'node:crypto'
import { makeId } from '@tiantou/kernel'

export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  now(): number
  /** Cryptographically strong random bytes. */
  random(bytes: number): Buffer
}

const POOL_BYTES = 4096
let pool = randomBytes(POOL_BYTES)
let used = 0

/**
 * Strong random bytes drawn from a pool: asking the system for ten bytes at a time costs more than the rest
 * of an id.
 */
const pooledRandom = (bytes: number): Buffer => {
  if (bytes > 64) return randomBytes(bytes)
  if (used + bytes > POOL_BYTES) {
    pool = randomBytes(POOL_BYTES)
    used = 0
  }
  used += bytes
  return pool.subarray(used - bytes, used)
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now(), random: pooledRandom }

const COUNTS = 0x1000
let countedAt = 0
let count = 0

/**
 * A fresh prefixed, time-ordered id, for example `ord_01j…`. What one process makes within a millisecond is
 * in order too: twelve bits count on from a random start (RFC 9562 §6.2, method 1), sixty-two stay random.
 */
export const newId = (clock: Clock, prefix: string): string => {
  const now = clock.now()
  const bytes = Uint8Array.from(clock.random(10))
  count = now === countedAt ? (count + 1) % COUNTS : (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) % (COUNTS / 2)
  countedAt = now
  bytes[0] = count >> 8
  bytes[1] = count & 0xff
  return makeId(prefix, now, bytes)
}
