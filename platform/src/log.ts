/**
 * Logging: pino with the trace id on every line and personal data redacted by name. Nothing else writes to
 * standard output.
 */
import type { Clock } from './clock.ts'
import { pino, type DestinationStream, type Logger } from 'pino'

export type Log = Logger

/** Field names that never reach a log, wherever they stand (first two levels). */
const REDACTED = [
  'phone',
  'code',
  'password',
  'passwordHash',
  'accessToken',
  'refreshToken',
  'authorization',
  'cookie',
  'name',
  'detail',
  'receiver',
]

/** Opens the log. `level` is a pino level. */
export const openLog = (level: string, clock: Pick<Clock, 'now'>, destination?: DestinationStream): Log => {
  const options = {
    level,
    base: null,
    timestamp: () => `,"at":${clock.now()}`,
    redact: {
      paths: REDACTED.flatMap((field) => [`input.${field}`, `data.${field}`, `*.input.${field}`]),
      censor: '***',
    },
    formatters: { level: (label: string) => ({ level: label }) },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}
