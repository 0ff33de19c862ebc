/**
 * What a process says to whoever watches it: that it is alive, whether it is ready, and its numbers. Nothing
 * of the business is told here.
 */
import { hash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Corridor } from '../corridor.ts'
import { API_HEADERS } from './headers.ts'
import { problemOf, sendProblem } from './problem.ts'

export interface HealthOptions {
  readonly corridor: Corridor
  /** Bearer for /metrics from elsewhere than this machine. */
  readonly metricsToken: string | undefined
}

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

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

/** Adds `/healthz`, `/readyz` and `/metrics`. `draining` makes it not ready. */
export const addHealth = (app: FastifyInstance, options: HealthOptions, draining: () => boolean): void => {
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
