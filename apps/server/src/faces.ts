/** What browsers are served besides the API: the built shop. Pictures are in pictures.ts. */
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { CallError, pageHeaders } from '@tiantou/platform'
import type { FastifyInstance } from 'fastify'

const YEAR_S = 31_536_000

/** Serves the shop: hashed files for good, every other path its one page. */
export const addShop = async (
  app: FastifyInstance,
  folder: string,
  write: (url: string) => Promise<string>,
  formTargets: readonly string[],
): Promise<void> => {
  const headers = pageHeaders(formTargets)
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/',
    wildcard: false,
    index: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      const hashed = path.includes(`${join(folder, 'assets')}`)
      void reply.header(
        'cache-control',
        hashed ? `public, max-age=${YEAR_S}, immutable` : 'public, max-age=0',
      )
      void reply.header('x-content-type-options', 'nosniff')
    },
  })
  app.get('/*', async (request, reply) => {
    const { url } = request
    if (/^\/(api|sandbox|media|docs|assets)(\/|$|\?)/.test(url))
      throw new CallError('platform.not_found', 'Nothing here.')
    const html = await write(url)
    return reply
      .headers(headers)
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(html)
  })
  await app.register(async (scope) => addWayBack(scope))
}

/**
 * UnionPay's page sends the browser back by a form, which says how it went to whoever believes it. We do not:
 * the cashier is opened, and asks.
 */
const addWayBack = (scope: FastifyInstance): void => {
  scope.removeAllContentTypeParsers()
  const form = { parseAs: 'buffer', bodyLimit: 65_536 } as const
  scope.addContentTypeParser('application/x-www-form-urlencoded', form, (_request, _body, done) => done(null))
  scope.post('/cashier/:paymentId', (request, reply) => reply.redirect(request.url, 303))
}
