/** The toy house behind its HTTP server, called without a network. */
import { randomUUID } from 'node:crypto'
import type { InjectOptions, LightMyRequestResponse as Response } from 'fastify'
import {
  type Authenticated,
  buildServer,
  type Door,
  type HttpServer,
  openLimiter,
  openSessions,
} from '../../src/index.ts'
import type { AccessLine } from '../../src/log.ts'
import type { OpenHouse, TestHouse, TestParts } from '../../src/testing/index.ts'
import { fill, type ToyBank, toyBank, toyParts } from './house.ts'

export const TOKENS = {
  user: 'user-token-0123456789abcdef',
  other: 'other-token-0123456789abcdef',
  staff: 'staff-token-0123456789abcdef',
  clerk: 'clerk-token-0123456789abcdef',
} as const

export interface Call extends Omit<InjectOptions, 'url' | 'path' | 'payload' | 'body' | 'method'> {
  readonly as?: keyof typeof TOKENS
  readonly body?: unknown
  /** A fresh one when absent; none when null. */
  readonly key?: string | null
  /** Sent as it is instead of JSON. */
  readonly raw?: string | Buffer
}

export interface ToyServer {
  readonly house: TestHouse
  readonly server: HttpServer
  readonly bank: ToyBank
  readonly lines: AccessLine[]
  call(method: string, url: string, call?: Call): Promise<Response>
}

const people = (expiresAt: number): Record<string, Authenticated> => ({
  [TOKENS.user]: { kind: 'user', id: 'usr_1', sessionId: 'ses_1', permissions: [], expiresAt },
  [TOKENS.other]: { kind: 'user', id: 'usr_2', sessionId: 'ses_2', permissions: [], expiresAt },
  [TOKENS.staff]: {
    kind: 'staff',
    id: 'stf_1',
    sessionId: 'ses_3',
    permissions: ['stock.restock'],
    expiresAt,
  },
  [TOKENS.clerk]: { kind: 'staff', id: 'stf_2', sessionId: 'ses_4', permissions: [], expiresAt },
})

const optionsOf = (
  { as, body, key, raw, headers, ...rest }: Call,
  method: string,
): Omit<InjectOptions, 'url'> => {
  const idempotencyKey = key === undefined ? randomUUID() : key
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  return {
    ...rest,
    method: method as 'GET',
    headers: {
      ...(as === undefined ? {} : { authorization: `Bearer ${TOKENS[as]}` }),
      ...(idempotencyKey === null || method === 'GET' ? {} : { 'idempotency-key': idempotencyKey }),
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload }),
  }
}

/** Opens the toy house with ten peaches and its server. */
export const toyServer = async (
  open: OpenHouse,
  more: {
    readonly doors?: readonly Door[]
    readonly limits?: Readonly<Record<string, number>>
    readonly metricsToken?: string
    readonly trustedProxies?: readonly string[]
    readonly parts?: Partial<TestParts>
    readonly authenticate?: (token: string) => Promise<Authenticated | null>
  } = {},
): Promise<ToyServer> => {
  const bank = toyBank()
  const house = await open({ ...toyParts(bank), ...more.parts })
  await fill(house)
  const { clock } = house
  const lines: AccessLine[] = []
  const known = people(clock.now() + 3_600_000)
  const server = await buildServer({
    corridor: house.house.corridor,
    cache: house.house.cache,
    sessions: openSessions(clock, more.authenticate ?? ((token) => Promise.resolve(known[token] ?? null))),
    limiter: openLimiter(clock, () => more.limits ?? { default: 1_000_000 }),
    secureCookies: true,
    accessLog: (line) => void lines.push(line),
    doors: more.doors ?? [],
    trustedProxies: more.trustedProxies ?? [],
    metricsToken: more.metricsToken,
  })
  const call = (method: string, url: string, options: Call = {}) =>
    server.app.inject({ ...optionsOf(options, method), url })
  return { house, server, bank, lines, call }
}

/** The body of a problem, after a look at what every problem must be. */
export const problemIn = (response: Response, status: number) => {
  if (response.statusCode !== status)
    throw new Error(`${response.statusCode} instead of ${status}: ${response.body}`)
  const problem = response.json<{
    code: string
    status: number
    traceId: string
    data: unknown
    errors?: { pointer: string; message: string }[]
  }>()
  if (!String(response.headers['content-type']).startsWith('application/problem+json'))
    throw new Error(`no problem+json but ${String(response.headers['content-type'])}`)
  return { ...problem, pointers: (problem.errors ?? []).map(({ pointer }) => pointer) }
}
