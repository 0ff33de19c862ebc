/**
 * The HTTP server of the house: routes from contracts, problems for every no, one log line an answer,
 * metrics, health, drain. It knows no module; what it serves is what the registry holds.
 */
import type { IncomingMessage } from 'node:http'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Door } from '../between.ts'
import type { ByteCache } from '../cache.ts'
import type { AccessLog } from '../log.ts'
import { CallError } from '../problem.ts'
import { addCachedPage } from './cached-pages.ts'
import { addDocs } from './docs.ts'
import { addDoors } from './doors.ts'
import { addHealth, type HealthOptions } from './health.ts'
import { openApiOf } from './openapi.ts'
import { problemFrom, sendProblem } from './problem.ts'
import { addRoute, type HttpParts } from './routes.ts'

/** What every server has, also one that only tells how a process is. */
export interface WatchOptions extends HealthOptions {
  /** Gets one line an answer. */
  readonly accessLog: AccessLog
  /** Addresses of proxies whose X-Forwarded-For is believed; none by default. */
  readonly trustedProxies: readonly string[]
}

export interface ServerOptions extends HttpParts, WatchOptions {
  readonly cache: ByteCache
  readonly doors: readonly Door[]
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

/** What Node could not read as a request. */
const UNREADABLE: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

const traceOf =
  (options: WatchOptions) =>
  (request: IncomingMessage): string => {
    const given = request.headers['x-trace-id']
    if (typeof given === 'string' && TRACE.test(given)) return given
    return options.corridor.clock.random(12).toString('base64url')
  }

const addErrors = (app: FastifyInstance, { corridor }: WatchOptions): void => {
  app.setErrorHandler((error, request: FastifyRequest, reply: FastifyReply) => {
    const { problem, defect } = problemFrom(error, request.id)
    if (defect)
      corridor.log.error({ err: error, trace: request.id, url: request.routeOptions.url }, 'a request failed')
    return sendProblem(reply, problem, corridor.clock.now())
  })
}

/** One line and one observation an answer. */
const addObservation = (app: FastifyInstance, { corridor, accessLog }: WatchOptions): void => {
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

const newApp = (options: WatchOptions): FastifyInstance =>
  Fastify({
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
      void sendProblem(reply as FastifyReply, problem, options.corridor.clock.now())
    },
    clientErrorHandler: (error, socket) => {
      if (error.code === 'ECONNRESET' || !socket.writable) return
      const status = UNREADABLE[error.code] ?? '400 Bad Request'
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    },
  })

/** A server that tells how its process is, and nothing else: for a process that has no other. */
export const buildWatchServer = (options: WatchOptions): HttpServer => {
  let draining = false
  const app = newApp(options)
  strictBodies(app)
  addErrors(app, options)
  addObservation(app, options)
  addHealth(app, options, () => draining)
  app.setNotFoundHandler(() => {
    throw new CallError('platform.not_found', 'There is nothing here.')
  })
  const startDrain = () => {
    draining = true
  }
  return { app, startDrain }
}

/** Builds the server; listening is for the caller. */
export const buildServer = async (options: ServerOptions): Promise<HttpServer> => {
  const { corridor } = options
  const server = buildWatchServer(options)
  const { app } = server
  for (const entry of corridor.registry.entries.values()) {
    const page = corridor.registry.pages.get(entry.op.name)
    if (page?.cache === undefined) addRoute(app, options, entry)
    else addCachedPage(app, options, entry, page, options.cache)
  }
  await addDoors(app, options, options.doors)
  await addDocs(app, () => openApiOf(corridor.registry))
  await options.extend?.(app)
  return server
}
