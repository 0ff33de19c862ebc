/** The JSON that a button sent with it. */
import type { FastifyRequest } from 'fastify'

/** An empty object for anything else. */
export function given(request: FastifyRequest): Readonly<Record<string, unknown>> {
  const { body } = request
  return typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {}
}
