/** The bare limit of a cached read: a Fastify route that sends the same bytes and does nothing else. */
import Fastify from 'fastify'

const { paths } = JSON.parse(process.argv[2] as string) as { paths: Readonly<Record<string, string>> }
const app = Fastify()
for (const [path, text] of Object.entries(paths)) {
  const body = Buffer.from(text)
  app.get(path, (_request, reply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send(body),
  )
}
await app.listen({ port: 0, host: '127.0.0.1' })
const address = app.server.address()
process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 })
process.once('SIGTERM', () => process.exit(0))
