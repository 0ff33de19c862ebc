/**
 * Every no on the wire: RFC 9457 problem+json with a stable code, data and the trace id. No prose but for
 * developers.
 */
import type { Rejection } from '@tiantou/kernel'
import type { FastifyReply } from 'fastify'
import { DatabaseAway } from '../db/database.ts'
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
}

const textOf = (error: unknown, key: 'code' | 'name'): string =>
  error instanceof Error && key in error ? String((error as Error & { code?: unknown })[key]) : ''

/** Reduces anything thrown to a problem; `defect` marks what somebody must look at. */
export const problemFrom = (error: unknown, traceId: string): { problem: Problem; defect: boolean } => {
  if (error instanceof CallError) {
    return {
      problem: problemOf(error.status, error.code, traceId, error.data ?? null, error.fields),
      defect: false,
    }
  }
  const known =
    FASTIFY_CODES[textOf(error, 'code')] ?? (error instanceof SyntaxError ? 'platform.bad_json' : undefined)
  if (known !== undefined) return { problem: problemOf(CORRIDOR_CODES[known], known, traceId), defect: false }
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status >= 400 && status < 500) {
    return { problem: problemOf(status, 'platform.bad_input', traceId), defect: false }
  }
  const away = error instanceof DatabaseAway
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
