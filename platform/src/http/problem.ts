/**
 * Every no on the wire: RFC 9457 problem+json with a stable code, data and the trace id. No prose but for
 * developers.
 */
import type { Rejection } from '@tiantou/kernel'
import type { FastifyReply } from 'fastify'
import { DatabaseAway, RunAgain } from '../db/database.ts'
import { CallError, CORRIDOR_CODES, type CorridorCode, type FieldProblem } from '../problem.ts'
import { API_HEADERS } from './headers.ts'

export interface Problem {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  readonly code: string
  readonly data: unknown
  readonly traceId: string
  readonly errors?: readonly FieldProblem[]
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Wrong content type',
  422: 'Cannot be done as asked',
  429: 'Too many requests',
  500: 'Defect',
  503: 'Away',
}

/** Builds the body of a problem. */
export const problemOf = (
  status: number,
  code: string,
  traceId: string,
  data: unknown = null,
  errors: readonly FieldProblem[] = [],
): Problem => ({
  type: 'about:blank',
  title: TITLES[status] ?? 'Problem',
  status,
  code,
  data,
  traceId,
  ...(errors.length === 0 ? {} : { errors }),
})

/** Fastify's own complaints, by its code. */
const FASTIFY_CODES: Readonly<Record<string, CorridorCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'platform.wrong_content_type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'platform.bad_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'platform.bad_json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'platform.too_large',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'platform.bad_input',
  FST_ERR_BAD_URL: 'platform.not_found',
  FST_ERR_MAX_PARAM_LENGTH: 'platform.not_found',
}

/**
 * Fastify's own errors about a request, and its parser's; whatever else carries a status is no caller's
 * mistake.
 */
const complaintOf = (error: unknown): { code: CorridorCode; status: number } | undefined => {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined
  const status = Number(error.statusCode)
  const name = 'code' in error ? String(error.code) : ''
  const ours = name.startsWith('FST_ERR_') || error instanceof SyntaxError
  if (!ours || status < 400 || status >= 500) return undefined
  const code = error instanceof SyntaxError ? 'platform.bad_json' : FASTIFY_CODES[name]
  return code === undefined ? { code: 'platform.bad_input', status } : { code, status: CORRIDOR_CODES[code] }
}

/** Reduces anything thrown to a problem; `defect` marks what somebody must look at. */
export const problemFrom = (error: unknown, traceId: string): { problem: Problem; defect: boolean } => {
  if (error instanceof CallError) {
    const { status, code, data, fields } = error
    return { problem: problemOf(status, code, traceId, data ?? null, fields), defect: false }
  }
  const complaint = complaintOf(error)
  if (complaint !== undefined) {
    return { problem: problemOf(complaint.status, complaint.code, traceId), defect: false }
  }
  const away = error instanceof DatabaseAway || error instanceof RunAgain
  const code = away ? 'platform.away' : 'platform.defect'
  return { problem: problemOf(CORRIDOR_CODES[code], code, traceId), defect: true }
}

/** A declared rejection as a problem. */
export const problemOfRejection = (rejection: Rejection, status: number, traceId: string): Problem =>
  problemOf(status, rejection.code, traceId, rejection.data)

/** Sends a problem. Retry-After is derived from `data.retryAt` where the no carries one. */
export const sendProblem = (reply: FastifyReply, problem: Problem, now: number): FastifyReply => {
  const retryAt = (problem.data as { retryAt?: unknown } | null)?.retryAt
  if (typeof retryAt === 'number') {
    reply.header('retry-after', String(Math.max(1, Math.ceil((retryAt - now) / 1_000))))
  }
  return reply
    .code(problem.status)
    .headers(API_HEADERS)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(Buffer.from(JSON.stringify(problem)))
}
