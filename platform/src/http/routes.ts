/**
 * Makes one HTTP route of every operation that declares one: actor, limit, key, run, answer. Nothing is
 * declared twice.
 */
import type { Actor, AnyOperation, Result, Route } from '@tiantou/kernel'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { newId } from '../clock.ts'
import { runCommand, runQuery } from '../command.ts'
import type { CallMeta, Corridor } from '../corridor.ts'
import { corridorTx } from '../corridor.ts'
import { auditRow } from '../execute.ts'
import { runFlow } from '../flow.ts'
import { runPage } from '../pages.ts'
import { CallError } from '../problem.ts'
import type { Entry } from '../registry.ts'
import { API_HEADERS, reads } from './headers.ts'
import { inputOf, keyOf } from './input.ts'
import { problemOfRejection, sendProblem } from './problem.ts'
import type { Limiter } from './rate-limit.ts'
import type { Sessions } from './session.ts'
import { takeAnyBody, type Uploads, withUpload } from './uploads.ts'

export const API_PREFIX = '/api/v1'

export interface HttpParts {
  readonly corridor: Corridor
  readonly sessions: Sessions
  readonly limiter: Limiter
  /** Where bodies that are files are put; wanted where an operation takes one. */
  readonly uploads?: Uploads
  /** Cookies carry Secure; off only in the trial profile. */
  readonly secureCookies: boolean
}

const COMPRESS_FROM_BYTES = 1_400
const zip = promisify(gzip)

/** Operations that change something run under the caller's key; queries and pages do not. */
const changes = (op: AnyOperation) => op.kind === 'command' || op.kind === 'flow'

const callerOf = (actor: Actor, request: FastifyRequest) => (actor.kind === 'guest' ? request.ip : actor.id)

const act = (corridor: Corridor, entry: Entry, input: unknown, meta: CallMeta): Promise<Result<unknown>> => {
  const { kind, name } = entry.op
  if (kind === 'command') return runCommand(corridor, name, input, meta)
  if (kind === 'flow') return runFlow(corridor, name, input, meta)
  if (kind === 'page') return runPage(corridor, name, input, meta)
  return runQuery(corridor, name, input, meta)
}

/** Sends JSON, compressed when it is worth it and the caller can read it. */
export const sendJson = async (
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  value: unknown,
): Promise<FastifyReply> => {
  const body = Buffer.from(JSON.stringify(value))
  reply.code(status).headers(API_HEADERS).header('content-type', 'application/json; charset=utf-8')
  reply.header('cache-control', 'no-store').header('vary', 'accept-encoding')
  if (body.length < COMPRESS_FROM_BYTES || !reads(request.headers['accept-encoding'], 'gzip')) {
    return reply.send(body)
  }
  return reply.header('content-encoding', 'gzip').send(await zip(body))
}

const setCookie = (
  parts: HttpParts,
  reply: FastifyReply,
  name: string,
  value: string,
  maxAge_s: number,
): void => {
  const secure = parts.secureCookies ? '; Secure' : ''
  const scope = `; Path=${API_PREFIX}/user; Max-Age=${maxAge_s}; HttpOnly; SameSite=Strict${secure}`
  reply.header('set-cookie', `${name}=${value}${scope}`)
}

/** Moves the declared field into its cookie for browsers. */
const withCookies = (
  parts: HttpParts,
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
  value: unknown,
): unknown => {
  if (route.clearCookie !== undefined) setCookie(parts, reply, route.clearCookie, '', 0)
  const { cookie } = route
  if (cookie === undefined || request.headers['tt-client'] !== 'web') return value
  const { [cookie.field]: secret, ...rest } = value as Record<string, unknown>
  if (typeof secret === 'string') setCookie(parts, reply, cookie.name, secret, cookie.maxAge_s)
  return rest
}

/**
 * A refused reach for a staff door leaves a trace: who, for what, under which id. What else was sent nobody
 * has looked at.
 */
const noteDenied = async (corridor: Corridor, entry: Entry, meta: CallMeta, ids: unknown): Promise<void> => {
  const row = auditRow(corridor, entry, meta, corridor.clock.now(), 'platform.not_allowed', ids)
  await corridor.database.transact(async (unit) => {
    await corridorTx(unit).insertInto('platform_audit').values(row).execute()
    return { keep: true, value: undefined }
  })
}

/** What a caller whose token is not (or no longer) good may still do. */
const withoutSession = (parts: HttpParts, entry: Entry, request: FastifyRequest): Actor => {
  if (entry.op.who === 'anyone') return parts.sessions.guestOf(request)
  throw new CallError('platform.not_signed_in', 'The session is over; refresh it or sign in.')
}

/** Takes one token of the caller's, or says when to come back. */
export const takeToken = (parts: HttpParts, limitClass: string, caller: string): void => {
  const wait = parts.limiter.take(limitClass, caller)
  if (wait === 0) return
  const retryAt = parts.corridor.clock.now() + wait
  throw new CallError('platform.too_many_requests', 'Slow down.', [], { retryAt })
}

const handle = (parts: HttpParts, entry: Entry, route: Route) => {
  const { corridor } = parts
  const needsKey = changes(entry.op) && route.method === 'POST'
  const limitClass = route.limit ?? (route.method === 'GET' ? 'read' : 'default')
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const known = await parts.sessions.actorOf(request)
    takeToken(parts, limitClass, known === null ? request.ip : callerOf(known, request))
    const actor = known ?? withoutSession(parts, entry, request)
    const key = changes(entry.op) ? keyOf(request, needsKey, () => newId(corridor.clock, 'key')) : ''
    const meta: CallMeta = {
      actor,
      key,
      trace: request.id,
      clientIp: request.ip,
      userAgent: request.headers['user-agent'] ?? '',
    }
    try {
      const input = inputOf(request, route, entry.op.input)
      const run = (whole: unknown) => act(corridor, entry, whole, meta)
      const result = await (route.upload === undefined
        ? run(input)
        : withUpload(parts.uploads, { request, reply, entry, meta, input }, run))
      if (result.ok) {
        return await sendJson(request, reply, 200, withCookies(parts, request, reply, route, result.value))
      }
      const status = entry.statuses.get(result.code) ?? 409
      const problem = problemOfRejection(result, status, request.id)
      return await sendProblem(reply, problem, corridor.clock.now())
    } catch (error) {
      const denied = error instanceof CallError && error.code === 'platform.not_allowed'
      if (denied && typeof entry.op.who === 'object') await noteDenied(corridor, entry, meta, request.params)
      throw error
    }
  }
}

const routeOf = (parts: HttpParts, entry: Entry, route: Route) => ({
  method: route.method,
  url: `${API_PREFIX}${route.path}`,
  ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
  handler: handle(parts, entry, route),
})

/** Adds the route of one operation. Cached pages have a handler of their own (cached-pages.ts). */
export const addRoute = (app: FastifyInstance, parts: HttpParts, entry: Entry): void => {
  const { route } = entry.op
  if (route === undefined) return
  if (route.upload !== undefined && parts.uploads === undefined)
    throw new Error(`${entry.op.name} takes a file, and this server has nowhere to put it.`)
  if (route.upload !== undefined) {
    void app.register((scope, _options, done) => {
      takeAnyBody(scope)
      scope.route(routeOf(parts, entry, route))
      done()
    })
  } else app.route(routeOf(parts, entry, route))
}
