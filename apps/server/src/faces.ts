/** What browsers are served besides the API: the built shop. Pictures are in pictures.ts. */
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { CallError, PAGE_HEADERS } from '@tiantou/platform'
import type { FastifyInstance } from 'fastify'

const YEAR_S = 31_536_000

/** Serves the shop: hashed files for good, every other path its one page. */
export const addShop = async (
  app: FastifyInstance,
  folder: string,
  write: (url: string) => Promise<string>,
): Promise<void> => {
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
      .headers(PAGE_HEADERS)
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(html)
  })
}
