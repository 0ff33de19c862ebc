/**
 * Gathers the one input object of an operation from path, query and body. Queries are converted by schema;
 * bodies never are.
 */
import type { Route, TSchema } from '@tiantou/kernel'
import type { FastifyRequest } from 'fastify'
import { CallError } from '../problem.ts'
import { cookieOf } from './session.ts'

interface Shape {
  readonly properties?: Readonly<Record<string, { readonly type?: string }>>
}

const INTEGER = /^-?\d{1,16}$/

/**
 * "2" becomes 2 only where the schema wants an integer; what does not fit is left for the check to refuse.
 */
const convert = (type: string | undefined, value: unknown): unknown => {
  if (typeof value !== 'string') return value
  if ((type === 'integer' || type === 'number') && INTEGER.test(value)) return Number(value)
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}

const fromQuery = (schema: TSchema, query: unknown): Record<string, unknown> => {
  const { properties = {} } = schema as Shape
  const input: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(query as object)) {
    const type = Object.hasOwn(properties, name) ? properties[name]?.type : undefined
    input[name] = type === 'array' && !Array.isArray(value) ? [value] : convert(type, value)
  }
  return input
}

const fromBody = (body: unknown): Record<string, unknown> => {
  if (body === undefined || body === null) return {}
  if (typeof body !== 'object' || Array.isArray(body)) {
    throw new CallError('platform.bad_input', 'The body must be an object.', [
      { pointer: '', message: 'must be object' },
    ])
  }
  return { ...body }
}

/**
 * The input object of a request. A body that names a path parameter is refused: the path alone says which.
 */
export const inputOf = (request: FastifyRequest, route: Route, schema: TSchema): Record<string, unknown> => {
  const bodyless = route.method === 'GET' || route.method === 'DELETE'
  const input = bodyless ? fromQuery(schema, request.query) : fromBody(request.body)
  const params = request.params as Readonly<Record<string, string>>
  for (const [name, value] of Object.entries(params)) {
    if (Object.hasOwn(input, name)) {
      const fields = [{ pointer: `/${name}`, message: 'stands in the path already' }]
      throw new CallError('platform.bad_input', 'A path parameter is repeated.', fields)
    }
    input[name] = value
  }
  const { cookie } = route
  if (cookie !== undefined && input[cookie.field] === undefined) {
    const { properties = {} } = schema as Shape
    const value = Object.hasOwn(properties, cookie.field) ? cookieOf(request, cookie.name) : undefined
    if (value !== undefined) input[cookie.field] = value
  }
  return input
}

const KEY = /^[\x21-\x7e]{8,120}$/

/** The caller's idempotency key. Every POST that changes state must carry one. */
export const keyOf = (request: FastifyRequest, required: boolean, fallback: () => string): string => {
  const key = request.headers['idempotency-key']
  if (key === undefined) {
    if (!required) return fallback()
    throw new CallError(
      'platform.key_missing',
      'Send an Idempotency-Key with every POST that changes something.',
    )
  }
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw new CallError('platform.key_malformed', 'An Idempotency-Key is 8 to 120 visible ASCII characters.')
  }
  return key
}
