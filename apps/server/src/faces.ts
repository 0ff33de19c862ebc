/** What browsers are served besides the API: the built shop, and product pictures. */
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { CallError, type FileStore, PAGE_HEADERS } from '@tiantou/platform'
import type { FastifyInstance } from 'fastify'

const YEAR_S = 31_536_000
const IMAGE = /^[a-z0-9-]{1,80}\.webp$/

/** Serves pictures from the file store. */
export const addMedia = (app: FastifyInstance, files: FileStore): void => {
  app.get<{ Params: { name: string } }>('/media/:name', async (request, reply) => {
    const { name } = request.params
    const content = IMAGE.test(name) ? await files.get(name) : null
    if (content === null) throw new CallError('platform.not_found', 'There is no such picture.')
    return reply
      .header('cache-control', `public, max-age=${YEAR_S / 365}`)
      .header('x-content-type-options', 'nosniff')
      .type('image/webp')
      .send(content)
  })
}

/** Serves the shop: hashed files for good, every other path its one page. */
export const addShop = async (app: FastifyInstance, folder: string): Promise<void> => {
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
  app.get('/*', (request, reply) => {
    const { url } = request
    if (/^\/(api|sandbox|media|docs|assets)(\/|$|\?)/.test(url))
      throw new CallError('platform.not_found', 'Nothing here.')
    return reply.headers(PAGE_HEADERS).header('cache-control', 'no-cache').sendFile('index.html')
  })
}
