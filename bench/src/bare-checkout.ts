/**
 * The bare limit of checkout: a Fastify route that runs the very statements of our checkout by hand —
 * recorded from it, with fresh ids — on `node:sqlite` with the same grouping, or on mysql2 with the same pool
 * and session. No checks, no runner.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import Fastify from 'fastify'
import { openBarePool, openBareWriter } from './bare-writer.ts'
import { checkoutOf } from './checkout-request.ts'
import { record } from './recorder.ts'
import { setStage, type Shopper, type StageInput } from './stage.ts'
import { freshValues, type Scene, type Step, templateOf } from './template.ts'

/** Replays the statements for one shopper and two SKUs. */
type Run = (scene: Scene) => Promise<void>

const input = JSON.parse(process.argv[2] as string) as StageInput

interface Prepared {
  readonly steps: Step[]
  readonly recorded: Shopper
  readonly shoppers: readonly Shopper[]
  readonly skuIds: readonly string[]
  readonly answer: string
}

/** Records two checkouts of our own platform on this side's database, then closes it. */
const prepare = async (): Promise<Prepared> => {
  const stage = await setStage({ ...input, roles: 'web' })
  const skuIds = stage.skuIds.slice(0, 2).toSorted()
  const [shopper] = stage.shoppers
  if (shopper === undefined) throw new Error('The stage has no shopper.')
  const { path, headers, body } = checkoutOf(shopper, skuIds)
  let answer = ''
  const once = async () => {
    const response = await fetch(`http://127.0.0.1:${stage.platform.port}${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: body ?? '',
    })
    answer = await response.text()
    if (response.status !== 200) throw new Error(answer)
  }
  await once()
  const a = await record(input.databaseUrl !== undefined, once)
  const b = await record(input.databaseUrl !== undefined, once)
  await stage.platform.close()
  const steps = templateOf(a, b, { shopper, skuIds })
  return { steps, recorded: shopper, shoppers: stage.shoppers, skuIds: stage.skuIds, answer }
}

/** Splits the steps into reads and transactions, in order. */
const groupsOf = (steps: readonly Step[]): { write: boolean; steps: Step[] }[] => {
  const groups: { write: boolean; steps: Step[] }[] = []
  let inside = false
  for (const step of steps) {
    if (step.kind === 'begin') {
      inside = true
      groups.push({ write: true, steps: [] })
    } else if (step.kind === 'commit') inside = false
    else if (inside) groups.at(-1)?.steps.push(step)
    else groups.push({ write: false, steps: [step] })
  }
  return groups
}

const openSqlite = ({ steps, recorded }: Prepared): Run => {
  const path = join(input.dataDir, 'tiantou.sqlite')
  const { writer, inTurn } = openBareWriter(path)
  const reader = new DatabaseSync(path, { readOnly: true })
  reader.exec('PRAGMA cache_size = -32768; PRAGMA mmap_size = 67108864; PRAGMA temp_store = memory')
  const groups = groupsOf(steps).map(({ write, steps: inside }) => ({
    write,
    steps: inside.map((step) => ({ ...step, prepared: (write ? writer : reader).prepare(step.sql) })),
  }))
  const call = (prepared: StatementSync, sql: string, values: (string | number | null)[]) =>
    sql.startsWith('select') ? prepared.all(...values) : prepared.run(...values)
  return async (scene) => {
    const valueOf = freshValues(recorded, scene)
    for (const group of groups) {
      const work = () => {
        for (const { prepared, sql, values } of group.steps) call(prepared, sql, values.map(valueOf))
      }
      if (group.write) await inTurn(work)
      else work()
    }
  }
}

const openMysql = ({ steps, recorded }: Prepared, url: string): Run => {
  const { run } = openBarePool(url)
  const groups = groupsOf(steps)
  return async (scene) => {
    const valueOf = freshValues(recorded, scene)
    for (const { write, steps: inside } of groups)
      await run(
        write,
        inside.map(({ sql, values }) => ({ sql, values: values.map(valueOf) })),
      )
  }
}

const prepared = await prepare()
const run = input.databaseUrl === undefined ? openSqlite(prepared) : openMysql(prepared, input.databaseUrl)
const byToken = new Map(prepared.shoppers.map((shopper) => [`Bearer ${shopper.accessToken}`, shopper]))
const body = Buffer.from(prepared.answer)
const app = Fastify()
app.post('/api/v1/checkout', async (request, reply) => {
  const { lines } = request.body as { lines: { skuId: string }[] }
  const shopper = byToken.get(request.headers.authorization ?? '') as Shopper
  await run({ shopper, skuIds: lines.map((line) => line.skuId) })
  return reply.header('content-type', 'application/json; charset=utf-8').send(body)
})
await app.listen({ port: 0, host: '127.0.0.1' })
const address = app.server.address()
const port = typeof address === 'object' && address !== null ? address.port : 0
const { skuIds, shoppers, steps } = prepared
const statements = steps.filter((step) => step.kind === 'statement').length
process.send?.({ port, skuIds, shoppers, statements })
process.once('SIGTERM', () => process.exit(0))
