/**
 * `/docs`: the OpenAPI document with a page to try it (swagger-ui, served from the package; no other host is
 * asked).
 */
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { API_HEADERS, PAGE_HEADERS } from './headers.ts'

const require = createRequire(import.meta.url)

const INDEX = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tiantou API</title><link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head>
<body><div id="swagger-ui"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>`

/** Every keyed operation tried on the page gets a key of its own unless one was typed. */
const START = `window.ui = SwaggerUIBundle({
  url: '/docs/openapi.json', dom_id: '#swagger-ui', deepLinking: true,
  persistAuthorization: false, validatorUrl: null,
  requestInterceptor: (request) => {
    if (request.method === 'POST' && !request.headers['Idempotency-Key']) {
      request.headers['Idempotency-Key'] = crypto.randomUUID()
    }
    return request
  },
})`

/** Adds the documentation pages; the document is drawn when it is first asked for. */
export const addDocs = async (app: FastifyInstance, draw: () => unknown): Promise<void> => {
  let text: string | undefined
  await app.register(fastifyStatic, {
    root: dirname(require.resolve('swagger-ui-dist/package.json')),
    prefix: '/docs/assets/',
    decorateReply: false,
    index: false,
    setHeaders: (reply) => void reply.headers(API_HEADERS),
    allowedPath: (path) => /^\/swagger-ui(-bundle)?\.(css|js)$/.test(path),
  })
  app.get('/docs/openapi.json', (_request, reply) =>
    reply
      .headers(API_HEADERS)
      .type('application/json; charset=utf-8')
      .send((text ??= JSON.stringify(draw()))),
  )
  app.get('/docs/start.js', (_request, reply) =>
    reply.headers(API_HEADERS).type('text/javascript; charset=utf-8').send(START),
  )
  app.get('/docs', (_request, reply) =>
    reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(INDEX),
  )
}
