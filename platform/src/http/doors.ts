/**
 * Doors for webhooks and other foreign protocols: the untouched bytes go to the door's code, which answers
 * with a status. No session, no key of the caller's: facts.
 */
import { system } from '@tiantou/kernel'
import type { FastifyInstance } from 'fastify'
import type { Door, DoorContext } from '../between.ts'
import type { Corridor } from '../corridor.ts'
import { newId } from '../clock.ts'
import { dispatch } from '../events/relay.ts'
import { callEffect } from '../execute.ts'
import { API_HEADERS } from './headers.ts'
import { API_PREFIX, type HttpParts, takeToken } from './routes.ts'

const contextOf = (corridor: Corridor, path: string, trace: string): DoorContext => {
  const actor = system(`door:${path}`)
  return {
    now: corridor.clock.now(),
    effect: ((effect, input) => callEffect(corridor, effect.name, input, actor)) as DoorContext['effect'],
    run: ((operation, input, key) =>
      dispatch(
        corridor,
        { operation, input },
        {
          actor,
          key: key ?? newId(corridor.clock, 'key'),
          trace,
          inside: true,
          passing: key === undefined,
        },
      )) as DoorContext['run'],
  }
}

/** Adds the doors, in a scope of their own that leaves bodies alone. */
export const addDoors = async (
  app: FastifyInstance,
  parts: HttpParts,
  doors: readonly Door[],
): Promise<void> => {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    for (const door of doors) {
      scope.post(`${API_PREFIX}${door.path}`, { bodyLimit: door.bodyLimit }, async (request, reply) => {
        takeToken(parts, door.limit ?? 'door', request.ip)
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        const context = contextOf(parts.corridor, door.path, request.id)
        const answer = await door.handle({ headers: request.headers, body }, context)
        reply.code(answer.status).headers({ ...API_HEADERS, ...answer.headers })
        if (typeof answer.body === 'string') return reply.type('text/plain; charset=utf-8').send(answer.body)
        return answer.body === null
          ? reply.send()
          : reply.type('application/json').send(JSON.stringify(answer.body))
      })
    }
  })
}
