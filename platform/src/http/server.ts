/**
 * The HTTP server of the house: routes from contracts, problems for every no, one log line an answer,
 * metrics, health, drain. It knows no module; what it serves is what the registry holds.
 */
import { hash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Door } from '../between.ts'
import type { ByteCache } from '../cache.ts'
import type { AccessLog } from '../log.ts'
import { CallError } from '../problem.ts'
import { addCachedPage } from './cached-pages.ts'
import { addDocs } from './docs.ts'
import { addDoors } from './doors.ts'
import { API_HEADERS } from './headers.ts'
import { openApiOf } from './openapi.ts'
import { problemFrom, problemOf, sendProblem } from './problem.ts'
import { addRoute, type HttpParts } from './routes.ts'

export interface ServerOptions extends HttpParts {
  readonly cache: ByteCache
  /** Gets one line an answer. */
  readonly accessLog: AccessLog
  readonly doors: readonly Door[]
  /** Addresses of proxies whose X-Forwarded-For is believed; none by default. */
  readonly trustedProxies: readonly string[]
  /** Bearer for /metrics from elsewhere than this machine. */
  readonly metricsToken: string | undefined
  /** More routes of the same server: shop files, media, sandbox. */
  readonly extend?: (app: FastifyInstance) => Promise<void> | void
}

export interface HttpServer {
  readonly app: FastifyInstance
  /** Answers 503 on /readyz from now on. */
  startDrain(): void
}

const BODY_LIMIT = 64 * 1024
const REQUEST_TIMEOUT_MS = 30_000
const TRACE = /^[\w-]{8,64}$/
const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** What Node could not read as a request. */
const UNREADABLE: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

const traceOf =
  (options: ServerOptions) =>
  (request: IncomingMessage): string => {
    const given = request.headers['x-trace-id']
    if (typeof given === 'string' && TRACE.test(given)) return given
    return options.corridor.clock.random(12).toString('base64url')
  }

/** A proxy on this machine speaks for the world: what it passes on did not come from here. */
const isFromHere = (request: FastifyRequest): boolean =>
  LOOPBACK.has(request.socket.remoteAddress ?? '') &&
  request.headers['x-forwarded-for'] === undefined &&
  request.headers.forwarded === undefined

const mayReadMetrics = (request: FastifyRequest, token: string | undefined): boolean => {
  if (token === undefined) return isFromHere(request)
  const digest = (text: string) => hash('sha256', text, 'buffer')
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`))
}

const addHealth = (app: FastifyInstance, options: ServerOptions, draining: () => boolean): void => {
  const { corridor } = options
  const whyNot = async (): Promise<string | undefined> => {
    if (draining()) return 'draining'
    return corridor.database.ping().then(
      () => undefined,
      () => 'database',
    )
  }
  app.get('/healthz', (_request, reply) => reply.headers(API_HEADERS).send({ ok: true }))
  app.get('/readyz', async (_request, reply) => {
    const why = await whyNot()
    reply.code(why === undefined ? 200 : 503).headers(API_HEADERS)
    return reply.send(why === undefined ? { ok: true } : { ok: false, why })
  })
  app.get('/metrics', (request, reply) => {
    if (!mayReadMetrics(request, options.metricsToken))
      return sendProblem(reply, problemOf(404, 'platform.not_found', request.id), corridor.clock.now())
    corridor.metrics.gauge('process_resident_memory_bytes', process.memoryUsage.rss())
    const text = corridor.metrics.text()
    return reply.headers(API_HEADERS).type('text/plain; version=0.0.4; charset=utf-8').send(text)
  })
}

const addErrors = (app: FastifyInstance, { corridor }: ServerOptions): void => {
  app.setErrorHandler((error, request: FastifyRequest, reply: FastifyReply) => {
    const { problem, defect } = problemFrom(error, request.id)
    if (defect)
      corridor.log.error({ err: error, trace: request.id, url: request.routeOptions.url }, 'a request failed')
    return sendProblem(reply, problem, corridor.clock.now())
  })
}

/** One line and one observation an answer. */
const addObservation = (app: FastifyInstance, { corridor, accessLog }: ServerOptions): void => {
  const { metrics } = corridor
  const labels = new Map<string, string>()
  app.addHook('onResponse', (request, reply, done) => {
    const url = request.routeOptions.url ?? 'none'
    const id = `${request.method} ${url} ${reply.statusCode}`
    let label = labels.get(id)
    if (label === undefined) {
      label = `method="${request.method}",route="${url}",status="${reply.statusCode}"`
      if (labels.size < 5_000) labels.set(id, label)
    }
    const ms = reply.elapsedTime
    metrics.observe('tiantou_http_seconds', ms, label)
    accessLog({ trace: request.id, method: request.method, route: url, status: reply.statusCode, ms })
    done()
  })
}

const strictBodies = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, parse)
}

/** Builds the server; listening is for the caller. */
export const buildServer = async (options: ServerOptions): Promise<HttpServer> => {
  const { corridor } = options
  let draining = false
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    genReqId: traceOf(options),
    requestIdHeader: false,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false, caseSensitive: true },
    return503OnClosing: true,
    frameworkErrors: (error, request, reply) => {
      const { problem } = problemFrom(error, request.id)
      void sendProblem(reply as FastifyReply, problem, corridor.clock.now())
    },
    clientErrorHandler: (error, socket) => {
      if (error.code === 'ECONNRESET' || !socket.writable) return
      const status = UNREADABLE[error.code] ?? '400 Bad Request'
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    },
  })
  strictBodies(app)
  addErrors(app, options)
  addObservation(app, options)
  addHealth(app, options, () => draining)
  for (const entry of corridor.registry.entries.values()) {
    const page = corridor.registry.pages.get(entry.op.name)
    if (page?.cache === undefined) addRoute(app, options, entry)
    else addCachedPage(app, options, entry, page, options.cache)
  }
  await addDoors(app, options, options.doors)
  await addDocs(app, openApiOf(corridor.registry))
  app.setNotFoundHandler(() => {
    throw new CallError('platform.not_found', 'There is nothing here.')
  })
  await options.extend?.(app)
  return {
    app,
    startDrain: () => {
      draining = true
    },
  }
}
