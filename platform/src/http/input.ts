/**
 * Gathers the one input object of an operation from path, query and body. Queries are converted by schema;
 * bodies never are.
 */
import type { Route, TSchema } from '@tiantou/kernel'
import type { FastifyRequest } from 'fastify'
import { CallError } from '../problem.ts'
import { cookieOf } from './session.ts'

interface Property {
  readonly type?: string
  readonly items?: Property
}

type Properties = Readonly<Record<string, Property>>

const propertiesOf = (schema: TSchema): Properties =>
  (schema as { readonly properties?: Properties }).properties ?? {}

/**
 * "2" becomes 2 only where the schema wants an integer and only if it is written as JSON would write it; what
 * does not fit is left for the check to refuse.
 */
const convert = (property: Property | undefined, value: unknown): unknown => {
  const type = property?.type
  if (type === 'array') {
    const members: unknown[] = Array.isArray(value) ? value : [value]
    return members.map((member) => convert(property?.items, member))
  }
  if (typeof value !== 'string') return value
  if (type === 'integer' && String(Number(value)) === value) return Number(value)
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}

/** Without a prototype: a field called `__proto__` is a field like any other, and refused like any other. */
const blank = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>

const converted = (schema: TSchema, values: object, input = blank()): Record<string, unknown> => {
  const properties = propertiesOf(schema)
  for (const [name, value] of Object.entries(values)) {
    input[name] = convert(Object.hasOwn(properties, name) ? properties[name] : undefined, value)
  }
  return input
}

const fromBody = (body: unknown): Record<string, unknown> => {
  if (body === undefined || body === null) return blank()
  if (typeof body !== 'object' || Array.isArray(body)) {
    throw new CallError('platform.bad_input', 'The body must be an object.', [
      { pointer: '', message: 'must be object' },
    ])
  }
  return Object.assign(blank(), body)
}

/**
 * The input object of a request. A body that names a path parameter is refused: the path alone says which.
 */
export const inputOf = (request: FastifyRequest, route: Route, schema: TSchema): Record<string, unknown> => {
  const isFile = route.upload !== undefined
  const bodyless = route.method === 'GET' || route.method === 'DELETE' || isFile
  if (bodyless && !isFile && request.body !== undefined && request.body !== null)
    throw new CallError('platform.bad_input', `A ${route.method} takes no body.`)
  const input = bodyless ? converted(schema, request.query as object) : fromBody(request.body)
  const params = request.params as Readonly<Record<string, string>>
  for (const name of Object.keys(params)) {
    if (!Object.hasOwn(input, name)) continue
    const fields = [{ pointer: `/${name}`, message: 'stands in the path already' }]
    throw new CallError('platform.bad_input', 'A path parameter is repeated.', fields)
  }
  converted(schema, params, input)
  const { cookie } = route
  if (cookie !== undefined && input[cookie.field] === undefined) {
    const asked = Object.hasOwn(propertiesOf(schema), cookie.field)
    const value = asked ? cookieOf(request, cookie.name) : undefined
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
