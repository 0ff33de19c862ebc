/**
 * The load driver: a fixed number of keep-alive sockets, each sending its next request when the last is
 * answered. Raw sockets, because the driver shares two cores with what it measures and must cost as little as
 * it can.
 */
import { connect, type Socket } from 'node:net'

export interface Request {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface LoadResult {
  readonly perSecond: number
  readonly p50_ms: number
  readonly p99_ms: number
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>
  /** Bodies of answers that were not 200, at most ten. */
  readonly odd: readonly string[]
}

export interface Load {
  readonly port: number
  readonly connections: number
  /** Stops after this long … */
  readonly seconds?: number
  /** … or after so many requests. */
  readonly requests?: number
  /** The next request; null when there is nothing more to send. */
  readonly next: () => Request | null
}

/** A request as it goes over the wire. */
export const wireText = ({ method, path, headers = {}, body }: Request): string => {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const length =
    body === undefined
      ? ''
      : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
  return `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines.join('')}${length}\r\n${body ?? ''}`
}

const HEAD_END = Buffer.from('\r\n\r\n')

interface Answer {
  readonly status: string
  readonly body: Buffer
}

/** One whole answer at the start of what was received, or null while it is still coming. */
const takeAnswer = (received: Buffer): { answer: Answer; rest: Buffer } | null => {
  const headEnd = received.indexOf(HEAD_END)
  if (headEnd < 0) return null
  const head = received.toString('latin1', 0, headEnd)
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
  const end = headEnd + 4 + length
  if (received.length < end) return null
  return {
    answer: { status: head.slice(9, 12), body: received.subarray(headEnd + 4, end) },
    rest: received.subarray(end),
  }
}

class Tally {
  readonly times: number[] = []
  readonly statuses: Record<string, number> = {}
  readonly odd: string[] = []

  note(answer: Answer, ms: number): void {
    this.times.push(ms)
    this.statuses[answer.status] = (this.statuses[answer.status] ?? 0) + 1
    if (answer.status !== '200' && this.odd.length < 10) this.odd.push(answer.body.toString())
  }
}

const driveSocket = (load: Load, tally: Tally, more: () => Request | null): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket: Socket = connect({ port: load.port, host: '127.0.0.1', noDelay: true })
    let sentAt = 0
    let received: Buffer = Buffer.alloc(0)
    const send = () => {
      const request = more()
      if (request === null) {
        socket.end()
        resolve()
        return
      }
      sentAt = performance.now()
      socket.write(wireText(request))
    }
    socket.once('connect', send)
    socket.once('error', reject)
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
      const taken = takeAnswer(received)
      if (taken === null) return
      received = taken.rest
      tally.note(taken.answer, performance.now() - sentAt)
      send()
    })
  })

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/** Drives a load and says how it went. */
export const drive = async (load: Load): Promise<LoadResult> => {
  const tally = new Tally()
  const began = performance.now()
  let left = load.requests ?? Number.POSITIVE_INFINITY
  const more = (): Request | null => {
    if (load.seconds !== undefined && performance.now() - began > load.seconds * 1_000) return null
    if (left <= 0) return null
    left -= 1
    return load.next()
  }
  await Promise.all(Array.from({ length: load.connections }, () => driveSocket(load, tally, more)))
  const seconds = (performance.now() - began) / 1_000
  const sorted = tally.times.toSorted((a, b) => a - b)
  return {
    perSecond: sorted.length / seconds,
    p50_ms: quantile(sorted, 0.5),
    p99_ms: quantile(sorted, 0.99),
    statuses: tally.statuses,
    odd: tally.odd,
  }
}

/** The middle of some figures. */
export const median = (figures: readonly number[]): number =>
  quantile(
    figures.toSorted((a, b) => a - b),
    0.5,
  )
