/**
 * Logging: pino with the trace id on every line and personal data redacted by name. Nothing else writes to
 * standard output.
 */
import type { Clock } from './clock.ts'
import { destination as openDestination, pino, type DestinationStream, type Logger } from 'pino'

export type Log = Logger

/** Fields of inputs and data that may name a person, whatever they hold. */
const PERSONAL = ['name', 'code', 'detail', 'receiver', 'address']

/** Fields that are secret wherever they stand. */
const SECRET_NAMES =
  'phone|password|passwordHash|token|accessToken|refreshToken|authorization|cookie|set-cookie|' +
  'idNumber|bankAccount'

/**
 * Inside texts too (an error's message, JSON within JSON), where no field name can be asked for beforehand.
 */
const SCRUBBED: readonly (readonly [RegExp, string])[] = [
  [new RegExp(String.raw`(\\*")(${SECRET_NAMES})\1:\s*\1(?:(?!\1)(?:\\.|[^\\]))*\1`, 'gi'), '$1$2$1:$1***$1'],
  [/(\\*")code\1:\s*\1\d{4,8}\1/g, '$1code$1:$1***$1'],
  [/(\\*")receiver\1:\s*\{[^{}]*\}/g, '$1receiver$1:$1***$1'],
  [/Bearer [\w.~+/=-]{8,}/g, 'Bearer ***'],
]

const PHONE = /(?<!\d)((?:\+?86)?1[3-9]\d)\d{4}(?=\d{4}(?!\d))/g
/**
 * What stands before a number of JSON: its middle must stay a number, or the line is none that can be read.
 */
const BEFORE_NUMBER = /[:[,.-]/

const maskPhone = (_phone: string, head: string, at: number, line: string): string =>
  `${head}${BEFORE_NUMBER.test(line.charAt(at - 1)) ? '0000' : '****'}`

/**
 * Takes out of a finished line what must never be read in a log: tokens, passwords, codes, the middle of
 * phones.
 */
const scrub = (line: string): string => {
  let clean = line
  for (const [pattern, by] of SCRUBBED) clean = clean.replace(pattern, by)
  return clean.replace(PHONE, maskPhone)
}

const shape = (level: string, clock: Pick<Clock, 'now'>) => ({
  level,
  base: null,
  timestamp: () => `,"at":${clock.now()}`,
  formatters: { level: (label: string) => ({ level: label }) },
})

/** Opens the log. `level` is a pino level. */
export const openLog = (level: string, clock: Pick<Clock, 'now'>, destination?: DestinationStream): Log => {
  const paths = PERSONAL.flatMap((field) => [`input.${field}`, `data.${field}`, `*.input.${field}`])
  const options = { ...shape(level, clock), redact: { paths, censor: '***' }, hooks: { streamWrite: scrub } }
  return destination === undefined ? pino(options) : pino(options, destination)
}

/**
 * What the log of answers says of one answer. `route` is the pattern, never the URL: URLs may name people.
 */
export interface AccessLine {
  readonly trace: string
  readonly method: string
  readonly route: string
  readonly status: number
  readonly ms: number
}

export type AccessLog = (line: AccessLine) => void

const BUFFER_BYTES = 8 * 1_024
const FLUSH_MS = 500

/**
 * Opens the log of answers. Its lines hold only what the server itself knows, so nothing needs redacting;
 * they are written in bunches: redaction and one write a line cost a fifth of a hot read.
 */
export const openAccessLog = (
  level: string,
  clock: Pick<Clock, 'now'>,
  destination?: DestinationStream,
): AccessLog => {
  if (!pino({ level, enabled: level !== 'silent' }).isLevelEnabled('info')) return () => undefined
  const bunched = { dest: 1, sync: false, minLength: BUFFER_BYTES, periodicFlush: FLUSH_MS }
  const out = destination ?? openDestination(bunched)
  const routes = new Map<string, string>()
  return ({ trace, method, route, status, ms }) => {
    let quoted = routes.get(route)
    if (quoted === undefined) {
      quoted = JSON.stringify(route)
      routes.set(route, quoted)
    }
    const took = Math.round(ms * 10) / 10
    out.write(
      `{"level":"info","at":${clock.now()},"trace":"${trace}","method":"${method}","route":${quoted},` +
        `"status":${status},"ms":${took}}\n`,
    )
  }
}
