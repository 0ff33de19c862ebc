/**
 * Public pages served as ready bytes: the hot reads of a shop. On a hit nothing is awaited; on a miss one
 * fill serves all who ask. Signed-in or not makes no difference to these answers, so the caller is not even
 * looked up.
 */
import type { Rejection } from '@tiantou/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import type { PageDefinition } from '../between.ts'
import type { ByteCache, ReadyBytes } from '../cache.ts'
import { canonical } from '../calls/wire.ts'
import { runPage } from '../pages.ts'
import type { Entry } from '../registry.ts'
import { checkInput } from '../registry.ts'
import { API_HEADERS, hasAlready, reads } from './headers.ts'
import { inputOf } from './input.ts'
import { problemOfRejection, sendProblem } from './problem.ts'
import { API_PREFIX, type HttpParts, takeToken } from './routes.ts'

const MAX_SHORT_CUTS = 5_000

/** A page's no is answered, not cached. */
class PageSaidNo extends Error {
  readonly rejection: Rejection
  constructor(rejection: Rejection) {
    super(rejection.code)
    this.rejection = rejection
  }
}

/** An entry as the wire wants it: raw headers and body per encoding, built once. */
interface Prepared {
  readonly headers: string[]
  readonly body: Buffer
}

interface PreparedEntry {
  readonly plain: Prepared
  readonly gzip: Prepared | undefined
  readonly brotli: Prepared | undefined
}

const prepareEntry = (fixed: readonly string[], ready: ReadyBytes): PreparedEntry => {
  const prepare = (body: Buffer | undefined, encoding?: string): Prepared | undefined => {
    if (body === undefined) return undefined
    const headers = [...fixed, 'etag', ready.etag, 'content-length', String(body.length)]
    return { body, headers: encoding === undefined ? headers : [...headers, 'content-encoding', encoding] }
  }
  const plain = prepare(ready.body) as Prepared
  return { plain, gzip: prepare(ready.gzip, 'gzip'), brotli: prepare(ready.brotli, 'br') }
}

const chooseBody = (request: FastifyRequest, entry: PreparedEntry): Prepared => {
  const accepts = request.headers['accept-encoding']
  if (entry.brotli !== undefined && reads(accepts, 'br')) return entry.brotli
  return entry.gzip !== undefined && reads(accepts, 'gzip') ? entry.gzip : entry.plain
}

/**
 * Writes entries past the framework: its reply object costs more than all the rest of a hit. `onResponse`
 * hooks still run.
 */
const senderOf = (maxAge_s: number) => {
  const fixed = Object.entries({
    ...API_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'cache-control': `public, max-age=0, s-maxage=${maxAge_s}, stale-while-revalidate=30`,
    vary: 'accept-encoding',
  }).flat()
  const prepared = new WeakMap<ReadyBytes, PreparedEntry>()
  return (request: FastifyRequest, reply: FastifyReply, ready: ReadyBytes): FastifyReply => {
    let entry = prepared.get(ready)
    if (entry === undefined) {
      entry = prepareEntry(fixed, ready)
      prepared.set(ready, entry)
    }
    reply.hijack()
    if (hasAlready(request.headers['if-none-match'], ready.etag)) {
      reply.raw.writeHead(304, [...fixed, 'etag', ready.etag]).end()
      return reply
    }
    const { headers, body } = chooseBody(request, entry)
    reply.raw.writeHead(200, headers).end(body)
    return reply
  }
}

/** Adds the route of one cached page. */
export const addCachedPage = (
  app: FastifyInstance,
  parts: HttpParts,
  entry: Entry,
  definition: PageDefinition,
  cache: ByteCache,
): void => {
  const { route } = entry.op
  const rule = definition.cache
  if (route?.method !== 'GET' || rule === undefined || entry.op.who !== 'anyone')
    throw new Error(`${entry.op.name} is cached, so it must be a GET for anyone.`)
  const { corridor } = parts
  /** Exact URL → the key of its question, so that a hit parses nothing. */
  const shortCuts = new LRUCache<string, string>({ max: MAX_SHORT_CUTS })
  const send = senderOf(rule.maxAge_s)
  const fill = async (request: FastifyRequest, reply: FastifyReply, key: string, input: unknown) => {
    const meta = { actor: { kind: 'guest', id: 'public' } as const, trace: request.id }
    try {
      const ready = await cache.fill(key, async () => {
        const result = await runPage(corridor, entry.op.name, input, meta)
        if (!result.ok) throw new PageSaidNo(result)
        const tags = rule.tags(input as never, result.value as never)
        return { json: JSON.stringify(result.value), tags, maxAge_s: rule.maxAge_s }
      })
      return await send(request, reply, ready)
    } catch (error) {
      if (!(error instanceof PageSaidNo)) throw error
      const status = entry.statuses.get(error.rejection.code) ?? 409
      return sendProblem(reply, problemOfRejection(error.rejection, status, request.id), corridor.clock.now())
    }
  }
  app.get(`${API_PREFIX}${route.path}`, (request, reply) => {
    takeToken(parts, route.limit ?? 'read', request.ip)
    const shortCut = shortCuts.get(request.url)
    const ready = shortCut === undefined ? undefined : cache.get(shortCut)
    if (ready !== undefined) return send(request, reply, ready)
    const input = inputOf(request, route, entry.op.input)
    checkInput(entry, input)
    const key = `${entry.op.name}?${canonical(input)}`
    shortCuts.set(request.url, key)
    const known = cache.get(key)
    return known === undefined ? fill(request, reply, key, input) : send(request, reply, known)
  })
}
